package org.closedform.accuracy;

import static java.math.BigDecimal.ONE;
import static java.math.BigDecimal.ZERO;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.UnaryOperator;
import org.closedform.testkit.HighPrecision;

/**
 * An activation and its first two derivatives, to 50 digits, by the textbook's formulas.
 *
 * @param derivatives f, f′, f″
 */
record ActivationReference(List<UnaryOperator<BigDecimal>> derivatives) {
    /** Enough for what cancels on the way. */
    private static final MathContext DIGITS = new MathContext(80);

    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal FOUR = BigDecimal.valueOf(4);
    private static final BigDecimal PI =
            new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803");
    private static final BigDecimal ROOT = PI.add(PI, DIGITS).sqrt(DIGITS);

    /** From here on the continued fraction has 60 digits after 120 terms. */
    private static final double TAIL = 6;

    private static ActivationReference of(
            UnaryOperator<BigDecimal> f, UnaryOperator<BigDecimal> slope, UnaryOperator<BigDecimal> secondSlope) {
        return new ActivationReference(List.of(f, slope, secondSlope));
    }

    /** x·Φ(x). */
    static ActivationReference gelu() {
        return of(
                x -> times(x, normal(x)),
                x -> normal(x).add(times(x, density(x)), DIGITS),
                x -> times(density(x), TWO.subtract(times(x, x), DIGITS)));
    }

    /** x·σ(u), u = √(8/π) (x + 0.044715 x³). */
    static ActivationReference geluTanh() {
        BigDecimal factor = FOUR.divide(ROOT, DIGITS);
        BigDecimal cubic = new BigDecimal("0.044715");
        BigDecimal three = BigDecimal.valueOf(3);
        return gate(
                x -> times(factor, x.add(times(cubic, x, x, x), DIGITS)),
                x -> times(factor, ONE.add(times(three, cubic, x, x), DIGITS)),
                x -> times(factor, BigDecimal.valueOf(6), cubic, x));
    }

    /** x·σ(βx). */
    static ActivationReference silu(double beta) {
        BigDecimal factor = new BigDecimal(beta);
        return gate(x -> times(factor, x), x -> factor, x -> ZERO);
    }

    private static ActivationReference gate(
            UnaryOperator<BigDecimal> u, UnaryOperator<BigDecimal> slope, UnaryOperator<BigDecimal> second) {
        UnaryOperator<BigDecimal> s = x -> over(ONE, ONE.add(exp(u.apply(x).negate()), DIGITS));
        UnaryOperator<BigDecimal> sSlope = x -> times(s.apply(x), over(ONE, ONE.add(exp(u.apply(x)), DIGITS)));
        UnaryOperator<BigDecimal> ds = x -> times(sSlope.apply(x), slope.apply(x));
        UnaryOperator<BigDecimal> dds = x -> times(sSlope.apply(x), second.apply(x))
                .add(
                        times(
                                sSlope.apply(x),
                                ONE.subtract(times(TWO, s.apply(x)), DIGITS),
                                slope.apply(x),
                                slope.apply(x)),
                        DIGITS);
        return of(x -> times(x, s.apply(x)), x -> s.apply(x).add(times(x, ds.apply(x)), DIGITS), x -> times(
                        TWO, ds.apply(x))
                .add(times(x, dds.apply(x)), DIGITS));
    }

    /** x·T, T = n / (n + 2), n = e^2x + 2e^x; with T′ = 2n′ / (n + 2)² and T″ = 2n″ / (n + 2)² − 4n′² / (n + 2)³. */
    static ActivationReference mish() {
        UnaryOperator<BigDecimal> n = x -> times(exp(x), exp(x)).add(times(TWO, exp(x)), DIGITS);
        UnaryOperator<BigDecimal> dn = x -> times(TWO, exp(x), exp(x)).add(times(TWO, exp(x)), DIGITS);
        UnaryOperator<BigDecimal> ddn = x -> times(FOUR, exp(x), exp(x)).add(times(TWO, exp(x)), DIGITS);
        UnaryOperator<BigDecimal> d = x -> n.apply(x).add(TWO, DIGITS);
        UnaryOperator<BigDecimal> t = x -> over(n.apply(x), d.apply(x));
        UnaryOperator<BigDecimal> dt = x -> over(times(TWO, dn.apply(x)), times(d.apply(x), d.apply(x)));
        UnaryOperator<BigDecimal> ddt = x -> over(
                times(TWO, ddn.apply(x), d.apply(x)).subtract(times(FOUR, dn.apply(x), dn.apply(x)), DIGITS),
                times(d.apply(x), d.apply(x), d.apply(x)));
        return of(x -> times(x, t.apply(x)), x -> t.apply(x).add(times(x, dt.apply(x)), DIGITS), x -> times(
                        TWO, dt.apply(x))
                .add(times(x, ddt.apply(x)), DIGITS));
    }

