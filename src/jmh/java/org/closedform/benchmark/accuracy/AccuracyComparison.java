package org.closedform.benchmark.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.closedform.benchmark.report.Markdown;
import org.closedform.tensor.ElementType;

/**
 * Writes {@code docs/numerics-comparison.md}: how far this library, the textbook loop and LibTorch are off on the same inputs,
 * against 60 digits.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark test-compile exec:exec@accuracy
 * }</pre>
 */
public final class AccuracyComparison {
    private static final Path DOCUMENT = Path.of("docs", "numerics-comparison.md");
    private static final List<String> LIBRARIES = List.of("Closedform", "textbook", "LibTorch");

    private static final String HEAD =
            """
            # Accuracy beside a textbook loop and LibTorch

            The same inputs for all, float32 or float64 as they are; the exact results from 60-digit arithmetic. For each library:
            the worst error in ulps, and the shares of results within 1 and within 4 ulps. An ulp is that of the exact result;
            for batch norm that of max(1, |x̂|), or of the terms which a gradient is the sum of. ∞: not a finite number.

            The loop is a good textbook's, with the maximum subtracted and `Math.exp` (%s); LibTorch is %s, its gradients by
            autograd. Written by

            ```sh
            mvn -q -Pbenchmark test-compile exec:exec@accuracy
            ```

            """;

    private AccuracyComparison() {}

    /**
     * Compares and writes; some minutes.
     *
     * @param arguments none
     * @throws IOException if the document cannot be written
     */
    public static void main(String... arguments) throws IOException {
        List<List<String>> lines = Stream.of(ElementType.values())
                .flatMap(type -> Stream.of(
                                LogitsComparisons.all(type),
                                ElementwiseComparisons.all(type),
                                BatchNormComparisons.all(type))
                        .flatMap(comparisons -> comparisons))
                .map(comparison -> comparison.line(LIBRARIES))
                .toList();
        List<String> header = Stream.concat(
                        Stream.of("result", "inputs", "type"),
                        LIBRARIES.stream().flatMap(name -> Stream.of(name, "≤ 1", "≤ 4")))
                .toList();
        String head = HEAD.formatted("JDK " + Runtime.version().feature(), System.getProperty("libtorch.version"));
        Files.writeString(DOCUMENT, head + Markdown.table(3, header, lines) + "\n");
    }
}
