package org.closedform.benchmark.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bytes allocated for each call, beside the bytes of its results. */
final class AllocationTable {
    /** From here on a tenth may come on top of the results, below it some bytes. */
    private static final int LARGE = 64 * 1024;

    private static final double FACTOR = 1.1;
    private static final int EXTRA = 256;

    /** How many results of the input's size there are. */
    private static final Map<String, Integer> RESULTS = Map.of(
            "Softmax", 1,
            "LogSoftmax", 1,
            "CrossEntropy", 1,
            "Sigmoid", 1,
            "Tanh", 1,
            "BatchNorm", 1,
            "BatchNormGradient", 2,
            "MatMul", 1);

    private AllocationTable() {}

    static Optional<String> of(List<Measurement> all) {
        List<List<String>> lines = all.stream()
                .filter(m -> RESULTS.containsKey(m.benchmark()) && m.library().equals("Closedform"))
                .map(AllocationTable::line)
                .toList();
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of("### Allocation, bytes a call\n\n"
                        + Markdown.table(
                                3, List.of("work", "shape", "type", "results", "allocated", "at most"), lines));
    }

    private static List<String> line(Measurement ours) {
        long results = (long) RESULTS.get(ours.benchmark()) * ours.bytes();
        double most = results >= LARGE ? FACTOR * results : results + EXTRA;
        return List.of(
                ours.benchmark(),
                ours.shape(),
                ours.elementType(),
                "%,d".formatted(results),
                "%,.0f".formatted(ours.allocated()),
                Markdown.goal(ours.allocated() <= most, "%,.0f".formatted(most)));
    }
}
