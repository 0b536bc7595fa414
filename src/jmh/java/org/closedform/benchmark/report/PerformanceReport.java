package org.closedform.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The performance document: the runs of all benchmarks, one for each JDK.
 *
 * @param runs one for each JDK
 */
public record PerformanceReport(List<Run> runs) {
    private static final String HEAD =
            """
            # Performance

            Plain Java, one thread, no flags. × is the time of another library divided by ours on the same machine: above 1,
            ours is faster. One flag makes some of it faster still: [the Vector API](#with-the-vector-api).

            What you can do for speed:

            - **Ask for many rows at once.** One call costs about a tenth of a microsecond whatever it computes; a row of ten classes in a
              batch of 1,000 costs a fifth of that.
            - **Keep the class axis last.** Along another axis softmax takes two to four times as long.
            - **Use float32 where its digits suffice.** It takes about half the time of float64.
            - **Work in your own arrays** where a result need not be a tensor: an [`ArrayRows`](logits.md) computes in place and allocates nothing.
            - **Call large operations on a thread of a `ForkJoinPool`** to use several cores: they split over its threads, with the same bits.
              [How](reliability.md#threads).
            - **Give the JVM a young generation that fits the cache** (`-XX:+UseSerialGC -Xmn16m`) where large tensors come one after the other.
              Results are fresh arrays. One of 64,000 floats costs .09 ns a float where the memory comes from the cache, and .11 to .28 where it
              does not. 5,000 times the softmax of 50,257 floats from `float[]` to `float[]`, three arrays a call, warm-up included, took 2.6 s
              of processor time by default, 1.2 s with `-Xmn16m`, .5 s with the serial collector as well, and in place .2 to .3 s by default.
            - **Start JDK 25 or later with `--add-modules jdk.incubator.vector`** if the process lives for more than some seconds:
              [see below](#with-the-vector-api).
            - **Measure a warm JVM.** The first few hundred calls run before the JIT compiler has made SIMD code of the loops.

            ## How it was measured

            Beside LibTorch %s through DJL (one thread; arrays are closed in the timed call), EJML, and the loop of a good textbook with
            `Math.exp`. All of them in one run of JMH, each in forked virtual machines of its own, whose heap, of 2 GiB, was touched
            before: no page of memory comes fresh from the operating system. Ours is called through the public API: tensors in,
            freshly allocated tensors out. `LibTorch` computes gradients as a Java user gets them, by autograd; `LibTorch-bare` calls
            the forward and backward operations below autograd, in one TorchScript call. Times are medians over forks, with the best
            and the worst in brackets.

            Machine: %s, %d cores, %s. Command, run once on each JDK (`JAVA_HOME`), on Linux x86-64:

            ```sh
            mvn -q -Pbenchmark
            ```

            It takes about half an hour and writes this page; with `-Djmh="-f 2"`, two forks each, 20 minutes, and with `-Dquick`, one
            fork each, ten. `-Dbenchmark=softmax -Dquick` runs a part and prints it. For each JDK the page holds the last run.
            """;

