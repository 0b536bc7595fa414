package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.closedform.gradient.measurement.Kink;
import org.closedform.gradient.measurement.Measured;
import org.junit.jupiter.api.Test;

/** Verdicts on measurements that are made up: of a derivative derived as 1, where all around is of size 1. */
class JudgementTest {
    private static final double EPSILON = Math.ulp(1.0);
    private static final double SINGLE = Math.ulp(1f);

    private static Measured measured(double analytic, double value, double error, double around, double epsilon) {
        return new Measured(
                analytic, value, error, 8 * EPSILON, 0, 0, Set.of(), around, 1, epsilon, epsilon, 16 * EPSILON, 0);
    }

    private static Judgement judged(double value, double error) {
        return Judgement.of(measured(1, value, error, 1, EPSILON));
    }

    private static Judgement single(double value, double error) {
        return Judgement.of(measured(1, value, error, 1, SINGLE));
    }

    private static Judgement doubted(double spread, Measured.Doubt... doubts) {
        return Judgement.of(
                new Measured(1, 1.001, 1e-5, 0, spread, 0, Set.of(doubts), 1, 1, EPSILON, EPSILON, 16 * EPSILON, 0));
    }

    @Test
    void nothingMeasuredIsInconclusive() {
        assertEquals(
                Verdict.INCONCLUSIVE,
                judged(Double.NaN, Double.POSITIVE_INFINITY).verdict());
    }

    @Test
    void whatIsNotFiniteFails() {
        assertEquals(
                Verdict.FAIL,
                Judgement.of(measured(Double.NaN, 1, 1e-9, 1, EPSILON)).verdict());
    }

    @Test
    void passesWithinAnErrorBarThatIsSharp() {
        assertEquals(Verdict.PASS, judged(1.0008, 0.9e-3).verdict());
        assertEquals(Verdict.INCONCLUSIVE, judged(1.0008, 1.1e-3).verdict());
        assertEquals(Verdict.PASS, single(1.0008, 1.1e-2).verdict(), "32 √ε of float32 are 1.105e-2");
        assertEquals(Verdict.INCONCLUSIVE, single(1.0008, 1.11e-2).verdict());
    }

    @Test
    void aWideErrorBarMayStillBeNothingBesideTheLargestDerivative() {
        assertEquals(
                Verdict.PASS,
                Judgement.of(measured(1, 1.0008, 1.9e-3, 2000, EPSILON)).verdict());
        assertEquals(
                Verdict.INCONCLUSIVE,
                Judgement.of(measured(1, 1.0008, 2.1e-3, 2000, EPSILON)).verdict());
    }

    @Test
    void failsOutsideAnErrorBarThatIsSharp() {
        assertEquals(Verdict.FAIL, judged(1.001, 0.9e-3).verdict());
    }

    @Test
    void failsOnlyByFourErrorBarsThatAreNot() {
        assertEquals(Verdict.INCONCLUSIVE, judged(1.05, 0.02).verdict());
        assertEquals(Verdict.FAIL, judged(1.09, 0.02).verdict());
    }

    @Test
    void failsOnlyIfTheMeasurementsAgreeAmongThemselves() {
        assertEquals(Verdict.FAIL, doubted(4e-4).verdict(), "closer to each other than to 1");
        assertEquals(Verdict.INCONCLUSIVE, doubted(6e-4).verdict());
    }

    @Test
    void failsOnlyWithoutDoubts() {
        assertEquals(
                Verdict.INCONCLUSIVE, doubted(0, Measured.Doubt.IN_LAST_BITS).verdict());
        assertEquals(Verdict.INCONCLUSIVE, doubted(0, Measured.Doubt.ON_STAIRS).verdict());
    }

    private static Judgement contradicted(double value, int times) {
        return Judgement.of(
                new Measured(1, value, 1e-9, 0, 0, times, Set.of(), 1, 1, EPSILON, EPSILON, 16 * EPSILON, 0));
    }

    @Test
    void threeContradictionsSettleIt() {
        assertTrue(contradicted(2, 3).isSettled());
        assertFalse(contradicted(2, 2).isSettled());
        assertFalse(contradicted(1, 3).isSettled(), "nothing is wrong");
        assertFalse(contradicted(1 + 9e-6, 3).isSettled(), "it may be rounding of the derivation");
    }

