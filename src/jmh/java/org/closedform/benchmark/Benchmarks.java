package org.closedform.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.closedform.benchmark.report.Jvm;
import org.closedform.benchmark.report.PerformanceReport;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark                                                 the operators, and writes docs/performance.md
 * mvn -q -Pbenchmark -Dbenchmark=user                                what users feel, and writes docs/performance.md
 * mvn -q -Pbenchmark -Dbenchmark=softmax -Dquick                     what matches, one fork each, and prints the tables
 * mvn -q -Pbenchmark -Djmh="-p shape=64x1000 -p library=Closedform"  with any of JMH's own options
 * }</pre>
 *
 * <p>At the end it prints which of this project's goals the figures miss. Forks inherit the properties and the environment of this virtual machine, which keep LibTorch to one thread. The document
 * holds the last run on each JDK.
 */
public final class Benchmarks {
    private static final Path RESULTS = Path.of("target", "benchmark");
    private static final Path DOCUMENT = Path.of("docs", "performance.md");

    /** The benchmarks of what users feel, as a pattern. */
    private static final String USER = "User";

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
        boolean isWhole = !List.of(jmh).contains("-p");
        Agreement.check();

        Collection<RunResult> results = new ArrayList<>();
        String name = "part";
        if (pattern.equalsIgnoreCase(USER) && isWhole) {
            name = "user, JDK " + Runtime.version().feature();
            results.addAll(run(options(USER, jmh)));
            for (Jvm jvm : Jvm.here()) {
                if (jvm != Jvm.DEFAULT) {
                    results.addAll(run(options(UserWorkBenchmark.class.getSimpleName(), jmh)
                            .param("library", "Closedform")
                            .jvmArgsPrepend(jvm.arguments().toArray(String[]::new))));
                }
            }
        } else {
            ChainedOptionsBuilder options = options("(?i)" + pattern, jmh);
            if (pattern.isEmpty()) {
                name = isWhole ? "operators, JDK " + Runtime.version().feature() : name;
                options.exclude(USER);
            }
            results.addAll(run(options));
        }
        Path file = Files.createDirectories(RESULTS).resolve(name.replace(", JDK ", "-") + ".json");
        ResultFormatFactory.getInstance(ResultFormatType.JSON, file.toString()).writeOut(results);

        if (name.equals("part")) {
            System.out.println(PerformanceReport.tables(file) + "\n");
        } else {
            PerformanceReport.write(file, DOCUMENT, name);
        }
        System.out.println(PerformanceReport.goals(file));
    }

    private static ChainedOptionsBuilder options(String pattern, String... jmh) throws CommandLineOptionException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .parent(new CommandLineOptions(jmh))
                .include(pattern)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        return Boolean.getBoolean("quick") ? options.forks(1) : options;
    }

    private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.build()).run();
    }
}
