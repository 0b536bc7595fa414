package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.closedform.gradient.measurement.Channels;
import org.closedform.gradient.measurement.Domain;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Of Σ f(x), rounded beside a large constant: what single differences leave three digits of, many leave five. */
class NeighbourhoodTest {
    private static final double LARGE = 1e11;
    private static final double[] POINT = {0.3, -0.5, 1, 0.1};
    private static final double[] STEPS = {1, 1, 0.5, 1};
    private static final int POINTS = 8;

    private static List<Pooled> excesses(DoubleUnaryOperator f, DoubleUnaryOperator slope, Domain domain, long seed) {
        Operator<Tensor, Tensor> sum =
                Operator.of(x -> Tensor.scalar(LARGE + x.map(f).sum().item()), (x, y, dy) -> x.map(slope)
                        .times(dy.item()));
        FlatOperator<Tensor, Tensor> flat = new FlatOperator<>(sum, Tensor.of(POINT));
        SplittableRandom random = new SplittableRandom(seed);
        return new Neighbourhood(
                        flat,
                        new Channels(flat, random),
                        InputPart.of(flat, Settings.DEFAULT).get(0),
                        domain,
                        new int[] {0, 1, 2, 3},
                        STEPS,
                        random)
                .excesses(POINTS);
    }

    private static List<Pooled> ofSine(double factor, long seed) {
        return excesses(StrictMath::sin, v -> factor * StrictMath.cos(v), Domain.EVERYWHERE, seed);
    }

    @Test
    void aFactorIsTheExcessAtEveryPoint() {
        for (long seed = 1; seed <= 5; seed++) {
            List<Pooled> excesses = ofSine(1.001, seed);
            assertEquals(POINTS, excesses.size());
            Pooled pooled = Pooled.of(excesses);
            assertEquals(1 - 1 / 1.001, pooled.mean(), 6 * pooled.error());
            assertTrue(pooled.significance() > 8, pooled::toString);
        }
    }

    @Test
    void aRightDerivativeHasNone() {
        for (long seed = 1; seed <= 20; seed++) {
            Pooled pooled = Pooled.of(ofSine(1, seed));
            assertTrue(pooled.significance() < 6, pooled::toString);
            assertTrue(pooled.error() < 1e-4, pooled::toString);
        }
    }

    @Test
    void theSameDrawsGiveTheSame() {
        assertEquals(ofSine(1.001, 3), ofSine(1.001, 3));
    }

    @Test
    void nothingIsEvaluatedOutsideTheDomain() {
        Domain domain = new Domain(-0.6, 1.2);
        List<Pooled> excesses = excesses(
                v -> {
                    assertTrue(domain.contains(v), () -> "at " + v);
                    return StrictMath.sin(v);
                },
                v -> 1.001 * StrictMath.cos(v),
                domain,
                1);
        assertTrue(excesses.size() > 0);
    }

    /** Undefined on one side, so that only some of the points have values all around. */
    @Test
    void whereTheFunctionEndsThereAreFewerPointsOrNone() {
        List<Pooled> excesses = excesses(
                v -> {
                    if (v > 1) {
                        throw new IllegalArgumentException("ends at 1");
                    }
                    return StrictMath.sin(v);
                },
                StrictMath::cos,
                Domain.EVERYWHERE,
                1);
        assertTrue(excesses.size() < POINTS, () -> excesses.size() + " points");
    }

    @Test
    void whereNothingIsDefinedAroundThereAreNone() {
        DoubleUnaryOperator alone = v -> {
            if (Arrays.stream(POINT).noneMatch(x -> x == v)) {
                throw new IllegalArgumentException("not defined");
            }
            return v;
        };
        assertEquals(List.of(), excesses(alone, v -> 1, Domain.EVERYWHERE, 1));
    }

    @Test
    void ofWhatMovesByItsLastBitsThereAreNone() {
        double tiny = 1e-6;
        assertEquals(
                List.of(),
                excesses(v -> tiny * StrictMath.sin(v), v -> tiny * StrictMath.cos(v), Domain.EVERYWHERE, 1));
    }
}
