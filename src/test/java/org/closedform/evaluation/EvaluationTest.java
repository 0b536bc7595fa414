package org.closedform.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.closedform.Sweep;
import org.closedform.evaluation.Scores.Mistakes;
import org.junit.jupiter.api.Test;

/** The goals of the gradient check on a part of what {@link Evaluation} runs: one seed usually, three in a sweep. */
class EvaluationTest {
    private static final long[] SEEDS = Sweep.FACTOR == 1 ? new long[] {4} : new long[] {1, 2, 3};

    /** What is reached where the goal is not yet: no false alarms, all waves, and of wrong formulas at all scales 0.99. */
    private static final double WRONG_AT_ALL_SCALES = 0.987;

    private static final double WRITTEN_APART = 0.0034;
    private static final double WAVES_FOUND = Sweep.FACTOR == 1 ? 0.75 : 1;

    private static Scores scores(Regime regime, int each, Mistakes mistakes) {
        Scores scores = Scores.of(regime, each, mistakes, SEEDS);
        assertEquals(
                SEEDS.length * each * regime.families().size(),
                scores.falseAlarms().of(),
                () -> regime.name() + ": points not found");
        return scores;
    }

    private static Scores right(int each, Regime... regimes) {
        Scores sum = Scores.NONE;
        for (Regime regime : regimes) {
            sum = sum.plus(Scores.of(regime, each, Mistakes.NONE, SEEDS));
        }
        return sum;
    }

    @Test
    void textbookOperatorsAreJudgedRightly() {
        Scores scores = scores(DevelopmentSet.TEXTBOOK, 1, Mistakes.ALL);
        assertNoFalseAlarm(scores);
        assertEquals(0, scores.inconclusive().hits(), () -> said(scores, "inconclusive"));
        for (Mistake mistake : Mistake.values()) {
            if (mistake != Mistake.FACTOR_1E10) {
                assertFinds(scores, mistake, 1);
            }
        }
        assertEquals(1, scores.located().rate(), () -> said(scores, "misnamed"));
        double named = Sweep.FACTOR == 1 ? 1 : 0.996;
        assertTrue(scores.namedMean() >= named, () -> scores.namedMean() + "\n" + said(scores, "misnamed"));
        assertTrue(scores.cost().rate() <= 25, () -> scores.cost().rate() + " evaluations a coordinate");
    }

    @Test
    void mistakesShowInAChainOfTenSigmoids() {
        Scores scores = scores(DevelopmentSet.CHAIN, 3, Mistakes.ALL);
        assertNoFalseAlarm(scores);
        assertFinds(scores, Mistake.SIGN, 1);
        assertFinds(scores, Mistake.COORDINATE, 1);
        assertFinds(scores, Mistake.FACTOR_1E2, 1);
        assertFinds(scores, Mistake.FACTOR_1E4, 1);
        assertFinds(scores, Mistake.FACTOR_1E6, 1);
    }

    @Test
    void mistakesShowAtAllScales() {
        if (Sweep.FACTOR > 1) {
            Scores scores = scores(DevelopmentSet.ALL_SCALES, 1, Mistakes.ALL);
            assertNoFalseAlarm(scores);
            assertAtLeast(
                    WRONG_AT_ALL_SCALES,
                    Scores.total(scores.found(), Mistake::isStructural),
                    scores,
                    "passed",
                    "unresolved");
            assertFinds(scores, Mistake.FACTOR_1E4, 0.98);
        }
    }

    @Test
    void scalesRaiseNoFalseAlarm() {
        assertNoFalseAlarm(right(2, DevelopmentSet.ALL_SCALES, DevelopmentSet.APART));
    }

    @Test
    void float32RaisesNoFalseAlarm() {
        Scores scores = scores(DevelopmentSet.SINGLE, 1, Mistakes.ALL);
        assertNoFalseAlarm(scores);
        assertFinds(scores, Mistake.SIGN, 0.95);
        assertFinds(scores, Mistake.FACTOR_1E4, 1);
    }

    @Test
    void nastyPointsRaiseNoFalseAlarm() {
        assertNoFalseAlarm(scores(DevelopmentSet.NASTY, 2 * Sweep.FACTOR, Mistakes.NONE));
        assertNoFalseAlarm(scores(DevelopmentSet.NAIVE, Sweep.FACTOR, Mistakes.NONE));
    }

