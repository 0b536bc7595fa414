package org.closedform.examples;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TopK;

/**
 * Turns the logits of an inference engine into names with percentages. The engine's output is a plain array, so any engine will do;
 * {@link #model} stands for it.
 */
public final class Logits {
    private static final List<String> NAMES = List.of("cat", "dog", "fox", "owl");
    private static final int SHOWN = 3;

    private Logits() {}

    /**
     * Runs the example.
     *
     * @param args none are used
     */
    public static void main(String[] args) {
        run(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    /** Stands for {@code (float[][]) onnxTensor.getValue()}: one row of logits for each of two images. */
    static float[][] model() {
        return new float[][] {{2.1f, 4.4f, 3.0f, -1.2f}, {88, -3, 95.5f, 95}};
    }

    /** Prints the most likely classes of every image. */
    static void run(PrintStream out) {
        Tensor probabilities = new Softmax(-1).apply(Tensor.of(model()));
        for (int image = 0; image < probabilities.shape().dimension(0); image++) {
            out.println(
                    "image " + image + ": " + String.join(", ", best(probabilities.select(0, image), NAMES, SHOWN)));
        }
    }

    /** The k most likely classes of one row of probabilities, such as {@code dog 75.3 %}. */
    static List<String> best(Tensor row, List<String> names, int k) {
        TopK top = TopK.of(row, k, 0);
        return IntStream.range(0, k)
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        "%s %.1f %%",
                        names.get(top.indices().at(i)),
                        100 * top.values().at(i)))
                .toList();
    }
}
