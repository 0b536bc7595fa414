package org.closedform.benchmark.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this project wants of its figures. They are for those who work on it, so that a run prints them; no page shows them. */
final class Goals {
    /** Over 1,000 and 50,257 classes; the rest is short rows, whose goals are their own. */
    private static final List<String> LONG = List.of("64x1000", "4x50257", "4000x1000");

    private static final List<String> SHORT = List.of("1000x10");
    private static final List<String> LONG_AND_SHORT = List.of("64x1000", "4x50257", "4000x1000", "1000x10");
    private static final List<String> VECTORS = List.of("1000", "100000", "10000000");
    private static final List<String> BATCHES = List.of("256x512", "1024x64", "32x64x28x28");
    private static final List<String> MATRICES = List.of("256x256", "512x512");

    /** A goal of each type: LibTorch at least and better, and the textbook loop. */
    private record Line(String benchmark, List<String> shapes, Factors float32, Factors float64) {}

    private record Factors(double libTorch, double libTorchBetter, double textbook) {}

    private static final List<Line> LINES = List.of(
            new Line("Softmax", LONG, new Factors(0.8, 1.1, 5), new Factors(0.9, 1.2, 3)),
            new Line("Softmax", SHORT, new Factors(5, 10, 3), new Factors(4, 8, 2.5)),
            new Line("LogSoftmax", LONG, new Factors(0.75, 1.0, 5), new Factors(0.85, 1.1, 3)),
            new Line("LogSoftmax", SHORT, new Factors(5, 10, 3), new Factors(4, 8, 2.5)),
            new Line("CrossEntropy", LONG_AND_SHORT, new Factors(2.5, 5, 6), new Factors(2.5, 5, 3)),
            new Line("Sigmoid", VECTORS, new Factors(0.55, 1.0, 8), new Factors(0.55, 1.0, 3)),
            new Line("Tanh", VECTORS, new Factors(3.5, 5, 15), new Factors(3.5, 5, 8)),
            new Line("BatchNorm", BATCHES, new Factors(1.4, 2, 4), new Factors(0.9, 1.2, 3)),
            new Line("BatchNormGradient", BATCHES, new Factors(2, 4, 4), new Factors(2, 4, 3)),
            new Line("MatMul", MATRICES, new Factors(0.5, 0.8, 15), new Factors(0.5, 0.8, 15)));

    private static final double ROW_OF_TEN_NANOSECONDS = 250;

    private Goals() {}

    /** How many goals some measurements meet, and which they miss. */
    static String report(List<Measurement> all) {
        return report(Stream.of(
                        comparisons(all),
                        rowsOfTen(all),
                        AllocationTable.goals(all),
                        GrowthTable.goals(all),
                        JvmTable.goals(all),
                        ThreadsTable.goals(all),
                        StartTable.goals(all))
                .flatMap(part -> part));
    }

    /** How many of some goals are met, and which are not. */
    static String report(Stream<Goal> all) {
        List<Goal> goals = all.toList();
        List<Goal> missed = goals.stream().filter(goal -> !goal.met()).toList();
        return missed.stream()
                .map(goal -> "\n  " + goal)
                .collect(Collectors.joining(
                        "", "Goals met: %d of %d.".formatted(goals.size() - missed.size(), goals.size()), ""));
    }

    private static Stream<Goal> rowsOfTen(List<Measurement> all) {
        return all.stream()
                .filter(m -> m.isOurs() && m.shape().equals("1x10"))
                .map(m -> Goal.atMost(m.work() + ": nanoseconds", m.median(), ROW_OF_TEN_NANOSECONDS));
    }

    private static Stream<Goal> comparisons(List<Measurement> all) {
        return all.stream().filter(Measurement::isOurs).flatMap(ours -> all.stream()
                .filter(ours::isSameWork)
                .flatMap(theirs -> factors(ours, theirs.library()).stream()
                        .map(factor -> Goal.atLeast(
                                "%s: times faster than %s".formatted(ours.work(), theirs.library()),
                                theirs.median() / ours.median(),
                                factor))));
    }

    /** The factors that a library should be reached by, the lowest first; none where nothing was set. */
    private static List<Double> factors(Measurement ours, String library) {
        return LINES.stream()
                .filter(line -> line.benchmark.equals(ours.benchmark()) && line.shapes.contains(ours.shape()))
                .map(line -> ours.isFloat32() ? line.float32 : line.float64)
                .findFirst()
                .map(factors -> switch (library) {
                    case "LibTorch" -> List.of(factors.libTorch, factors.libTorchBetter);
                    case "textbook" -> List.of(factors.textbook);
                    case "EJML" -> List.of(1.0);
                    default -> List.<Double>of();
                })
                .orElse(List.of());
    }
}
