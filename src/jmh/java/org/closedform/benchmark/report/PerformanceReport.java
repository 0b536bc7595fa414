package org.closedform.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of one run, and their place in the performance document, whose other text is written by hand. */
public final class PerformanceReport {
    private static final String END = "<!-- end -->";

    private static final List<ComparisonTable> COMPARISONS = List.of(
            comparison("Softmax", "Softmax"),
            comparison("Log-softmax", "LogSoftmax"),
            new ComparisonTable(
                    "Cross-entropy, loss and gradient",
                    Unit.NANOSECONDS_AN_ELEMENT,
                    m -> m.benchmark().equals("CrossEntropy") && !m.shape().equals("1x10")),
            new ComparisonTable(
                    "One row of 10 classes, loss and gradient",
                    Unit.NANOSECONDS,
                    m -> m.benchmark().equals("CrossEntropy") && m.shape().equals("1x10")),
            comparison("Sigmoid", "Sigmoid"),
            comparison("Tanh", "Tanh"),
            comparison("Batch norm in training, forward", "BatchNorm"),
            comparison("Batch norm in training, forward and backward", "BatchNormGradient"),
            comparison("Norms, forward", "Norm"),
            comparison("Norms, forward and backward", "NormGradient"),
            comparison("GELU and its kin, forward", "Activation"),
            comparison("GELU and its kin, forward and backward", "ActivationGradient"),
            inMicroseconds("Attention, forward", "Attention"),
            inMicroseconds("Attention, forward and backward", "AttentionGradient"),
            inMicroseconds("Product of two matrices", "MatMul"));

    private static ComparisonTable comparison(String title, String benchmark) {
        return new ComparisonTable(
                title, Unit.NANOSECONDS_AN_ELEMENT, m -> m.benchmark().equals(benchmark));
    }

    private static ComparisonTable inMicroseconds(String title, String benchmark) {
        return new ComparisonTable(title, Unit.MICROSECONDS, m -> m.benchmark().equals(benchmark));
    }

    private PerformanceReport() {}

    /** The tables of one file of results. */
    public static String tables(Path results) throws IOException {
        return tables(Run.read(results).measurements());
    }

    /** How many of this project's goals one file of results meets, and which it misses. */
    public static String goals(Path results) throws IOException {
        return Goals.report(Run.read(results).measurements());
    }

    private static String tables(List<Measurement> measurements) {
        return Stream.of(
                        COMPARISONS.stream().map(table -> table.of(measurements)),
                        Stream.of(
                                GrowthTable.of(measurements),
                                AllocationTable.of(measurements),
                                StartTable.of(measurements),
                                JvmTable.of(measurements),
                                ThreadsTable.of(measurements)))
                .flatMap(tables -> tables)
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n\n"));
    }

    /**
     * Writes the tables of one file of results into the document, in place of those between {@code <!-- name -->} and
     * {@code <!-- end -->}.
     */
    public static void write(Path results, Path document, String name) throws IOException {
        String text = Files.readString(document);
        String begin = "<!-- " + name + " -->";
        int from = text.indexOf(begin);
        if (from < 0) {
            throw new IllegalStateException(
                    "%s has no place for these tables; lines %s and %s make one".formatted(document, begin, END));
        }
        Files.writeString(
                document,
                text.substring(0, from) + begin + "\n" + section(name, Run.read(results))
                        + text.substring(text.indexOf(END, from)));
    }

    private static String section(String name, Run run) throws IOException {
        String caution = run.forks() == 1 ? "**A quick run: for orientation only.** " : "";
        return "## %s: %s\n\n%s%s, on %s, %d cores, %s; forks: %d, measured %s each.\n\n%s\n"
                .formatted(
                        name.startsWith("user") ? "What a user feels" : "Operators",
                        run.jdk(),
                        caution,
                        run.date(),
                        processor(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                        run.forks(),
                        run.iterations(),
                        tables(run.measurements()));
    }

    private static String processor() throws IOException {
        Path description = Path.of("/proc/cpuinfo");
        if (!Files.exists(description)) {
            return "processor not known";
        }
        try (Stream<String> lines = Files.lines(description)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.replaceAll(".*: ", ""))
                    .orElse("processor not known");
        }
    }
}
