package org.closedform.accuracy;

import java.math.BigDecimal;
import java.util.Random;
import java.util.stream.IntStream;
import org.closedform.Sweep;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Reduction;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Softmax, its logarithm, and cross-entropy on labels: short and long rows, narrow and wide, sure of themselves and not. */
class RowAccuracyTest {
    private static final double BOUND = 4;
    private static final double GRADIENT_BOUND = 8;
    private static final int NUMBERS = 800;

    @ParameterizedTest(name = "rows of {0} logits of deviation {1} around {2}, one of them {3} above")
    @CsvSource({
        "2, 1, 0, 0",
        "2, 20, 0, 0",
        "5, 3, 0, 40",
        "10, 3, 0, 0",
        "10, 100, 0, 0",
        "10, 1, 1e8, 0",
        "31, 3, 0, 20",
        "33, 3, -700, 0",
        "100, 20, 0, 0",
        "257, 3, 0, 0",
        "1000, 3, 0, 0",
        "1000, 20, 1e8, 0",
        "1000, 100, 0, 0",
        "1000, 1, 0, 30",
        "1000, 0, 0, 12"
    })
    void isWithinTheStatedBounds(int length, double deviation, double offset, double above) {
        for (ElementType type : ElementType.values()) {
            int rows = Math.max(1, NUMBERS / length);
            String what = "rows of " + length;
            Worst softmax = new Worst("softmax, " + what, type);
            Worst logSoftmax = new Worst("log-softmax, " + what, type);
            Worst loss = new Worst("cross-entropy, " + what, type);
            Worst gradient = new Worst("gradient of cross-entropy, " + what, type);
            Random random = new Random(length);
            for (int part = 0; part < Sweep.FACTOR; part++) {
                double[] logits = random.doubles((long) rows * length, 0, 1)
                        .map(u -> offset + deviation * random.nextGaussian())
                        .toArray();
                int[] labels = IntStream.range(0, rows)
                        .map(row -> random.nextInt(length))
                        .toArray();
                for (int row = 0; row < rows; row++) {
                    logits[row * length + labels[row]] += above;
                }
                Tensor x = Tensor.of(Shape.of(rows, length), logits).to(type);
                Tensor y = new Softmax(1).apply(x);
                Tensor log = new LogSoftmax(1).apply(x);
                Tensor losses = CrossEntropyLoss.onLogits(Labels.of(labels))
                        .withReduction(Reduction.NONE)
                        .apply(x);
                Tensor gradients = CrossEntropyLoss.onLogits(Labels.of(labels))
                        .withReduction(Reduction.SUM)
                        .forward(x)
                        .gradient();
                for (int row = 0; row < rows; row++) {
                    double[] values = x.select(0, row).toDoubleArray();
                    BigDecimal[] exact = HighPrecision.softmax(values);
                    BigDecimal[] exactLog = HighPrecision.logSoftmax(values);
                    int label = labels[row];
                    loss.add(losses.at(row), exactLog[label].negate(), "row " + row);
                    for (int i = 0; i < length; i++) {
                        String where = "element " + i + " of row " + row;
                        softmax.add(y.at(row, i), exact[i], where);
                        logSoftmax.add(log.at(row, i), exactLog[i], where);
                        BigDecimal slope = i == label ? others(exact, label).negate() : exact[i];
                        gradient.add(gradients.at(row, i), slope, where);
                    }
                }
            }
            softmax.assertWithin(BOUND);
            logSoftmax.assertWithin(BOUND);
            loss.assertWithin(BOUND);
            gradient.assertWithin(GRADIENT_BOUND);
        }
    }

    /** 1 − y_t, without its cancellation. */
    private static BigDecimal others(BigDecimal[] y, int label) {
        BigDecimal[] others = y.clone();
        others[label] = BigDecimal.ZERO;
        return HighPrecision.sum(others);
    }
}
