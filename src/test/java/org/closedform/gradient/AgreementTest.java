package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleSupplier;
import org.closedform.gradient.measurement.Along;
import org.closedform.gradient.measurement.Ladder;
import org.closedform.gradient.measurement.Noise;
import org.closedform.gradient.measurement.Path;
import org.closedform.tensor.ElementType;
import org.junit.jupiter.api.Test;

/** A derivative of 1, of a function of size 1 at 1, and measurements that are made up. */
class AgreementTest {
    private static final double EPSILON = Math.ulp(1.0);

    private final Path path = path(1, ElementType.FLOAT64);
    private final Noise noise = new Noise(path, 4);
    private final Agreement agreement = new Agreement(path, noise, 0, 1);

    private static Path path(double slope, ElementType type) {
        return Along.of(v -> v, v -> slope, 1, type).path();
    }

    /** A measurement of which the error bar is known, but for 16 roundings of the derivation. */
    private Ladder measured(double value, double bar, double step) {
        Ladder ladder = new Ladder(path, noise, 0);
        for (double h : new double[] {4 * step, 2 * step, step}) {
            ladder.tableau(0).add(h, value, bar / 8, false);
        }
        return ladder;
    }

    private Agreement take(double value, double bar) {
        agreement.take(measured(value, bar, 1));
        return agreement;
    }

    @Test
    void isUnknownBeforeAMeasurement() {
        assertEquals(1, agreement.analytic());
        assertTrue(Double.isNaN(agreement.numeric()));
        assertEquals(Verdict.INCONCLUSIVE, agreement.verdict());
        agreement.take(new Ladder(path, noise, 0));
        assertTrue(Double.isNaN(agreement.numeric()));
    }

    @Test
    void theErrorBarIsFourErrorsAndSixteenRoundings() {
        assertEquals(1e-3 + 16 * EPSILON, take(1.25, 1e-3).error(), 1e-18);
        assertEquals(1.25, agreement.numeric());
        assertEquals(0.25, agreement.apart());
    }

    @Test
    void passesWithinAnErrorBarThatIsSharp() {
        assertEquals(Verdict.PASS, take(1.0008, 0.9e-3).verdict());
    }

    @Test
    void isInconclusiveWithinOneThatIsNot() {
        assertEquals(Verdict.INCONCLUSIVE, take(1.0008, 1.1e-3).verdict());
    }

    @Test
    void aWideErrorBarMayStillBeNothingBesideTheLargestDerivative() {
        Agreement beside = new Agreement(path, noise, 0, 2000);
        beside.take(measured(1.0008, 1.9e-3, 1));
        assertEquals(Verdict.PASS, beside.verdict());
        Agreement wider = new Agreement(path, noise, 0, 2000);
        wider.take(measured(1.0008, 2.1e-3, 1));
        assertEquals(Verdict.INCONCLUSIVE, wider.verdict());
    }

    @Test
    void failsOutsideAnErrorBarThatIsSharp() {
        assertEquals(Verdict.FAIL, take(1.001, 0.9e-3).verdict());
    }

    @Test
    void failsOnlyByFourErrorBarsThatAreNot() {
        assertEquals(Verdict.INCONCLUSIVE, take(1.05, 0.02).verdict());
        Agreement clear = new Agreement(path, noise, 0, 1);
        clear.take(measured(1.09, 0.02, 1));
        assertEquals(Verdict.FAIL, clear.verdict());
    }

    @Test
    void failsOnlyIfTheMeasurementsAgreeAmongThemselves() {
        take(1.001, 1e-5);
        assertEquals(Verdict.FAIL, take(1.0014, 1e-5).verdict(), "closer to each other than to 1");
        take(1.0016, 1e-5);
        assertEquals(Verdict.INCONCLUSIVE, agreement.verdict());
    }

    @Test
    void ofTwoConsistentOnesTheSharperIsBelieved() {
        take(1.01, 0.1);
        assertEquals(1.001, take(1.001, 0.01).numeric());
        assertEquals(1.001, take(1.02, 0.05).numeric());
    }

    @Test
    void ofTwoThatAreNotTheOneThatAgreesIs() {
        take(1.5, 1e-3);
        assertEquals(1.001, take(1.001, 5e-3).numeric());
        assertEquals(1.001, take(1.5, 1e-3).numeric());
    }

    @Test
    void oneThatAgreesMayBeEightTimesBlunter() {
        take(1.01, 5e-3);
        assertEquals(1.01, take(1.001, 0.041).numeric());
        assertEquals(1.001, take(1.001, 0.039).numeric());
    }

    @Test
    void oneThatDoesNotHasToBeEightTimesSharper() {
        take(1.05, 0.06);
        assertEquals(1.05, take(1.0099, 0.0078).numeric());
        assertEquals(1.0099, take(1.0099, 0.0072).numeric());
    }

