package org.closedform.evaluation;

import java.util.Locale;
import java.util.Map;

/** What the gradient check has to reach, beside what it reached. */
final class Goals {
    private static final double COST = 25;

    private final Table table = new Table("goal", "measured", "");

    /** On right operators of a regime. */
    void rightOperators(Regime regime, Scores scores) {
        Map<Regime, Double> most =
                Map.of(BuiltIns.DOUBLE, 0.0, BuiltIns.SINGLE, 0.0, HeldOutSet.UNSEEN, 1e-4, HeldOutSet.STRESS, 1e-3);
        if (most.containsKey(regime)) {
            atMost(
                    "false alarms, " + regime.name(),
                    most.get(regime),
                    scores.falseAlarms().rate());
        }
        if (regime.equals(DevelopmentSet.TEXTBOOK)) {
            atMost("evaluations a coordinate", COST, scores.evaluationsPerCoordinate());
        }
    }

    /** On wrong operators of a regime. */
    void wrongOperators(Regime regime, Scores scores) {
        if (regime.equals(DevelopmentSet.TEXTBOOK)) {
            atLeast("textbook, structural", 0.999, Scores.total(scores.detected(), Mistake::isStructural));
            atLeast("textbook, factor 1 + 1e-4", 0.999, Scores.total(scores.detected(), Mistake.FACTOR_1E4::equals));
            atLeast("textbook, factor 1 + 1e-6", 0.999, Scores.total(scores.detected(), Mistake.FACTOR_1E6::equals));
            atLeast("textbook, factor 1 + 1e-8", 0.999, Scores.total(scores.detected(), Mistake.FACTOR_1E8::equals));
            row("cause named, mean over classes", "≥ 0.95", scores.namedMean(), scores.namedMean() >= 0.95);
            atLeast("the one wrong coordinate named", 1, scores.located());
        } else if (regime.equals(DevelopmentSet.ALL_SCALES)) {
            atLeast("all scales, structural", 0.99, Scores.total(scores.detected(), Mistake::isStructural));
            atLeast("all scales, factor 1 + 1e-4", 0.98, Scores.total(scores.detected(), Mistake.FACTOR_1E4::equals));
        } else if (regime.equals(DevelopmentSet.CHAIN)) {
            atLeast("10 sigmoids, factor 1 + 1e-4", 0.99, Scores.total(scores.detected(), Mistake.FACTOR_1E4::equals));
        }
    }

    private void atMost(String name, double goal, double measured) {
        row(name, "≤ " + goal, measured, measured <= goal);
    }

    private void atLeast(String name, double goal, Tally measured) {
        row(name, "≥ " + goal, measured.rate(), measured.rate() >= goal);
    }

    private void row(String name, String goal, double measured, boolean reached) {
        table.row(name, goal, String.format(Locale.ROOT, "%.4g", measured), reached ? "reached" : "MISSED");
    }

    @Override
    public String toString() {
        return table.toString();
    }
}
