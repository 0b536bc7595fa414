package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.closedform.gradient.measurement.Along;
import org.closedform.gradient.measurement.Domain;
import org.closedform.gradient.measurement.GradientNoise;
import org.junit.jupiter.api.Test;

/** One derivative from the first look to the verdict. */
class DirectionCheckTest {
    /** Of the scale of the point, or of how far the domain reaches. */
    private static final double FIRST = 0.6180339887498949;

    private static final double OTHER = 0.7071067811865476;

    /** A check, and by how much it moved the point, in order. */
    private record Looks(DirectionCheck check, List<Double> moves) {
        static Looks at(double x, DoubleUnaryOperator f, double slope, Domain domain) {
            List<Double> moves = new ArrayList<>();
            Along along = Along.of(
                    v -> {
                        moves.add(v - x);
                        return f.applyAsDouble(v);
                    },
                    v -> slope,
                    x);
            moves.clear();
            GradientNoise derivation = new GradientNoise(along.f(), along.channels(), new SplittableRandom(1));
            return new Looks(new DirectionCheck(along.path(), domain, Math.abs(slope), derivation), moves);
        }

        static Looks at(double x, DoubleUnaryOperator f, double slope) {
            return at(x, f, slope, Domain.EVERYWHERE);
        }

        Verdict verdict() {
            return check.run(0).of(0).verdict();
        }

        boolean went(double move) {
            return moves.stream().anyMatch(m -> Math.abs(m - move) <= 1e-9 * Math.abs(move));
        }

        double smallest() {
            return moves.stream().mapToDouble(m -> m).min().orElseThrow();
        }

        double largest() {
            return moves.stream().mapToDouble(m -> m).max().orElseThrow();
        }
    }

    private static double cube(double v) {
        return v * v * v;
    }

    @Test
    void aRightDerivativePassesAtTheFirstLook() {
        Looks looks = Looks.at(1, StrictMath::exp, StrictMath.E);
        assertEquals(Verdict.PASS, looks.verdict());
        assertEquals(StrictMath.E, looks.check.of(0).numeric(), 1e-10);
        assertEquals(4 * FIRST, looks.check.top());
        assertFalse(looks.went(OTHER * 4 * FIRST));
        assertTrue(looks.check.disagreement() <= 1);
    }

    @Test
    void theFirstLookBeginsWithTheStepSuggestedIfItIsNotTooLarge() {
        Looks suggested = Looks.at(1, StrictMath::exp, StrictMath.E);
        suggested.check.run(0.5);
        assertEquals(0.5, suggested.moves.get(0));
        Looks large = Looks.at(1, StrictMath::exp, StrictMath.E);
        large.check.run(100);
        assertEquals(4 * FIRST, large.moves.get(0), 1e-15);
        Looks glance = Looks.at(1, StrictMath::exp, StrictMath.E);
        glance.check.glance(0.5);
        assertEquals(0.5, glance.moves.get(0));
    }

    @Test
    void aSlightDisagreementIsLookedAtFromOtherFirstStepsToo() {
        Looks large = Looks.at(1000, DirectionCheckTest::cube, 3.00001e6);
        assertEquals(Verdict.FAIL, large.verdict());
        assertEquals(4000 * FIRST, large.largest(), 1e-12);
        assertTrue(large.went(OTHER * 4000 * FIRST), "another");
        assertTrue(large.went(OTHER * 4), "of one");
        assertTrue(large.went(OTHER * 500), "closer than a pole at 0");
        Looks small = Looks.at(1e-3, DirectionCheckTest::cube, 3.00001e-6);
        assertEquals(Verdict.FAIL, small.verdict());
        assertEquals(4 * FIRST, small.largest(), 1e-12);
        assertTrue(small.went(OTHER * 1e-3), "of the size of the coordinates around");
        assertTrue(small.went(OTHER * 1e-3 / 2), "closer than a pole at 0");
        assertFalse(small.went(OTHER * 4 * 16));
        Looks zero = Looks.at(0, StrictMath::exp, 1.000001);
        assertEquals(Verdict.FAIL, zero.verdict());
        assertTrue(zero.went(OTHER * FIRST / 16), "a 64th of the largest");
    }

    @Test
    void threeLooksSettleALargeDisagreement() {
        Looks looks = Looks.at(1000, DirectionCheckTest::cube, 3.01e6);
        assertEquals(Verdict.FAIL, looks.verdict());
        assertTrue(looks.went(OTHER * 4000 * FIRST), "another");
        assertTrue(looks.moves.stream().anyMatch(move -> move != 0 && Math.abs(move) < 1e-4), "the last");
        assertFalse(looks.went(OTHER * 4), "of one");
        assertTrue(looks.moves.size() <= 60, () -> looks.moves.size() + " evaluations");
    }

    @Test
    void aGlanceLooksOnce() {
        Looks looks = Looks.at(1, StrictMath::exp, 3);
        assertEquals(Verdict.FAIL, looks.check.glance(0).of(0).verdict());
        assertFalse(looks.went(OTHER * 4 * FIRST));
        assertTrue(looks.check.disagreement() > 1e6, () -> "disagrees by " + looks.check.disagreement());
    }