    @Test
    void oneThatAgreesMayBeMuchBlunterWhereTheDifferenceIsFaint() {
        take(1 + 1e-13, 5e-14);
        assertEquals(1 + 1e-13, take(1, 6e-11).numeric());
        assertEquals(1, take(1, 4e-11).numeric());
    }

    @Test
    void isSharpWhereACloserLookWouldShowNoMore() {
        assertFalse(take(1, 1e-9).isSharp());
        assertTrue(take(1, 0.9e-9).isSharp());
        assertTrue(new Agreement(path(0, ElementType.FLOAT64), noise, 0, 1).isSharp());
        Path single = path(1, ElementType.FLOAT32);
        Agreement coarse = new Agreement(single, new Noise(single, 4), 0, 1);
        coarse.take(measured(1, 0.9 / 2048 - 16 * Math.ulp(1f), 1));
        assertTrue(coarse.isSharp());
        coarse = new Agreement(single, new Noise(single, 4), 0, 1);
        coarse.take(measured(1, 1.1 / 2048 - 16 * Math.ulp(1f), 1));
        assertFalse(coarse.isSharp());
    }

    @Test
    void aDisagreementShowsFromStepsWhoseRoundingItExceeds() {
        assertEquals(0, take(1.001, 0.1).lastStepToShow());
        assertEquals(256 * EPSILON / 1e-3, take(1.001, 1e-5).lastStepToShow(), 1e-15);
    }

    @Test
    void moreNoiseWidensTheErrorBar() {
        Path rough = Along.of(v -> v + 1000 - 1000, v -> 1, 0.5).path();
        Noise found = new Noise(rough, 4);
        Agreement agreement = new Agreement(rough, found, 0, 1);
        agreement.take(measured(1, 1e-15, 0.25));
        agreement.raiseNoise(4);
        assertTrue(found.of(0) > 0);
        assertEquals(8 * found.of(0) / 0.25, agreement.error(), 1e-18);
        Agreement wide = new Agreement(rough, found, 0, 1);
        wide.take(measured(1, 1e-3, 0.25));
        double before = wide.error();
        wide.raiseNoise(4);
        assertEquals(before, wide.error());
    }

    /** A measurement of a function that stood still. */
    private static Ladder flat(Path path, double step) {
        Ladder ladder = new Ladder(path, new Noise(path, 4), 0);
        for (double h : new double[] {4 * step, 2 * step, step}) {
            ladder.tableau(0).add(h, 0, 0, true);
        }
        return ladder;
    }

    @Test
    void whereAFunctionStoodStillItsSizeMayHideADerivative() {
        Path large = Along.of(v -> 3 * v, v -> 1e-3, 1).path();
        Agreement still = new Agreement(large, new Noise(large, 4), 0, 1e-3);
        still.take(flat(large, 0.25));
        assertEquals(0, still.numeric());
        assertEquals(16 * EPSILON * (1e-3 + 3 / 0.25), still.error(), 1e-20);
        assertEquals(Verdict.FAIL, still.verdict());
    }

    @Test
    void aFunctionThatMovedCloserByDidNotStandStill() {
        Ladder moving = new Ladder(path, noise, 0);
        moving.descend(1, Along.ALL);
        agreement.take(flat(path, 1));
        assertEquals(0, agreement.numeric());
        agreement.take(moving);
        assertEquals(1, agreement.numeric());
        agreement.take(flat(path, 1));
        assertEquals(1, agreement.numeric());
    }

    private static final DoubleSupplier NOT_MEASURED = () -> {
        throw new AssertionError("measured");
    };

    @Test
    void slightDisagreementsAreExcusedByWhatRoundingHides() {
        take(1 + 5e-15, 1e-15);
        assertFalse(agreement.excuseRounding(NOT_MEASURED), "8 roundings of terms of size 1 are enough");
        assertEquals(1e-15 + 24 * EPSILON, agreement.error(), 1e-18);
        Agreement slight = new Agreement(path, noise, 0, 1);
        slight.take(measured(1 + 9e-6, 1e-9, 1));
        assertTrue(slight.excuseRounding(() -> 0.5));
        assertEquals(0.5 + 1e-9, slight.error(), 1e-13);
    }

    @Test
    void otherDisagreementsAreNot() {
        take(1 + 1.1e-5, 1e-9);
        assertFalse(agreement.excuseRounding(NOT_MEASURED));
        assertEquals(1e-9, agreement.error(), 1e-13);
        Agreement right = new Agreement(path, noise, 0, 1);
        right.take(measured(1, 1e-9, 1));
        assertFalse(right.excuseRounding(NOT_MEASURED));
        assertEquals(1e-9 + 16 * EPSILON, right.error(), 1e-20);
    }
}
