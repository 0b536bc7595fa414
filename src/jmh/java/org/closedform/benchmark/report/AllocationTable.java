package org.closedform.benchmark.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
        List<List<String>> lines = ours(all)
                .map(m -> List.of(
                        m.benchmark(),
                        m.shape(),
                        m.elementType(),
                        "%,d".formatted(results(m)),
                        "%,.0f".formatted(m.allocated())))
                .toList();
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of("### Allocation, bytes a call\n\n"
                        + Markdown.table(3, List.of("work", "shape", "type", "results", "allocated"), lines));
    }

    static Stream<Goal> goals(List<Measurement> all) {
        return ours(all).map(m -> {
            long results = results(m);
            double most = results >= LARGE ? FACTOR * results : results + EXTRA;
            return Goal.atMost(m.work() + ": bytes a call", m.allocated(), most);
        });
    }

    private static Stream<Measurement> ours(List<Measurement> all) {
        return all.stream().filter(m -> RESULTS.containsKey(m.benchmark()) && m.isOurs());
    }

    private static long results(Measurement ours) {
        return (long) RESULTS.get(ours.benchmark()) * ours.bytes();
    }
}