    @Test
    void stepsStayWithinTheBounds() {
        Looks between = Looks.at(0.5, StrictMath::exp, 2, new Domain(0.4, 2));
        assertEquals(Verdict.FAIL, between.verdict());
        assertEquals(-0.1 * FIRST, between.smallest(), 1e-12);
        assertEquals(0.1 * FIRST, between.largest(), 1e-12);
        Looks right = Looks.at(0.5, StrictMath::exp, StrictMath.exp(0.5), new Domain(0.5, 2));
        assertEquals(Verdict.PASS, right.verdict());
        assertTrue(right.smallest() >= 0, () -> "moved by " + right.moves);
        assertEquals(1.5 * FIRST, right.largest(), 1e-12);
        Looks left = Looks.at(0.5, StrictMath::exp, StrictMath.exp(0.5), new Domain(-2, 0.5));
        assertEquals(Verdict.PASS, left.verdict());
        assertTrue(left.largest() <= 0, () -> "moved by " + left.moves);
        assertEquals(-2.5 * FIRST, left.smallest(), 1e-12);
    }

    private static DoubleUnaryOperator definedFrom(double least, DoubleUnaryOperator f) {
        return v -> {
            if (v < least) {
                throw new IllegalArgumentException("not defined");
            }
            return f.applyAsDouble(v);
        };
    }

    @Test
    void atAnEdgeThatNobodyDeclaredTheOtherSideIsEnough() {
        assertEquals(
                Verdict.PASS, Looks.at(0, definedFrom(0, StrictMath::exp), 1).verdict());
        DoubleUnaryOperator mirrored = definedFrom(0, StrictMath::exp);
        assertEquals(
                Verdict.PASS, Looks.at(0, v -> mirrored.applyAsDouble(-v), -1).verdict());
        assertEquals(
                Verdict.PASS,
                Looks.at(2, definedFrom(2, StrictMath::exp), StrictMath.exp(2)).verdict());
        assertEquals(
                Verdict.FAIL,
                Looks.at(2, definedFrom(2, StrictMath::exp), 1.001 * StrictMath.exp(2))
                        .verdict());
    }

    @Test
    void aKinkIsExcusedButNotAtTheEndOfTheDomain() {
        assertEquals(Verdict.KINK, Looks.at(0, Math::abs, 0.5).verdict());
        assertEquals(Verdict.FAIL, Looks.at(0, Math::abs, 0.5, new Domain(0, 5)).verdict());
    }

    @Test
    void whatIsNotFiniteFails() {
        assertEquals(Verdict.FAIL, Looks.at(1, v -> v, Double.NaN).verdict());
        assertEquals(Verdict.FAIL, Looks.at(1, v -> v, Double.NEGATIVE_INFINITY).verdict());
    }

    @Test
    void aSlightDisagreementIsExcusedByTheRoundingOfTheDerivation() {
        Along along = Along.of(v -> v, v -> (1000 + v - 1000) / v, 0.3);
        double apart = Math.abs(along.path().analytic(0) - 1);
        assertTrue(apart > 1e-15, () -> "off by " + apart);
        GradientNoise derivation = new GradientNoise(along.f(), along.channels(), new SplittableRandom(1));
        DirectionCheck check = new DirectionCheck(along.path(), Domain.EVERYWHERE, 1, derivation).run(0);
        assertEquals(Verdict.PASS, check.of(0).verdict());
        assertTrue(check.of(0).error() < 1e-11, () -> "error " + check.of(0).error());
        assertEquals(Verdict.FAIL, Looks.at(0.3, v -> v, 1 + 1e-11).verdict());
    }

    /** Below the last bit of a function that saturates a little further, and of one that does not. */
    @Test
    void aStillFunctionWhoseDerivationSaturatesTooIsNoFailure() {
        DoubleUnaryOperator saturating = v -> Math.abs(v - 1) < 1e-14 ? 1e-3 : 0;
        Along along = Along.of(v -> 1, saturating, 1);
        assertEquals(Verdict.INCONCLUSIVE, run(along).of(0).verdict());
        assertEquals(Verdict.FAIL, run(Along.of(v -> 1, v -> 1e-3, 1)).of(0).verdict());
    }

    private static DirectionCheck run(Along along) {
        GradientNoise derivation = new GradientNoise(along.f(), along.channels(), new SplittableRandom(1));
        double slope = Math.abs(along.path().analytic(0));
        return new DirectionCheck(along.path(), Domain.EVERYWHERE, slope, derivation).run(0);
    }

    /** 1e-17 beside a function of 1 passes, as 0 would. */
    @Test
    void aFaintSlopeIsMeantIfItIsNotRounding() {
        DirectionCheck meant = run(Along.of(v -> 1, v -> 1e-17, 0.3));
        assertEquals(Verdict.PASS, meant.of(0).verdict());
        assertEquals(1e-17, meant.faintSlope());
        assertFalse(meant.tells());
        assertTrue(meant.isFaintSlopeMeant());
        DirectionCheck rounding = run(Along.of(v -> 1, v -> 1 + v - 1 - v, 0.3));
        assertEquals(Math.ulp(0.3), rounding.faintSlope());
        assertFalse(rounding.isFaintSlopeMeant());
        DirectionCheck told = run(Along.of(v -> v, v -> 1, 0.3));
        assertTrue(told.tells());
        assertEquals(0, told.faintSlope());
    }
}