    @Test
    void noSlopeFromAfarPasses() {
        Scores misleading = scores(DevelopmentSet.MISLEADING, Sweep.FACTOR, Mistakes.OWN);
        assertNoFalseAlarm(misleading);
        assertEquals(0, Scores.total(misleading.passed(), mistake -> true).hits(), () -> said(misleading, "passed"));
        Scores waves = scores(DevelopmentSet.WAVES, 2 * Sweep.FACTOR, Mistakes.OWN);
        assertNoFalseAlarm(waves);
        assertAtLeast(WAVES_FOUND, Scores.total(waves.found(), mistake -> true), waves, "passed", "unresolved");
    }

    @Test
    void builtInsRaiseNoFalseAlarm() {
        assertNoFalseAlarm(right(2 * Sweep.FACTOR, BuiltIns.DOUBLE, BuiltIns.SINGLE));
    }

    @Test
    void builtInsRaiseNoFalseAlarmWithEveryScaleApart() {
        assertNoFalseAlarm(right(2 * Sweep.FACTOR, BuiltIns.DOUBLE_APART));
        assertNoFalseAlarm(right(2 * Sweep.FACTOR, BuiltIns.SINGLE_APART));
    }

    @Test
    void pushforwardsAreJudgedRightly() {
        assertJudged(DevelopmentSet.FORWARD, 0.97);
        if (Sweep.FACTOR > 1) {
            assertJudged(HeldOutSet.FORWARD, 0.95);
        }
    }

    @Test
    void secondDerivativesAreJudgedRightly() {
        if (Sweep.FACTOR > 1) {
            assertJudged(DevelopmentSet.SURFACES, 0.97);
            assertJudged(HeldOutSet.SURFACES, 0.95);
        }
    }

    /** With all mistakes at one point of each family, which takes long enough. */
    private static void assertJudged(Regime regime, double named) {
        Scores scores = Scores.of(regime, 1, Mistakes.ALL, 4);
        assertNoFalseAlarm(scores);
        assertAtLeast(0.99, Scores.total(scores.found(), Mistake::isStructural), scores, "passed", "unresolved");
        assertFinds(scores, Mistake.FACTOR_1E4, 0.99);
        assertTrue(scores.namedMean() >= named, () -> scores.namedMean() + "\n" + said(scores, "misnamed"));
    }

    @Test
    void secondDerivativesRaiseNoFalseAlarm() {
        assertNoFalseAlarm(right(1, BuiltIns.BENT_REGIMES.toArray(Regime[]::new)));
        assertNoFalseAlarm(right(4, DevelopmentSet.SURFACES_ALL_SCALES));
        assertNoFalseAlarm(right(4, HeldOutSet.SURFACES_ALL_SCALES));
    }

    @Test
    void unseenOperatorsRaiseNoFalseAlarm() {
        assertNoFalseAlarm(
                right(Sweep.FACTOR, HeldOutSet.UNSEEN, HeldOutSet.TINY, HeldOutSet.THOUSAND, HeldOutSet.MILLION));
        assertNoFalseAlarm(right(Sweep.FACTOR, HeldOutSet.STRESS));
    }

    @Test
    void whatUsersWriteRaisesNoFalseAlarm() {
        assertNoFalseAlarm(right(Sweep.FACTOR, HeldOutSet.WRITTEN, HeldOutSet.WRITTEN_SINGLE));
        assertFewFalseAlarms(
                WRITTEN_APART,
                right((Sweep.FACTOR + 1) / 2, HeldOutSet.WRITTEN_APART, HeldOutSet.WRITTEN_SINGLE_APART));
    }

    @Test
    void slipsOfUsersAreFound() {
        Scores scores = scores(HeldOutSet.WRITTEN_SLIPS, 1, Mistakes.OWN);
        assertAtLeast(1, Scores.total(scores.found(), mistake -> true), scores, "passed", "unresolved");
    }

    private static void assertNoFalseAlarm(Scores scores) {
        assertFewFalseAlarms(0, scores);
    }

    private static void assertFewFalseAlarms(double rate, Scores scores) {
        assertTrue(
                scores.falseAlarms().rate() <= rate || scores.falseAlarms().hits() == 0,
                () -> said(scores, "false alarm"));
    }

    private static void assertFinds(Scores scores, Mistake mistake, double rate) {
        assertAtLeast(
                rate,
                Scores.total(scores.found(), mistake::equals),
                scores,
                "passed: " + mistake,
                "unresolved: " + mistake);
    }

    private static void assertAtLeast(double rate, Tally tally, Scores scores, String... kinds) {
        assertTrue(tally.rate() >= rate, () -> tally + "\n" + said(scores, kinds));
    }

    private static String said(Scores scores, String... kinds) {
        return String.join(
                "\n",
                scores.remarks().stream()
                        .filter(remark -> Arrays.stream(kinds).anyMatch(remark::startsWith))
                        .toList());
    }
}
