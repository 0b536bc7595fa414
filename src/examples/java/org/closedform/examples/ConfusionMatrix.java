package org.closedform.examples;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;

/**
 * How often each class was read as each other one.
 *
 * <pre>{@code
 * counts = Tᵀ·R, T one-hot rows of the true classes, R of the classes read
 * }</pre>
 *
 * @param counts one row for each true class, one column for each class read
 */
record ConfusionMatrix(Tensor counts) {

    /** Counts the pairs of true class and class read. */
    static ConfusionMatrix of(Labels actual, Labels read, int classes) {
        return new ConfusionMatrix(actual.oneHot(classes).transpose().matmul(read.oneHot(classes)));
    }

    /** The share that was read correctly: the sum of the diagonal over that of all counts. */
    double accuracy() {
        return counts.times(Tensor.eye(classes())).sum().item() / counts.sum().item();
    }

    /** The accuracy in percent with one decimal, such as {@code 98.4}. */
    String percentRight() {
        return String.format(Locale.ROOT, "%.1f", 100 * accuracy());
    }

    /** A table that shows zeros as dots. */
    @Override
    public String toString() {
        String header = "read as" + row(IntStream.range(0, classes()).mapToObj(String::valueOf));
        return IntStream.range(0, classes())
                .mapToObj(actual ->
                        "   is " + actual + row(IntStream.range(0, classes()).mapToObj(read -> count(actual, read))))
                .collect(Collectors.joining(
                        System.lineSeparator(), header + System.lineSeparator(), System.lineSeparator()));
    }

    private String count(int actual, int read) {
        int count = (int) counts.at(actual, read);
        return count == 0 ? "·" : String.valueOf(count);
    }

    private static String row(Stream<String> cells) {
        return cells.map(cell -> String.format("%4s", cell)).collect(Collectors.joining());
    }

    private int classes() {
        return counts.shape().dimension(0);
    }
}
