package org.closedform.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Runs it all and prints the table; see the package's page. */
public final class Evaluation {
    private static final long[] SEEDS = {1, 2, 3};
    private static final Path DETAILS = Path.of("target", "evaluation.txt");
    private static final Set<String> SETS = Set.of("development", "built-ins", "held-out");

    private final Table falseAlarms = new Table("gradcheck", "five-point rule", "GradientCheck", "… inconclusive");
    private final Table detections = new Table("gradcheck", "five-point rule", "GradientCheck", "… inconclusive");
    private final Table causes = new Table("named rightly");
    private final Table costs = new Table("evaluations a coordinate");
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
            evaluation.withMistakes(DevelopmentSet.TEXTBOOK, 4);
            evaluation.withMistakes(DevelopmentSet.ALL_SCALES, 8);
            evaluation.withMistakes(DevelopmentSet.SINGLE, 2);
            evaluation.withMistakes(DevelopmentSet.CHAIN, 40);
            evaluation.withMistakes(DevelopmentSet.LARGE, 2);
            evaluation.withoutMistakes(DevelopmentSet.NASTY, 40);
        }
        if (sets.contains("built-ins")) {
            evaluation.withoutMistakes(BuiltIns.DOUBLE, 209);
            evaluation.withoutMistakes(BuiltIns.SINGLE, 209);
        }
        if (sets.contains("held-out")) {
            evaluation.withMistakes(HeldOutSet.UNSEEN, 16);
            evaluation.withoutMistakes(HeldOutSet.STRESS, 80);
        }
        System.out.println(evaluation);
        System.out.printf(
                Locale.ROOT,
                "%nSeeds 1, 2, 3; %.0f s. Each false alarm and miss: %s%n",
                (System.nanoTime() - start) / 1e9,
                DETAILS);
        Files.createDirectories(DETAILS.getParent());
        Files.write(DETAILS, evaluation.remarks);
    }

    private void withoutMistakes(Regime regime, int each) {
        alarms(regime, Experiment.withoutMistakes(regime, SEEDS, each));
    }

    private void withMistakes(Regime regime, int each) {
        Experiment experiment = Experiment.withMistakes(regime, SEEDS, each);
        alarms(regime, experiment);
        detections.row(regime.name() + ": structural", ofAll(experiment, Mistake::isStructural));
        experiment
                .closedform()
                .detected()
                .keySet()
                .forEach(mistake -> detections.row("  " + mistake, ofAll(experiment, mistake::equals)));
        causes(regime, experiment.closedform());
    }

    private void alarms(Regime regime, Experiment experiment) {
        Scores own = experiment.closedform();
        falseAlarms.row(
                regime.name(),
                experiment.gradcheck().falseAlarms(),
                experiment.fivePoint().falseAlarms(),
                own.falseAlarms(),
                own.inconclusive());
        costs.row(regime.name(), String.format(Locale.ROOT, "%.1f", own.evaluationsPerCoordinate()));
        remarks.addAll(own.remarks());
    }

    private static Object[] ofAll(Experiment experiment, java.util.function.Predicate<Mistake> kind) {
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
        double mean =
                own.named().values().stream().mapToDouble(Tally::rate).average().orElse(0);
        causes.row("  mean over the classes", String.format(Locale.ROOT, "%.1f %%", 100 * mean));
        causes.row("  the one wrong coordinate named", own.located());
    }

    @Override
    public String toString() {
        return "False alarms\n\n" + falseAlarms + "\n\nDetection\n\n" + detections + "\n\nCause\n\n" + causes
                + "\n\nCost of a right operator\n\n" + costs;
    }
}
