package org.closedform.benchmark.accuracy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.benchmark.library.Library;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;

/**
 * Softmax, log-softmax and cross-entropy, one row of logits at a time: a mean over rows would blur the loss.
 *
 * @param inputs what the logits are
 * @param rows the logits and their labels
 */
record LogitsComparisons(String inputs, List<Row> rows) {
    private static final int ROWS = 100;
    private static final int CLASSES = 200;
    private static final Random RANDOM = new Random(4);

    /** Logits [1, C], rounded to their type, and the right class. */
    record Row(Tensor x, int label) {
        private BigDecimal[] softmax() {
            return HighPrecision.softmax(x.toDoubleArray());
        }

        private BigDecimal[] logSoftmax() {
            return HighPrecision.logSoftmax(x.toDoubleArray());
        }

        private BigDecimal[] loss() {
            return new BigDecimal[] {logSoftmax()[label].negate()};
        }

        /** y, but at the label minus the sum of all others. */
        private BigDecimal[] gradient() {
            BigDecimal[] gradient = softmax();
            gradient[label] = BigDecimal.ZERO;
            gradient[label] = HighPrecision.sum(gradient).negate();
            return gradient;
        }
    }

    static Stream<Comparison> all(ElementType type) {
        return Stream.of(
                        rows("normal, deviation 3", type, () -> 3 * RANDOM.nextGaussian())
                                .all(),
                        rows("±20", type, () -> uniform(20)).all(),
                        rows("±100", type, () -> uniform(100)).all(),
                        rows("1e8 + normal, deviation 3", type, () -> 1e8 + 3 * RANDOM.nextGaussian())
                                .all(),
                        confident(type).crossEntropy())
                .flatMap(comparisons -> comparisons);
    }

    private static double uniform(double size) {
        return size * (2 * RANDOM.nextDouble() - 1);
    }

    private static LogitsComparisons rows(String inputs, ElementType type, DoubleSupplier source) {
        return new LogitsComparisons(
                inputs,
                Stream.generate(() -> new Row(
                                Tensor.draw(Shape.of(1, CLASSES), source).to(type), RANDOM.nextInt(CLASSES)))
                        .limit(ROWS)
                        .toList());
    }

    /** The logit of the right class is far above the others: losses down to 1e-30 in float32, 1e-300 in float64. */
    private static LogitsComparisons confident(ElementType type) {
        double most = type == ElementType.FLOAT32 ? 70 : 690;
        return new LogitsComparisons(
                "confident, by 10 … " + (int) most,
                rows("", type, RANDOM::nextGaussian).rows.stream()
                        .map(row -> new Row(
                                raised(row, 10 + (most - 10) * RANDOM.nextDouble())
                                        .to(type),
                                row.label))
                        .toList());
    }

    private static Tensor raised(Row row, double margin) {
        double[] logits = row.x.toDoubleArray();
        logits[row.label] = margin;
        return Tensor.of(row.x.shape(), logits);
    }

    private Stream<Comparison> all() {
        return Stream.concat(
                Stream.of(
                        comparison(
                                "softmax",
                                (library, row) ->
                                        library.softmax(row.x, 1).results().get(0),
                                Row::softmax),
                        comparison(
                                "log-softmax",
                                (library, row) ->
                                        library.logSoftmax(row.x, 1).results().get(0),
                                Row::logSoftmax)),
                crossEntropy());
    }

    private Stream<Comparison> crossEntropy() {
        return IntStream.of(0, 1)
                .mapToObj(i -> comparison(
                        i == 0 ? "cross-entropy" : "its gradient",
                        (library, row) ->
                                library.crossEntropy(row.x, row.label).results().get(i),
                        i == 0 ? Row::loss : Row::gradient));
    }

    private Comparison comparison(
            String result, BiFunction<Library, Row, double[]> compute, Function<Row, BigDecimal[]> exact) {
        ElementType type = rows.get(0).x.elementType();
        return new Comparison(
                result,
                inputs,
                type,
                library -> rows.stream().map(row -> compute.apply(library, row)).toList(),
                rows.stream().map(row -> Reference.of(type, exact.apply(row))).toList());
    }
}
