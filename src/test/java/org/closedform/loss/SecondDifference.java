package org.closedform.loss;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.closedform.testkit.HighPrecision;

/** ∇²f·ẋ of a function to 60 digits, from four of its values for each element: right to about 20 digits, and no derivation in it. */
public final class SecondDifference {
    private static final BigDecimal STEP = new BigDecimal("1e-13");
    private static final MathContext DIGITS = HighPrecision.DIGITS;

    private SecondDifference() {}

    /**
     * {@return ∇²f·ẋ}
     *
     * @param f the function
     * @param x where
     * @param tangent ẋ
     */
    public static BigDecimal[] along(Function<BigDecimal[], BigDecimal> f, double[] x, double[] tangent) {
        return IntStream.range(0, x.length)
                .mapToObj(i -> mixed(f, x, tangent, i))
                .toArray(BigDecimal[]::new);
    }

    /** (f(x + e + v) − f(x + e − v) − f(x − e + v) + f(x − e − v)) / 4h², with e and v of size h. */
    private static BigDecimal mixed(Function<BigDecimal[], BigDecimal> f, double[] x, double[] tangent, int i) {
        BigDecimal ahead = at(f, x, tangent, i, 1, 1).subtract(at(f, x, tangent, i, 1, -1));
        BigDecimal behind = at(f, x, tangent, i, -1, 1).subtract(at(f, x, tangent, i, -1, -1));
        return ahead.subtract(behind).divide(BigDecimal.valueOf(4).multiply(STEP.pow(2)), DIGITS);
    }

    private static BigDecimal at(
            Function<BigDecimal[], BigDecimal> f, double[] x, double[] tangent, int i, int element, int along) {
        BigDecimal[] moved = IntStream.range(0, x.length)
                .mapToObj(k -> new BigDecimal(x[k])
                        .add(STEP.multiply(BigDecimal.valueOf(along)).multiply(new BigDecimal(tangent[k])))
                        .add(k == i ? STEP.multiply(BigDecimal.valueOf(element)) : BigDecimal.ZERO))
                .toArray(BigDecimal[]::new);
        return f.apply(moved);
    }

    /** The logarithms of the probabilities that numbers stand for. */
    static BigDecimal[] logProbabilities(Form form, BigDecimal[] x) {
        return switch (form) {
            case LOGITS -> {
                BigDecimal top = Arrays.stream(x).max(BigDecimal::compareTo).orElseThrow();
                BigDecimal sum = HighPrecision.sum(Arrays.stream(x)
                        .map(v -> HighPrecision.exp(v.subtract(top)))
                        .toArray(BigDecimal[]::new));
                BigDecimal logSum = HighPrecision.log(sum).add(top);
                yield Arrays.stream(x).map(v -> v.subtract(logSum)).toArray(BigDecimal[]::new);
            }
            case LOG_PROBABILITIES -> x;
            case PROBABILITIES -> Arrays.stream(x).map(HighPrecision::log).toArray(BigDecimal[]::new);
        };
    }

    /** Σ p r. */
    static BigDecimal mean(Form form, BigDecimal[] x, Function<Integer, BigDecimal> r) {
        BigDecimal[] log = logProbabilities(form, x);
        return HighPrecision.sum(IntStream.range(0, x.length)
                .mapToObj(i -> (form == Form.PROBABILITIES ? x[i] : HighPrecision.exp(log[i])).multiply(r.apply(i)))
                .toArray(BigDecimal[]::new));
    }
}
