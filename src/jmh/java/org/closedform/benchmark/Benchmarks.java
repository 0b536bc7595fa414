package org.closedform.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.closedform.benchmark.report.PerformanceReport;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks, one thread on either side.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark                                                 all, and writes docs/performance.md
 * mvn -q -Pbenchmark -Dbenchmark=softmax -Dquick                     what matches, one fork each, and prints the tables
 * mvn -q -Pbenchmark -Djmh="-p shape=64x1000 -p library=Closedform"  with any of JMH's own options
 * }</pre>
 *
 * <p>At the end it prints which of this project's goals the figures miss. Forks inherit the properties and the environment of this virtual machine, which keep LibTorch to one thread. The document
 * holds the last run of all benchmarks on each JDK, as they lie in {@code target/benchmark}.
 */
public final class Benchmarks {
    private static final Path RESULTS = Path.of("target", "benchmark");
    private static final Path DOCUMENT = Path.of("docs", "performance.md");

    private Benchmarks() {}

    /**
     * Runs and reports; the properties {@code benchmark} and {@code quick} are as above.
     *
     * @param jmh options for JMH
     * @throws CommandLineOptionException if JMH does not know one
     * @throws RunnerException if a benchmark fails
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String... jmh) throws CommandLineOptionException, RunnerException, IOException {
        String pattern = System.getProperty("benchmark", "");
        boolean all = pattern.isEmpty() && !List.of(jmh).contains("-p");
        Path results = RESULTS.resolve(all ? "jdk-" + Runtime.version().feature() + ".json" : "part.json");
        Files.createDirectories(RESULTS);
        Agreement.check();

        ChainedOptionsBuilder options = new OptionsBuilder()
                .parent(new CommandLineOptions(jmh))
                .include("(?i)" + pattern)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(results.toString());
        if (Boolean.getBoolean("quick")) {
            options.forks(1);
        }
        new Runner(options.build()).run();

        if (all) {
            PerformanceReport.of(RESULTS).write(DOCUMENT);
        } else {
            System.out.println(PerformanceReport.tables(results) + "\n");
        }
        System.out.println(PerformanceReport.goals(results));
    }
}