    @Test
    void isSharpWhereACloserLookWouldShowNoMore() {
        assertFalse(judged(1, 1e-9).isSharp());
        assertTrue(judged(1, 0.9e-9).isSharp());
        assertTrue(Judgement.of(measured(0, 1, 1, 1, EPSILON)).isSharp());
        assertTrue(single(1, 0.9 / 2048).isSharp());
        assertFalse(single(1, 1.1 / 2048).isSharp());
    }

    @Test
    void isFaintWhereZeroWouldPassToo() {
        Judgement faint = single(0.9, 0.9);
        assertEquals(Verdict.INCONCLUSIVE, faint.verdict());
        Judgement passes =
                Judgement.of(new Measured(1e-3, 1e-3, 1e-3, 0, 0, 0, Set.of(), 0.1, 1, SINGLE, SINGLE, 16 * SINGLE, 0));
        assertEquals(Verdict.PASS, passes.verdict(), "nothing beside the size of the function");
        assertTrue(passes.isFaint(), "but not beside its slopes");
        assertFalse(passes.isTold());
        Judgement told = Judgement.of(
                new Measured(1e-3, 1e-3, 4.9e-4, 0, 0, 0, Set.of(), 0.1, 1, SINGLE, SINGLE, 16 * SINGLE, 0));
        assertTrue(told.isTold());
        assertFalse(told.isFaint());
        Judgement saturated =
                Judgement.of(new Measured(1e-15, 0, 1e-3, 0, 0, 0, Set.of(), 0.1, 1, SINGLE, SINGLE, 16 * SINGLE, 0));
        assertFalse(saturated.isFaint());
    }

    @Test
    void disagreementsAreExcusedByWhatRoundingHides() {
        Judgement off = judged(1 + 5e-15, 1e-15).excusedByHiddenRounding();
        assertEquals(1e-15 + 8 * EPSILON, off.error(), 1e-20);
        Judgement right = judged(1, 1e-15);
        assertSame(right, right.excusedByHiddenRounding());
    }

    @Test
    void slightDisagreementsMayComeFromTheDerivation() {
        assertTrue(judged(1 + 9e-6, 1e-9).isSlightlyOff());
        assertFalse(judged(1 + 1.1e-5, 1e-9).isSlightlyOff());
        assertFalse(judged(1, 1e-9).isSlightlyOff());
        assertTrue(single(1 + 1.3e-3, 1e-9).isSlightlyOff(), "4 √ε of float32 are 1.38e-3");
        assertFalse(single(1 + 1.4e-3, 1e-9).isSlightlyOff());
        assertEquals(Verdict.PASS, judged(1 + 9e-6, 1e-9).excusedBy(1e-5).verdict());
    }

    private static Kink.Slopes corner(double least, double greatest, int rows) {
        return new Kink.Slopes(least, greatest, 1e-3, rows);
    }

    @Test
    void atACornerAnySlopeBetweenIsRight() {
        Judgement unsettled = judged(Double.NaN, Double.POSITIVE_INFINITY);
        assertEquals(Verdict.KINK, unsettled.at(corner(0, 2, 3)).verdict());
        assertEquals(1, unsettled.at(corner(0, 2, 3)).numeric());
        assertEquals(Verdict.FAIL, unsettled.at(corner(2, 3, 3)).verdict());
        assertEquals(2, unsettled.at(corner(2, 3, 3)).numeric());
        Judgement measured = judged(5, 1e-3);
        assertEquals(Verdict.KINK, measured.at(corner(0, 2, 3)).verdict());
        assertSame(measured, measured.at(corner(2, 3, 3)));
    }

    @Test
    void aPlainCornerIsSeenAtEightSteps() {
        Judgement unsettled = judged(Double.NaN, Double.POSITIVE_INFINITY);
        assertEquals(Verdict.KINK, unsettled.atPlainCorner(corner(0, 2, 8)).verdict());
        assertSame(unsettled, unsettled.atPlainCorner(corner(0, 2, 7)));
        assertSame(unsettled, unsettled.atPlainCorner(corner(2, 3, 8)), "and the slope has to be right");
        Judgement measured = judged(5, 1e-3);
        assertSame(measured, measured.atPlainCorner(corner(0, 2, 8)));
    }
}
