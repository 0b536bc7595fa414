package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.closedform.tensor.ElementType;
import org.junit.jupiter.api.Test;

/** A derivative of 1, of a function of size 1 at 1, and measurements that are made up. */
class EstimateTest {
    private static final double EPSILON = Math.ulp(1.0);

    private final Path path = path(1, ElementType.FLOAT64);
    private final Noise noise = new Noise(path, 4);
    private final Estimate estimate = new Estimate(path, noise, 0, 1);

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

    private Measured take(double value, double bar) {
        estimate.take(measured(value, bar, 1));
        return estimate.measured();
    }

    @Test
    void isUnknownBeforeAMeasurement() {
        assertEquals(1, estimate.measured().analytic());
        assertTrue(Double.isNaN(estimate.measured().value()));
        assertEquals(Double.POSITIVE_INFINITY, estimate.measured().error());
        estimate.take(new Ladder(path, noise, 0));
        assertTrue(Double.isNaN(estimate.measured().value()));
    }

    @Test
    void theErrorBarIsFourErrorsAndSixteenRoundings() {
        assertEquals(1e-3 + 16 * EPSILON, take(1.25, 1e-3).error(), 1e-18);
        assertEquals(1.25, estimate.measured().value());
    }

    @Test
    void whatMeasurementsDisagreeByIsTheirSpread() {
        assertEquals(0, take(1.001, 1e-5).spread());
        assertEquals(0, take(1.00101, 1e-5).spread(), "within both error bars");
        assertEquals(6e-4, take(1.0016, 1e-5).spread(), 2e-5);
    }

    @Test
    void ofTwoConsistentOnesTheSharperIsBelieved() {
        take(1.01, 0.1);
        assertEquals(1.001, take(1.001, 0.01).value());
        assertEquals(1.001, take(1.02, 0.05).value());
    }

    @Test
    void ofTwoThatAreNotTheOneThatAgreesIs() {
        take(1.5, 1e-3);
        assertEquals(1.001, take(1.001, 5e-3).value());
        assertEquals(1.001, take(1.5, 1e-3).value());
    }

    @Test
    void oneThatAgreesMayBeEightTimesBlunter() {
        take(1.01, 5e-3);
        assertEquals(1.01, take(1.001, 0.041).value());
        assertEquals(1.001, take(1.001, 0.039).value());
    }

    @Test
    void oneThatDoesNotHasToBeEightTimesSharper() {
        take(1.05, 0.06);
        assertEquals(1.05, take(1.0099, 0.0078).value());
        assertEquals(1.0099, take(1.0099, 0.0072).value());
    }

    @Test
    void oneThatAgreesMayBeMuchBlunterWhereTheDifferenceIsFaint() {
        take(1 + 1e-13, 5e-14);
        assertEquals(1 + 1e-13, take(1, 6e-11).value());
        assertEquals(1, take(1, 4e-11).value());
    }

    @Test
    void aDisagreementShowsFromStepsWhoseRoundingItExceeds() {
        take(1.001, 0.1);
        assertEquals(0, estimate.lastStepToShow());
        take(1.001, 1e-5);
        assertEquals(256 * EPSILON / 1e-3, estimate.lastStepToShow(), 1e-15);
    }

    @Test
    void moreNoiseWidensTheErrorBar() {
        Path rough = Along.of(v -> v + 1000 - 1000, v -> 1, 0.5).path();
        Noise found = new Noise(rough, 4);
        Estimate estimate = new Estimate(rough, found, 0, 1);
        estimate.take(measured(1, 1e-15, 0.25));
        estimate.raiseNoise(4);
        assertTrue(found.of(0) > 0);
        assertEquals(8 * found.of(0) / 0.25, estimate.measured().error(), 1e-18);
        Estimate wide = new Estimate(rough, found, 0, 1);
        wide.take(measured(1, 1e-3, 0.25));
        double before = wide.measured().error();
        wide.raiseNoise(4);
        assertEquals(before, wide.measured().error());
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
        Estimate still = new Estimate(large, new Noise(large, 4), 0, 1e-3);
        still.take(flat(large, 0.25));
        assertEquals(0, still.measured().value());
        assertEquals(16 * EPSILON * (1e-3 + 3 / 0.25), still.measured().error(), 1e-20);
    }

    @Test
    void aFunctionThatMovedCloserByDidNotStandStill() {
        Ladder moving = new Ladder(path, noise, 0);
        moving.descend(1, Along.ALL);
        estimate.take(flat(path, 1));
        assertEquals(0, estimate.measured().value());
        estimate.take(moving);
        assertEquals(1, estimate.measured().value());
        estimate.take(flat(path, 1));
        assertEquals(1, estimate.measured().value());
    }