    /** s·x on the right, k·c·(e^(x/c) − 1) on the left. */
    static ActivationReference exponential(double s, BigDecimal k, double c) {
        BigDecimal width = new BigDecimal(c);
        return of(
                x -> x.signum() > 0 ? times(new BigDecimal(s), x) : times(k, width, expm1(over(x, width))),
                x -> x.signum() > 0 ? new BigDecimal(s) : times(k, exp(over(x, width))),
                x -> x.signum() > 0 ? ZERO : over(times(k, exp(over(x, width))), width));
    }

    static ActivationReference softsign() {
        UnaryOperator<BigDecimal> d = x -> ONE.add(x.abs(), DIGITS);
        return of(
                x -> over(x, d.apply(x)),
                x -> over(ONE, times(d.apply(x), d.apply(x))),
                x -> over(BigDecimal.valueOf(-2 * x.signum()), times(d.apply(x), d.apply(x), d.apply(x))));
    }

    /** A line from 0 to 1 between −h and h. */
    static ActivationReference hardSigmoid(double h) {
        BigDecimal end = new BigDecimal(h);
        return of(
                x -> isOutside(x, end) ? (x.signum() > 0 ? ONE : ZERO) : over(x.add(end, DIGITS), end.add(end, DIGITS)),
                x -> isOutside(x, end) ? ZERO : over(ONE, end.add(end, DIGITS)),
                x -> ZERO);
    }

    static ActivationReference hardSwish() {
        BigDecimal end = BigDecimal.valueOf(3);
        BigDecimal six = BigDecimal.valueOf(6);
        return of(
                x -> isOutside(x, end) ? x.max(ZERO) : over(times(x, x.add(end, DIGITS)), six),
                x -> isOutside(x, end)
                        ? BigDecimal.valueOf(Math.max(0, x.signum()))
                        : over(x.add(x, DIGITS).add(end, DIGITS), six),
                x -> isOutside(x, end) ? ZERO : over(ONE, end));
    }

    static ActivationReference leakyRelu(double slope) {
        BigDecimal left = new BigDecimal(slope);
        return of(x -> x.signum() > 0 ? x : times(left, x), x -> x.signum() > 0 ? ONE : left, x -> ZERO);
    }

    private static boolean isOutside(BigDecimal x, BigDecimal end) {
        return x.abs().compareTo(end) >= 0;
    }

    private static BigDecimal times(BigDecimal... factors) {
        BigDecimal product = ONE;
        for (BigDecimal factor : factors) {
            product = product.multiply(factor, DIGITS);
        }
        return product;
    }

    private static BigDecimal over(BigDecimal x, BigDecimal y) {
        return x.divide(y, DIGITS);
    }

    private static BigDecimal exp(BigDecimal x) {
        return HighPrecision.exp(x);
    }

    /** Near 0 by the series. */
    private static BigDecimal expm1(BigDecimal x) {
        if (x.abs().doubleValue() > 1e-8) {
            return exp(x).subtract(ONE, DIGITS);
        }
        BigDecimal sum = ZERO;
        for (int n = 8; n > 0; n--) {
            sum = over(times(x, ONE.add(sum, DIGITS)), BigDecimal.valueOf(n));
        }
        return sum;
    }

    private static BigDecimal density(BigDecimal x) {
        return over(exp(x.multiply(x).divide(TWO.negate(), DIGITS)), ROOT);
    }

    /** Φ: by its series, and in the tail by the continued fraction of Laplace. */
    private static BigDecimal normal(BigDecimal x) {
        if (x.abs().doubleValue() < TAIL) {
            BigDecimal term = x;
            BigDecimal sum = x;
            for (int n = 3; term.abs().doubleValue() > 1e-75; n += 2) {
                term = over(times(term, x, x), BigDecimal.valueOf(n));
                sum = sum.add(term, DIGITS);
            }
            return over(ONE, TWO).add(times(density(x), sum), DIGITS);
        }
        BigDecimal fraction = x.abs();
        for (int n = 120; n > 0; n--) {
            fraction = x.abs().add(over(BigDecimal.valueOf(n), fraction), DIGITS);
        }
        BigDecimal tail = over(density(x), fraction);
        return x.signum() < 0 ? tail : ONE.subtract(tail, DIGITS);
    }
}
