package org.closedform.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.closedform.benchmark.report.VersionTable;
import org.closedform.tensor.ElementType;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * An old build of this library beside the new one, shape by shape a fork of one and a fork of the other in turn, so that what else the machine does
 * befalls both.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark test-compile exec:exec@versions -Dold=/path/of/old.jar
 * mvn -q -Pbenchmark test-compile exec:exec@versions -Dold=/path/of/old.jar -Dbenchmark=softmax -Drounds=2
 * }</pre>
 *
 * <p>Either version is loaded by the boot loader, whose classes come before those of the class path. The old one must have what
 * the benchmarks call.
 */
public final class Versions {
    private static final Path RESULTS = Path.of("target", "benchmark", "versions");
    private static final Path NEW = Path.of("target", "classes");

    private Versions() {}

    /**
     * Runs and prints a table; the properties {@code old}, {@code benchmark} and {@code rounds} are as above.
     *
     * @param jmh options for JMH
     * @throws CommandLineOptionException if JMH does not know one
     * @throws RunnerException if a benchmark fails
     * @throws IOException if there is no old build, or a file cannot be written
     */
    public static void main(String... jmh) throws CommandLineOptionException, RunnerException, IOException {
        Path old = Path.of(System.getProperty("old")).toRealPath();
        int rounds = Integer.getInteger("rounds", 5);
        List<Path> olds = new ArrayList<>();
        List<Path> news = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (BenchmarkListEntry benchmark : benchmarks()) {
                for (String shape : benchmark.getParams().get().get("shape")) {
                    for (ElementType type : ElementType.values()) {
                        olds.add(run(old, benchmark, shape, type, round, jmh));
                        news.add(run(NEW.toRealPath(), benchmark, shape, type, round, jmh));
                    }
                }
            }
        }
        System.out.println(VersionTable.of(olds, news));
    }

    private static Collection<BenchmarkListEntry> benchmarks() {
        return BenchmarkList.defaultList()
                .find(
                        OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                        List.of("(?i)" + System.getProperty("benchmark", "")),
                        List.of("Growth", "User"));
    }

    private static Path run(
            Path build, BenchmarkListEntry benchmark, String shape, ElementType type, int round, String... jmh)
            throws CommandLineOptionException, RunnerException, IOException {
        Path results = Files.createDirectories(
                        RESULTS.resolve("jdk-" + Runtime.version().feature()))
                .resolve(String.join("-", benchmark.getUserClassQName(), shape, type.name(), "" + round)
                        + (build.endsWith(NEW) ? "-new.json" : "-old.json"));
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(jmh))
                        .include(Pattern.quote(benchmark.getUsername()))
                        .param("library", "Closedform")
                        .param("shape", shape)
                        .param("elementType", type.name())
                        .forks(1)
                        .jvmArgsPrepend("-Xbootclasspath/a:" + build)
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .resultFormat(ResultFormatType.JSON)
                        .result(results.toString())
                        .build())
                .run();
        return results;
    }
}
