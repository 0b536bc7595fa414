package org.closedform.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Runs it all and prints the table; see the package's page. */
public final class Evaluation {
    private static final long[] SEEDS = {1, 2, 3};
    private static final Path DETAILS = Path.of("target", "evaluation.txt");
    private static final Set<String> SETS = Set.of("development", "built-ins", "held-out");

    private final Table falseAlarms = new Table("gradcheck", "five-point rule", "GradientCheck", "… inconclusive");
    private final Table detections = new Table("gradcheck", "five-point rule", "GradientCheck", "… inconclusive");
    private final Table causes = new Table("named rightly");
    private final Table costs = new Table("evaluations a coordinate");
    private final Goals goals = new Goals();
    private final List<String> remarks = new ArrayList<>();

    private Evaluation() {}

    /**
     * Runs it.
     *
     * @param arguments which sets, of development, built-ins and held-out; none means all
     * @throws IOException if the details cannot be written
     */
    public static void main(String... arguments) throws IOException {
        Set<String> sets = arguments.length == 0 ? SETS : Set.of(arguments);
        if (!SETS.containsAll(sets)) {
            throw new IllegalArgumentException("Evaluation: " + sets + "; known are " + SETS);
        }
        Evaluation evaluation = new Evaluation();
        long start = System.nanoTime();
        if (sets.contains("development")) {
            evaluation.rightOperators(DevelopmentSet.TEXTBOOK, 40);
            evaluation.rightOperators(DevelopmentSet.ALL_SCALES, 100);
            evaluation.rightOperators(DevelopmentSet.SINGLE, 40);
            evaluation.rightOperators(DevelopmentSet.CHAIN, 100);
            evaluation.rightOperators(DevelopmentSet.LARGE, 5);
            evaluation.rightOperators(DevelopmentSet.NASTY, 100);
            evaluation.rightOperators(DevelopmentSet.NAIVE, 200);
            evaluation.wrongOperators(DevelopmentSet.TEXTBOOK, 4);
            evaluation.wrongOperators(DevelopmentSet.ALL_SCALES, 8);
            evaluation.wrongOperators(DevelopmentSet.SINGLE, 2);
            evaluation.wrongOperators(DevelopmentSet.CHAIN, 40);
            evaluation.wrongOperators(DevelopmentSet.LARGE, 2);
        }
        if (sets.contains("built-ins")) {
            evaluation.rightOperators(BuiltIns.DOUBLE, 209);
            evaluation.rightOperators(BuiltIns.SINGLE, 209);
        }
        if (sets.contains("held-out")) {
            evaluation.rightOperators(HeldOutSet.UNSEEN, 200);
            evaluation.rightOperators(HeldOutSet.STRESS, 200);
            evaluation.wrongOperators(HeldOutSet.UNSEEN, 12);
        }
        System.out.println(evaluation);
        System.out.printf(
                Locale.ROOT,
                "%nSeeds 1, 2, 3; %.0f s. Each false alarm and miss: %s%n",
                (System.nanoTime() - start) / 1e9,
                DETAILS);
        Files.createDirectories(DETAILS.getParent());
        Files.write(DETAILS, evaluation.remarks.stream().distinct().toList());
    }

    private void rightOperators(Regime regime, int each) {
        Experiment experiment = Experiment.of(regime, SEEDS, each, false);
        Scores own = experiment.closedform();
        falseAlarms.row(
                regime.name(),
                experiment.gradcheck().falseAlarms(),
                experiment.fivePoint().falseAlarms(),
                own.falseAlarms(),
                own.inconclusive());
        costs.row(regime.name(), String.format(Locale.ROOT, "%.3g", own.evaluationsPerCoordinate()));
        goals.rightOperators(regime, own);
        remarks.addAll(own.remarks());
    }

    private void wrongOperators(Regime regime, int each) {
        Experiment experiment = Experiment.of(regime, SEEDS, each, true);
        Scores own = experiment.closedform();
        detections.row(regime.name() + ": structural", ofAll(experiment, Mistake::isStructural));
        own.detected().keySet().forEach(mistake -> detections.row("  " + mistake, ofAll(experiment, mistake::equals)));
        causes(regime, own);
        goals.wrongOperators(regime, own);
        remarks.addAll(own.remarks());
    }

    private static Object[] ofAll(Experiment experiment, Predicate<Mistake> kind) {
        Function<Scores, Tally> detected = scores -> Scores.total(scores.detected(), kind);
        return new Object[] {
            detected.apply(experiment.gradcheck()),
            detected.apply(experiment.fivePoint()),
            detected.apply(experiment.closedform()),
            Scores.total(experiment.closedform().unresolved(), kind)
        };
    }

    private void causes(Regime regime, Scores own) {
        causes.row(regime.name() + ": all", Scores.total(own.named(), mistake -> true));
        own.named().forEach((mistake, tally) -> causes.row("  " + mistake, tally));
        causes.row("  mean over the classes", String.format(Locale.ROOT, "%.1f %%", 100 * own.namedMean()));
        causes.row("  the one wrong coordinate named", own.located());
    }

    @Override
    public String toString() {
        return "False alarms\n\n" + falseAlarms + "\n\nDetection\n\n" + detections + "\n\nCause\n\n" + causes
                + "\n\nCost of a right operator\n\n" + costs + "\n\nGoals\n\n" + goals;
    }
}
