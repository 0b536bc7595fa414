package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.SpecialValue;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

class WeightedMeanTest extends OperatorContract<Tensor, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return TensorArbitraries.shapes(0, 3)
                .filter(shape -> shape.size() <= 30)
                .flatMap(shape -> Combinators.combine(
                                TensorArbitraries.tensors(shape, type),
                                ElementLosses.weights(shape, type),
                                TensorArbitraries.masks(shape))
                        .as((x, w, mask) -> {
                            boolean isOfSomething =
                                    Mask.all().and(mask.broadcastTo(shape)).count() > 0;
                            WeightedMean mean = WeightedMean.of(w.square().plus(0.1));
                            return Case.of((Operator<Tensor, Tensor>) (isOfSomething ? mean.withMask(mask) : mean), x);
                        }));
    }

    @Override
    protected List<SpecialValue<Tensor, Tensor>> specialValues() {
        Tensor w = Tensor.of(0, 1, 3);
        return List.of(
                SpecialValue.of(mean(w, Mask.all()), Tensor.of(NAN, 4, 8), Tensor.scalar(7))
                        .withGradient(Tensor.scalar(4), Tensor.of(0, 1, 3)),
                SpecialValue.of(mean(w, Mask.of(true, true, false)), Tensor.of(INF, 4, NAN), Tensor.scalar(4))
                        .withGradient(Tensor.scalar(2), Tensor.of(0, 2, 0)),
                SpecialValue.of(mean(w, Mask.of(false)), Tensor.of(1, 2, 3), Tensor.scalar(NAN))
                        .withGradient(Tensor.scalar(1), Tensor.of(0, 0, 0)),
                SpecialValue.of(mean(w.times(1e30), Mask.all()), Tensor.of(3, 4, 8), Tensor.scalar(7)));
    }

    /** With weights of the type of what they weigh. */
    private static Operator<Tensor, Tensor> mean(Tensor weights, Mask mask) {
        return x -> new WeightedMean(weights.to(x.elementType()), mask).forward(x);
    }

    @Test
    void weightsWhoseSumIsOutOfRangeAreLowered() {
        WeightedMean mean = WeightedMean.of(Tensor.of(1e308, 1e308, 1e308));
        Operator.Pass<Tensor, Tensor> pass = mean.forward(Tensor.of(3, 6, 9));
        assertEquals(6, pass.output().item(), 1e-15);
        assertEquals(1 / 3.0, pass.gradient().at(2), 1e-16);
    }

    @Test
    void aLargeWeightTimesALargeNumberIsInRange() {
        assertEquals(
                1e10, WeightedMean.of(Tensor.of(1e308)).apply(Tensor.of(1e10)).item());
        assertEquals(
                -1e300,
                WeightedMean.of(Tensor.of(1e100, 1e100))
                        .apply(Tensor.of(-1e300, -1e300))
                        .item());
    }

    @Test
    void theSmallestWeightBesideTheLargestStillCounts() {
        WeightedMean mean = WeightedMean.of(Tensor.of(Double.MAX_VALUE, Double.MIN_VALUE, 0));
        assertEquals(3, mean.apply(Tensor.of(3, 4, NAN)).item());
        assertEquals(NAN, mean.apply(Tensor.of(3, NAN, 4)).item());
    }

    @Property(tries = 300)
    void keepsItsDigits(@ForAll("casesOfBothTypes") Case<Tensor, Tensor> c) {
        WeightedMean mean = (WeightedMean) c.operator();
        Tensor x = c.x();
        Tensor w = mean.weights().broadcastTo(x.shape()).where(mean.mask(), 0);
        BigDecimal[] weights = HighPrecision.exact(w.toDoubleArray());
        BigDecimal[] numbers = HighPrecision.exact(x.toDoubleArray());
        BigDecimal sum = HighPrecision.sum(weights);
        BigDecimal dot = HighPrecision.sum(IntStream.range(0, numbers.length)
                .mapToObj(i -> weights[i].multiply(numbers[i]))
                .toArray(BigDecimal[]::new));
        double size = w.to(ElementType.FLOAT64).dot(x.to(ElementType.FLOAT64).map(Math::abs));
        Operator.Pass<Tensor, Tensor> pass = mean.forward(x);
        Ulps.assertWithinOf(
                Math.max(size / sum.doubleValue(), 1e-30), 4, pass.output(), dot.divide(sum, HighPrecision.DIGITS));
        Tensor gradient = pass.gradient();
        Tensor flat = gradient.reshape(gradient.size());
        for (int i = 0; i < weights.length; i++) {
            Ulps.assertWithin(2, flat.slice(0, i, i + 1), weights[i].divide(sum, HighPrecision.DIGITS));
        }
    }

    /** The first share is just below ⅛, where an ulp of the sum, just above 8, is two ulps of the quotient. */
    @Property(tries = 200)
    void theGradientKeepsItsDigitsHoweverManyAreWeighed(
            @ForAll @IntRange(min = 2, max = 3000) int count, @ForAll Random random) {
        double[] w = random.doubles(count, 0.5, 1).toArray();
        w[0] = 0;
        double factor = 7.001 / Arrays.stream(w).sum();
        Arrays.setAll(w, i -> i == 0 ? 1 : w[i] * factor);
        BigDecimal sum = HighPrecision.sum(HighPrecision.exact(w));
        BigDecimal[] shares = Arrays.stream(HighPrecision.exact(w))
                .map(weight -> weight.divide(sum, HighPrecision.DIGITS))
                .toArray(BigDecimal[]::new);
        Tensor gradient = WeightedMean.of(Tensor.of(w))
                .forward(Tensor.zeros(Shape.of(count)))
                .gradient();
        Ulps.assertWithin(2, gradient, shares);
    }

    @Test
    void weighsTheLossesOfAnyLoss() {
        Tensor x = Tensor.of(new double[][] {{1, 2}, {0, 3}, {NAN, 0}});
        Tensor w = Tensor.of(1, 2, 4);
        Mask mask = Mask.of(true, true, false);
        CrossEntropyLoss entropy = CrossEntropyLoss.onLogits(Labels.of(0, 1, 0)).withMask(mask);
        ZLoss z = ZLoss.of(0.5).withMask(mask);
        Operator<Tensor, Tensor> both = entropy.withReduction(Reduction.NONE)
                .plus(z.withReduction(Reduction.NONE))
                .then(WeightedMean.of(w).withMask(mask));
        Operator.Pass<Tensor, Tensor> pass = both.forward(x);
        Tensor each = entropy.withReduction(Reduction.NONE)
                .apply(x)
                .plus(z.withReduction(Reduction.NONE).apply(x));
        assertEquals((each.at(0) + 2 * each.at(1)) / 3, pass.output().item(), 1e-15);
        assertEquals(0, pass.gradient().slice(0, 2, 3).norm());
        Tensor v = Tensor.of(new double[][] {{1, -1}, {2, 0}, {3, 3}});
        Tensor bent = pass.curvature(Tensor.scalar(1), v);
        Tensor alone = entropy.withReduction(Reduction.SUM)
                .plus(z.withReduction(Reduction.SUM))
                .forward(x)
                .curvature(Tensor.scalar(1), v);
        Tensor factors = Tensor.of(new double[][] {{1 / 3.0}, {2 / 3.0}, {0}});
        assertTrue(bent.isClose(alone.times(factors), 1e-14, 0), bent::toString);
    }

    @Test
    void badInputIsNamed() {
        assertEquals(
                "WeightedMean: weights is -1.0 at element 1 of [2]; at least 0 is needed",
                assertThrows(IllegalArgumentException.class, () -> WeightedMean.of(Tensor.of(1, -1)))
                        .getMessage());
        WeightedMean mean = WeightedMean.of(Tensor.of(1, 2));
        assertEquals(
                "WeightedMean: weights has shape [2], which does not repeat into [3]",
                assertThrows(ShapeException.class, () -> mean.apply(Tensor.of(1, 2, 3)))
                        .getMessage());
        assertEquals(
                "WeightedMean: weights is float64, but the x is float32; convert one with"
                        + " to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> mean.apply(Tensor.of(1, 2).to(ElementType.FLOAT32)))
                        .getMessage());
        assertThrows(ShapeException.class, () -> mean.withMask(Mask.of(true, true, false))
                .apply(Tensor.of(1, 2)));
        assertThrows(NullPointerException.class, () -> WeightedMean.of(null));
        assertThrows(NullPointerException.class, () -> mean.apply(null));
    }
}
