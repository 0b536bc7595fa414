package org.closedform.accuracy;

import java.math.BigDecimal;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.closedform.Sweep;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pushforwards and second derivatives of softmax and its kin, in ulps of the terms that they add up. */
class RowTangentAccuracyTest {
    private static final int NUMBERS = 400;

    /** A row of probabilities, and what is centred: v − ⟨y, v⟩, exactly, and the size of its terms. */
    private record Centred(BigDecimal[] exact, BigDecimal[] size) {
        static Centred of(BigDecimal[] y, double[] numbers) {
            BigDecimal[] v = HighPrecision.exact(numbers);
            BigDecimal origin = IntStream.range(0, y.length)
                    .filter(j -> y[j].doubleValue() > 0.25)
                    .mapToObj(j -> v[j])
                    .reduce(BigDecimal.ZERO, (first, last) -> last);
            BigDecimal spread =
                    sum(y.length, j -> y[j].multiply(v[j].subtract(origin).abs()));
            return new Centred(
                    all(y.length, i -> sum(y.length, j -> y[j].multiply(v[i].subtract(v[j])))),
                    all(y.length, i -> v[i].subtract(origin).abs().add(spread)));
        }
    }

    @ParameterizedTest(name = "rows of {0} logits of deviation {1}, one of them {2} above, tangent around {3}")
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
        "200, 3, 0, 0",
        "200, 1, 30, 1"
    })
    void isWithinTheStatedBounds(int length, double deviation, double above, double offset) {
        for (ElementType type : ElementType.values()) {
            Worst softmax = new Worst("curvature of softmax, rows of " + length, type);
            Worst logSoftmax = new Worst("pushforward of log-softmax, rows of " + length, type);
            Worst logCurvature = new Worst("curvature of log-softmax, rows of " + length, type);
            Worst logSumExp = new Worst("pushforward of log-sum-exp, rows of " + length, type);
            Worst sumCurvature = new Worst("curvature of log-sum-exp, rows of " + length, type);
            Random random = new Random(length);
            for (int row = 0; row < Sweep.FACTOR * Math.max(1, NUMBERS / length); row++) {
                Tensor x = draw(random, type, length, deviation, 0);
                x = x.plus(
                        Tensor.generate(x.shape(), at -> at[0] == 0 ? above : 0).to(type));
                Tensor dy = draw(random, type, length, 1, offset);
                Tensor tangent = draw(random, type, length, 1, offset);
                BigDecimal[] y = HighPrecision.softmax(x.toDoubleArray());
                Centred a = Centred.of(y, dy.toDoubleArray());
                Centred b = Centred.of(y, tangent.toDoubleArray());
                addSoftmax(softmax, y, a, b, new Softmax(0).forward(x).curvature(dy, tangent));
                LogSoftmax.Pass log = new LogSoftmax(0).forward(x);
                add(logSoftmax, log.pushforward(tangent), b.exact, b.size);
                BigDecimal[] upstream = HighPrecision.exact(dy.toDoubleArray());
                BigDecimal sum = HighPrecision.sum(upstream);
                BigDecimal sizes = sum(length, i -> upstream[i].abs());
                add(
                        logCurvature,
                        log.curvature(dy, tangent),
                        all(length, i -> y[i].multiply(b.exact[i]).multiply(sum).negate()),
                        all(length, i -> y[i].multiply(b.size[i]).multiply(sizes)));
                LogSumExp.Pass total = new LogSumExp(0).forward(x);
                BigDecimal[] v = HighPrecision.exact(tangent.toDoubleArray());
                add(
                        logSumExp,
                        total.pushforward(tangent).reshape(1),
                        all(1, i -> sum(length, j -> y[j].multiply(v[j]))),
                        all(1, i -> sum(length, j -> y[j].multiply(v[j].abs()))));
                add(
                        sumCurvature,
                        total.curvature(dy.select(0, 0), tangent),
                        all(length, i -> y[i].multiply(b.exact[i]).multiply(upstream[0])),
                        all(length, i -> y[i].multiply(b.size[i]).multiply(upstream[0].abs())));
            }
            softmax.assertWithin(12);
            logSoftmax.assertWithin(8);
            logCurvature.assertWithin(8);
            logSumExp.assertWithin(8);
            sumCurvature.assertWithin(8);
        }
    }

    private static Tensor draw(Random random, ElementType type, int length, double deviation, double mean) {
        return Tensor.of(IntStream.range(0, length)
                        .mapToDouble(i -> mean + deviation * random.nextGaussian())
                        .toArray())
                .to(type);
    }

    /** y_i Σ_j y_j (a_i b_i − a_j b_j). */
    private static void addSoftmax(Worst worst, BigDecimal[] y, Centred a, Centred b, Tensor found) {
        int length = y.length;
        BigDecimal[] products = all(length, i -> a.exact[i].multiply(b.exact[i]));
        BigDecimal[] sizes = all(length, i -> a.size[i].multiply(b.size[i]));
        BigDecimal mean = sum(length, j -> y[j].multiply(sizes[j]));
        add(
                worst,
                found,
                all(length, i -> y[i].multiply(sum(length, j -> y[j].multiply(products[i].subtract(products[j]))))),
                all(length, i -> y[i].multiply(sizes[i].add(mean))));
    }

    private static void add(Worst worst, Tensor found, BigDecimal[] exact, BigDecimal[] size) {
        double[] numbers = found.toDoubleArray();
        for (int at = 0; at < numbers.length; at++) {
            int i = at;
            BigDecimal off = new BigDecimal(numbers[i]).subtract(exact[i]).abs();
            worst.add(
                    off.divide(Ulps.ulp(size[i], found.elementType()), HighPrecision.DIGITS)
                            .doubleValue(),
                    () -> "element " + i + " of " + found);
        }
    }

    private static BigDecimal[] all(int count, IntFunction<BigDecimal> number) {
        return IntStream.range(0, count)
                .mapToObj(i -> number.apply(i).round(HighPrecision.DIGITS))
                .toArray(BigDecimal[]::new);
    }

    private static BigDecimal sum(int count, IntFunction<BigDecimal> term) {
        return HighPrecision.sum(IntStream.range(0, count).mapToObj(term).toArray(BigDecimal[]::new));
    }
}