    @Test
    void measurementsContradictOnlyIfAllOfThemDo() {
        assertEquals(1, take(1.001, 1e-5).contradictions());
        assertEquals(2, take(1.00101, 1e-5).contradictions());
        assertEquals(0, take(1.0003, 1e-3).contradictions(), "this one does not");
        Estimate torn = new Estimate(path, noise, 0, 1);
        torn.take(measured(1.1, 1e-5, 1));
        torn.take(measured(1.2, 1e-5, 1));
        assertEquals(0, torn.measured().contradictions(), "they are not of one mind");
    }

    @Test
    void aStillFunctionThatShouldHaveMovedIsNotBelieved() {
        Ladder moving = new Ladder(path, noise, 0);
        moving.descend(1, Along.ALL);
        Estimate claimed = new Estimate(path, noise, 0, 1);
        claimed.take(moving);
        claimed.take(flat(path, 0x1p-30));
        assertEquals(1, claimed.measured().value(), "2^-30 is far more than its last bits");
        Path level = path(0, ElementType.FLOAT64);
        Estimate nothing = new Estimate(level, noise, 0, 1);
        nothing.take(flat(level, 0x1p-30));
        assertEquals(0, nothing.measured().value(), "nothing moved, and nothing should");
    }

    @Test
    void whatMovesByItsLastBitsOnlyIsInDoubt() {
        assertEquals(Set.of(), new Estimate(path, noise, 0, 1).measured().doubts());
        Path still = Along.of(v -> 1, v -> 1e-12, 1).path();
        Estimate hardly = new Estimate(still, new Noise(still, 4), 0, 1);
        hardly.take(flat(still, 0.25));
        assertEquals(Set.of(Measured.Doubt.IN_LAST_BITS), hardly.measured().doubts());
    }

    /** Of stairs of height and width ¼ around 1, as a ladder sees them. */
    private static Set<Measured.Doubt> doubtsOnStairs(double slope) {
        Path stairs = Along.of(v -> Math.rint(4 * v) / 4, v -> slope, 1).path();
        Noise none = new Noise(stairs, 4);
        Estimate estimate = new Estimate(stairs, none, 0, slope);
        Ladder ladder = new Ladder(stairs, none, 0);
        ladder.descend(0.3, Along.ALL);
        estimate.take(ladder);
        assertEquals(0, estimate.measured().value());
        return estimate.measured().doubts();
    }

    @Test
    void aSlopeThatStairsHaveOnTheWholeIsInDoubt() {
        assertEquals(Set.of(Measured.Doubt.ON_STAIRS), doubtsOnStairs(1));
        assertEquals(Set.of(), doubtsOnStairs(5));
        assertEquals(Set.of(), doubtsOnStairs(-1));
        assertEquals(Set.of(), doubtsOnStairs(0.2));
    }

    @Test
    void whatIsExpectedToSaturateIsInDoubt() {
        Path still = Along.of(v -> 1, v -> 1e-3, 1).path();
        Estimate estimate = new Estimate(still, new Noise(still, 4), 0, 1);
        estimate.take(flat(still, 0.25));
        assertTrue(estimate.isStill());
        assertEquals(Set.of(), estimate.measured().doubts());
        estimate.expect(1e-13);
        assertEquals(Set.of(), estimate.measured().doubts(), "that is more than 64 roundings");
        estimate.expect(1e-14);
        assertEquals(Set.of(Measured.Doubt.IN_LAST_BITS), estimate.measured().doubts());
    }

    @Test
    void whatFitsCloserByIsInDoubt() {
        Path wave = Along.of(v -> StrictMath.sin(1e6 * v) / 1e6, v -> StrictMath.cos(1e6 * v), 1)
                .path();
        Estimate estimate = new Estimate(wave, new Noise(wave, 4), 0, 1);
        estimate.lookCloser(new CloserLook(wave));
        assertEquals(Set.of(), estimate.measured().doubts(), "nothing is known yet");
        Ladder afar = new Ladder(wave, new Noise(wave, 4), 0);
        for (double h : new double[] {1, 0.5, 0.25}) {
            afar.tableau(0).add(h, 0, 1e-9, false);
        }
        estimate.take(afar);
        estimate.lookCloser(new CloserLook(wave));
        assertEquals(Set.of(Measured.Doubt.FITS_CLOSER_BY), estimate.measured().doubts());
    }
}