    /** Written by hand, from loops measured one by one. */
    private static final String BOUNDS =
            """

            ## What bounds it

            Loops measured one by one, over rows of 1000, in ns per element, on processors with whole vectors of 512 bits (Zen 5) and with
            such that are made in two halves (Zen 4):

            | part | float32, Zen 5 | Zen 4 | float64, Zen 5 | Zen 4 |
            | --- | ---: | ---: | ---: | ---: |
            | e^x within an ulp, from no bit cast and no table | 0.26 | 0.55 | 0.68 | 1.21 |
            | a sum in one fixed order | 0.08 | 0.12 | 0.15 | 0.28 |
            | scaling by a quotient | 0.03 | 0.05 | 0.04 | 0.08 |
            | a fresh array, which Java fills with zeros | 0.12 | 0.21 | 0.20 to 0.27 | 0.34 |
            | one pair of `Math.min` and `Math.max`, which have to mind NaN and −0 | 0.08 | | 0.15 | |

            - *Long rows* of softmax add up to 0.5 and 1.1 on Zen 5. LibTorch takes its memory from the result before, and rounds x − max, which
              costs it up to 66 and 130 ulps ([numerics](numerics-comparison.md)).
            - *Short rows*, 10 numbers on Zen 4: their exponentials are one loop over many rows; then, number by number and in ns for each,
              0.3 to add up a row, 0.4 to 0.5 to scale it, and what is done once a row: a check of the range, a quotient, and for
              log-softmax a logarithm, 6 ns.
            - *Sigmoid and tanh* take an exponential, a pair or two of min and max, a division, and what the division loses.
            - *Batch norm* of [256, 512] takes, on Zen 5, 0.18 for the statistics, 0.17 to normalise and 0.10 for the array in float32, where LibTorch
              takes 0.34 in all. Numbers go through scratch, because C2 makes SIMD code of a loop only if all arrays have one index; and
              what is done once a channel, about 25 ns forward and as much backward, weighs with 256 numbers in each.
            - *Matrix products* run on tiles of 2 rows by 4 steps, near LibTorch's speed.

            ## Norms, GELU and its kin, attention

            On vectors of 256 bits (Zen 3), JDK 17, one thread, one busy machine, so processor time of the fastest of many rounds, both libraries in turn
            in one process. LibTorch computes each as one TorchScript expression, and gradients by autograd. ns per element of x, or of the queries:

            | work | float32 | LibTorch | × | float64 | LibTorch | × |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: |
            | layer norm of 256 rows of 512 | 2.4 | 0.75 | **0.31** | 4.5 | 1.5 | **0.33** |
            | the same with its gradient | 7.1 | 3.0 | **0.42** | 10.5 | 5.7 | **0.54** |
            | layer norm of 4,096 rows of 64 | 3.9 | 2.3 | **0.60** | 6.1 | 2.2 | **0.36** |
            | group norm, 8 groups, 32x64x28x28 | 2.1 | 1.1 | **0.53** | 5.3 | 1.9 | **0.36** |
            | GELU of 100,000 | 9.5 | 1.3 | **0.14** | 18.4 | 11.6 | **0.63** |
            | the same with its gradient | 31 | 6.0 | **0.19** | 43 | 31 | **0.71** |
            | GELU with tanh of 100,000 | 2.8 | 4.4 | **1.56** | 6.1 | 8.4 | **1.38** |
            | SiLU of 100,000 | 2.4 | 1.0 | **0.43** | 5.9 | 2.5 | **0.42** |
            | the same with its gradient | 9.7 | 7.9 | **0.82** | 26 | 7.8 | **0.30** |
            | Mish of 100,000 | 2.9 | 9.4 | **3.25** | 6.9 | 18.1 | **2.64** |
            | the same with its gradient | 10.4 | 24 | **2.32** | 28 | 43 | **1.55** |
            | attention, 8 heads, 512 tokens of 64 | 83 | 37 | **0.44** | 150 | 102 | **0.68** |
            | the same, causal | 60 | 40 | **0.67** | 101 | 103 | **1.03** |

            JDK 25 differs by less than the noise. `mvn -q -Pbenchmark -Dbenchmark="norm|activation|attention"` measures it again.

            - *Norms* are dominated by their sums, in one fixed order, with the rounding errors of the last additions; what is done once a group weighs
              where groups have 64 numbers.
            - *GELU* itself takes a ratio of tails from a table, number by number; with tanh it is a sigmoid, and made in vectors.
            - *Slopes in float64* are computed in two words, so that no digit cancels next to their zeros: 13 to 20 ns.
            - *Attention* multiplies by the values on narrow tiles, at half the speed of its other products where a head has 64 numbers.

            ## With the Vector API

            In a JVM started with `--add-modules jdk.incubator.vector` the library says itself what shall be SIMD code. It does so from JDK 25 on,
            with HotSpot's C2 compiler and vectors of at least 256 bits, for exponentials, their sums and the sigmoids, with
            [the same bits](numerics.md#the-same-bits-everywhere); elsewhere it computes in plain Java, as the Vector API of JDK 17 takes three
            times as long. `-Dorg.closedform.vector=false` switches it off, `-Dorg.closedform.vector=true` on wherever it is there. The JVM warns of
            an incubating module when it starts; the library only logs which loops it uses, and why, to `org.closedform` at level `FINE`.

            Time in plain Java divided by time with the Vector API, both on JDK 25, one thread, one busy machine, and processor time of the
            fastest of many rounds. Loops over 1,000 numbers, operators with fresh results:

            | work | float32 | float64 |
            | --- | ---: | ---: |
            | e^x, vectors of 512 bits | 1.9 | 1.8 |
            | e^x, vectors of 256 bits (`-XX:MaxVectorSize=32`) | 1.6 | 1.8 |
            | the loops of sigmoid | 1.4 | 1.5 |
            | the loops of tanh | 1.2 | 1.3 |
            | softmax of 64 rows of 1,000 | 1.2 | 1.4 |
            | softmax of 1,000 rows of 10 | 1.1 | 1.2 |
            | log-softmax of 64 rows of 1,000 | 1.1 | 1.2 |
            | cross-entropy with its gradient, the same | 1.2 | 2.1 |
            | sigmoid of 100,000 | 1.6 | 1.2 |
            | tanh of 100,000 | 1.0 | 1.0 |
            | SiLU of 100,000 | 1.4 | 1.2 |
            | GELU with tanh, and Mish, of 100,000 | 1.1 | 1.1 |

            It pays in a process that lives: until C2 has compiled these loops, the first calls take .2 to .4 s of processor time more. Norms
            and matrix products are the same with and without it.
            """;

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

    /** The runs whose results are in a folder: {@code jdk-17.json} and so on. */
    public static PerformanceReport of(Path folder) throws IOException {
        List<Run> runs = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches("jdk-\\d+\\.json"))
                    .sorted()
                    .toList()) {
                runs.add(Run.read(file));
            }
        }
        return new PerformanceReport(runs);
    }

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
                        Stream.of(GrowthTable.of(measurements), AllocationTable.of(measurements)))
                .flatMap(tables -> tables)
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n\n"));
    }

    /** Writes the document. */
    public void write(Path document) throws IOException {
        String head = HEAD.formatted(
                System.getProperty("libtorch.version"),
                processor(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        Files.writeString(
                document, head + runs.stream().map(PerformanceReport::section).collect(Collectors.joining()) + BOUNDS);
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

    private static String section(Run run) {
        String caution = run.forks() == 1 ? "**A quick run: for orientation only.** " : "";
        return "\n## %s\n\n%s%s; forks: %d, measured %s each.\n\n%s\n"
                .formatted(run.jdk(), caution, run.date(), run.forks(), run.iterations(), tables(run.measurements()));
    }
}
