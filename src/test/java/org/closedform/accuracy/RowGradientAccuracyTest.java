package org.closedform.accuracy;

import java.math.BigDecimal;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.closedform.Sweep;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gradients of softmax and its logarithm, in ulps of the terms that they add up: of rows that are sure and of rows that are not. */
class RowGradientAccuracyTest {
    private static final int NUMBERS = 400;

    @ParameterizedTest(name = "rows of {0} logits of deviation {1}, one of them {2} above, upstream around {3}")
    @CsvSource({
        "2, 1, 0, 0",
        "2, 1, 37.4, 0",
        "2, 1, 37.4, 1e6",
        "2, 1, 90, 1e6",
        "5, 20, 0, 0",
        "10, 3, 0, 1",
        "10, 3, 40, 100",
        "100, 3, 0, 0",
        "100, 1, 20, 1e6",
        "400, 3, 0, 0",
        "400, 1, 30, 1"
    })
    void isWithinTheStatedBounds(int length, double deviation, double above, double offset) {
        for (ElementType type : ElementType.values()) {
            Worst softmax = new Worst("gradient of softmax, rows of " + length, type);
            Worst logSoftmax = new Worst("gradient of log-softmax, rows of " + length, type);
            Random random = new Random(length);
            for (int row = 0; row < Sweep.FACTOR * Math.max(1, NUMBERS / length); row++) {
                Tensor x = draw(random, type, length, deviation, 0);
                x = x.plus(
                        Tensor.generate(x.shape(), at -> at[0] == 0 ? above : 0).to(type));
                Tensor dy = draw(random, type, length, 1, offset);
                BigDecimal[] y = HighPrecision.softmax(x.toDoubleArray());
                BigDecimal[] upstream = HighPrecision.exact(dy.toDoubleArray());
                addSoftmax(softmax, y, upstream, new Softmax(0).forward(x).backward(dy));
                addLogSoftmax(
                        logSoftmax, y, upstream, new LogSoftmax(0).forward(x).backward(dy));
            }
            softmax.assertWithin(8);
            logSoftmax.assertWithin(8);
        }
    }

    private static Tensor draw(Random random, ElementType type, int length, double deviation, double mean) {
        return Tensor.of(IntStream.range(0, length)
                        .mapToDouble(i -> mean + deviation * random.nextGaussian())
                        .toArray())
                .to(type);
    }

    /** dx_i = Σ_j y_i y_j (dy_i − dy_j), in which nothing cancels that is not there. */
    private static void addSoftmax(Worst worst, BigDecimal[] y, BigDecimal[] dy, Tensor dx) {
        BigDecimal origin = IntStream.range(0, y.length)
                .filter(j -> y[j].doubleValue() > 0.25)
                .mapToObj(j -> dy[j])
                .reduce(BigDecimal.ZERO, (first, last) -> last);
        BigDecimal spread =
                sum(y.length, j -> y[j].multiply(dy[j].subtract(origin).abs()));
        for (int at = 0; at < y.length; at++) {
            int i = at;
            BigDecimal exact = y[i].multiply(sum(y.length, j -> y[j].multiply(dy[i].subtract(dy[j]))));
            BigDecimal scale = y[i].multiply(dy[i].subtract(origin).abs().add(spread));
            worst.add(off(dx, i, exact, scale), () -> "element " + i + " of " + dx);
        }
    }

    /** dx_i = dy_i Σ_j≠i p_j − p_i Σ_j≠i dy_j. */
    private static void addLogSoftmax(Worst worst, BigDecimal[] p, BigDecimal[] dy, Tensor dx) {
        for (int at = 0; at < p.length; at++) {
            int i = at;
            BigDecimal others = sum(p.length, j -> j == i ? BigDecimal.ZERO : p[j]);
            BigDecimal upstream = sum(p.length, j -> j == i ? BigDecimal.ZERO : dy[j]);
            BigDecimal sizes = sum(p.length, j -> j == i ? BigDecimal.ZERO : dy[j].abs());
            BigDecimal exact = dy[i].multiply(others).subtract(p[i].multiply(upstream));
            BigDecimal scale = dy[i].abs().multiply(others).add(p[i].multiply(sizes));
            worst.add(off(dx, i, exact, scale), () -> "element " + i + " of " + dx);
        }
    }

    private static BigDecimal sum(int count, IntFunction<BigDecimal> term) {
        return HighPrecision.sum(IntStream.range(0, count).mapToObj(term).toArray(BigDecimal[]::new));
    }

    private static double off(Tensor found, int i, BigDecimal exact, BigDecimal scale) {
        BigDecimal off =
                new BigDecimal(found.toDoubleArray()[i]).subtract(exact).abs();
        return off.divide(Ulps.ulp(scale, found.elementType()), HighPrecision.DIGITS)
                .doubleValue();
    }
}
