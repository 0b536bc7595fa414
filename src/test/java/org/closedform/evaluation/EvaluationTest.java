package org.closedform.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.closedform.Sweep;
import org.junit.jupiter.api.Test;

/** The goals of the gradient check, on a fixed part of what {@link Evaluation} runs. */
class EvaluationTest {
    private static final long SEED = 4;

    private static Scores scores(Regime regime, int each, boolean withMistakes) {
        List<Scores> single = IntStream.range(0, each * regime.families().size())
                .parallel()
                .mapToObj(number -> regime.numbered(SEED, number))
                .flatMap(Optional::stream)
                .map(c -> Scores.of(new ClosedformCheck(), c, withMistakes))
                .toList();
        Scores scores = single.stream().reduce(Scores.NONE, Scores::plus);
        assertEquals(
                each * regime.families().size(), scores.falseAlarms().of(), () -> regime.name() + ": points not found");
        return scores;
    }

    @Test
    void textbookOperatorsAreJudgedRightly() {
        Scores scores = scores(DevelopmentSet.TEXTBOOK, 1, true);
        assertNoFalseAlarm(scores);
        assertEquals(Tally.NONE.hits(), scores.inconclusive().hits(), () -> said(scores, "inconclusive"));
        for (Mistake mistake : Mistake.values()) {
            if (mistake != Mistake.FACTOR_1E10) {
                assertDetects(scores, mistake, 1);
            }
        }
        assertEquals(1, scores.located().rate(), () -> said(scores, "misnamed"));
        assertTrue(
                scores.evaluationsPerCoordinate() <= 25,
                () -> scores.evaluationsPerCoordinate() + " evaluations a coordinate");
    }

    @Test
    void mistakesShowInAChainOfTenSigmoids() {
        Scores scores = scores(DevelopmentSet.CHAIN, 3, true);
        assertNoFalseAlarm(scores);
        assertDetects(scores, Mistake.SIGN, 1);
        assertDetects(scores, Mistake.COORDINATE, 1);
        assertDetects(scores, Mistake.FACTOR_1E2, 1);
        assertDetects(scores, Mistake.FACTOR_1E4, 1);
    }

    @Test
    void scalesFrom1eMinus6To1e6RaiseNoFalseAlarm() {
        assertNoFalseAlarm(scores(DevelopmentSet.ALL_SCALES, 2, false));
    }

    @Test
    void float32RaisesNoFalseAlarm() {
        Scores scores = scores(DevelopmentSet.SINGLE, 1, true);
        assertNoFalseAlarm(scores);
        assertDetects(scores, Mistake.SIGN, 0.95);
    }

    @Test
    void nastyPointsRaiseNoFalseAlarm() {
        assertNoFalseAlarm(scores(DevelopmentSet.NASTY, Sweep.FACTOR, false));
    }

    @Test
    void builtInsRaiseNoFalseAlarm() {
        assertNoFalseAlarm(scores(BuiltIns.DOUBLE, 2 * Sweep.FACTOR, false));
        assertNoFalseAlarm(scores(BuiltIns.SINGLE, 2 * Sweep.FACTOR, false));
    }

    private static void assertNoFalseAlarm(Scores scores) {
        assertEquals(0, scores.falseAlarms().hits(), () -> said(scores, "false alarm"));
    }

    private static void assertDetects(Scores scores, Mistake mistake, double rate) {
        Tally tally = Scores.total(scores.detected(), mistake::equals);
        assertTrue(
                tally.rate() >= rate,
                () -> mistake + ": " + tally + "\n" + said(scores, "missed: " + mistake, "unresolved: " + mistake));
    }

    private static String said(Scores scores, String... kinds) {
        return String.join(
                "\n",
                scores.remarks().stream()
                        .filter(remark -> List.of(kinds).stream().anyMatch(remark::startsWith))
                        .toList());
    }
}
