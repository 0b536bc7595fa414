package org.closedform.operator;

import static org.closedform.testkit.HighPrecision.DIGITS;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;

/**
 * Attention of one head to 60 digits, and the sizes of the terms that each result adds up: the same formulas with the absolute values of
 * all numbers, and with a plus for every minus.
 */
record AttentionReference(BigDecimal[][] q, BigDecimal[][] k, BigDecimal[][] v, BigDecimal scale, BigDecimal[][] p) {

    /** A result, and the sizes of its terms. */
    record Exact(BigDecimal[][] value, BigDecimal[][] size) {}

    static AttentionReference of(Attention.Inputs in) {
        BigDecimal[][] q = exact(in.query());
        BigDecimal[][] k = exact(in.key());
        BigDecimal scale = BigDecimal.ONE.divide(new BigDecimal(q[0].length).sqrt(DIGITS), DIGITS);
        BigDecimal[][] p = Arrays.stream(product(q, transposed(k)))
                .map(row -> softmax(row, scale))
                .toArray(BigDecimal[][]::new);
        return new AttentionReference(q, k, exact(in.value()), scale, p);
    }

    static BigDecimal[][] exact(Tensor matrix) {
        return Arrays.stream(matrix.toDoubleMatrix()).map(HighPrecision::exact).toArray(BigDecimal[][]::new);
    }

    private static BigDecimal[] softmax(BigDecimal[] products, BigDecimal scale) {
        BigDecimal[] e = Arrays.stream(products)
                .map(product -> HighPrecision.exp(product.multiply(scale, DIGITS)))
                .toArray(BigDecimal[]::new);
        BigDecimal sum = HighPrecision.sum(e);
        return Arrays.stream(e).map(term -> term.divide(sum, DIGITS)).toArray(BigDecimal[]::new);
    }

    /** The size of the largest logit's terms. */
    double logits() {
        return Arrays.stream(product(absolute(q), transposed(absolute(k))))
                .flatMap(Arrays::stream)
                .mapToDouble(term -> term.multiply(scale).doubleValue())
                .max()
                .orElseThrow();
    }

    Exact output() {
        return new Exact(product(p, v), product(p, absolute(v)));
    }

    private AttentionReference sizes() {
        return new AttentionReference(absolute(q), absolute(k), absolute(v), scale, p);
    }

    /** P ⊙ (G − ⟨P, G⟩). */
    private BigDecimal[][] jacobian(BigDecimal[][] g, boolean isSize) {
        return times(p, centred(g, isSize));
    }

    private BigDecimal[][] centred(BigDecimal[][] g, boolean isSize) {
        BigDecimal[][] terms = times(p, g);
        return IntStream.range(0, g.length)
                .mapToObj(t -> {
                    BigDecimal mean = HighPrecision.sum(terms[t]);
                    return Arrays.stream(g[t])
                            .map(number -> isSize ? number.add(mean) : number.subtract(mean))
                            .toArray(BigDecimal[]::new);
                })
                .toArray(BigDecimal[][]::new);
    }

    /** Of the queries, the keys and the values. */
    Exact[] backward(BigDecimal[][] dy) {
        return join(gradients(dy, false), sizes().gradients(absolute(dy), true));
    }

    private BigDecimal[][][] gradients(BigDecimal[][] dy, boolean isSize) {
        BigDecimal[][] dz = jacobian(product(dy, transposed(v)), isSize);
        return new BigDecimal[][][] {
            scaled(product(dz, k)), scaled(product(transposed(dz), q)), product(transposed(p), dy)
        };
    }

    Exact pushforward(AttentionReference tangent) {
        return new Exact(moved(tangent, false), sizes().moved(tangent.sizes(), true));
    }

    private BigDecimal[][] moved(AttentionReference tangent, boolean isSize) {
        return plus(product(jacobian(movedLogits(tangent), isSize), v), product(p, tangent.v));
    }

    private BigDecimal[][] movedLogits(AttentionReference tangent) {
        return scaled(plus(product(tangent.q, transposed(k)), product(q, transposed(tangent.k))));
    }

    Exact[] curvature(BigDecimal[][] dy, AttentionReference tangent) {
        return join(bent(dy, tangent, false), sizes().bent(absolute(dy), tangent.sizes(), true));
    }

    private BigDecimal[][][] bent(BigDecimal[][] dy, AttentionReference tangent, boolean isSize) {
        BigDecimal[][] dp = product(dy, transposed(v));
        BigDecimal[][] moved = movedLogits(tangent);
        BigDecimal[][] c = plus(times(centred(dp, isSize), centred(moved, isSize)), product(dy, transposed(tangent.v)));
        BigDecimal[][] dz = jacobian(dp, isSize);
        BigDecimal[][] dzMoved = jacobian(c, isSize);
        return new BigDecimal[][][] {
            scaled(plus(product(dzMoved, k), product(dz, tangent.k))),
            scaled(plus(product(transposed(dzMoved), q), product(transposed(dz), tangent.q))),
            product(transposed(jacobian(moved, isSize)), dy)
        };
    }

    private static Exact[] join(BigDecimal[][][] values, BigDecimal[][][] sizes) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> new Exact(values[i], sizes[i]))
                .toArray(Exact[]::new);
    }

    private static BigDecimal[][] absolute(BigDecimal[][] x) {
        return Arrays.stream(x)
                .map(row -> Arrays.stream(row).map(BigDecimal::abs).toArray(BigDecimal[]::new))
                .toArray(BigDecimal[][]::new);
    }

    private BigDecimal[][] scaled(BigDecimal[][] x) {
        return Arrays.stream(x)
                .map(row -> Arrays.stream(row)
                        .map(number -> number.multiply(scale, DIGITS))
                        .toArray(BigDecimal[]::new))
                .toArray(BigDecimal[][]::new);
    }

    private static BigDecimal[][] transposed(BigDecimal[][] x) {
        return IntStream.range(0, x[0].length)
                .mapToObj(j -> Arrays.stream(x).map(row -> row[j]).toArray(BigDecimal[]::new))
                .toArray(BigDecimal[][]::new);
    }

    private static BigDecimal[][] product(BigDecimal[][] x, BigDecimal[][] y) {
        BigDecimal[][] columns = transposed(y);
        return Arrays.stream(x)
                .map(row -> Arrays.stream(columns)
                        .map(column -> HighPrecision.sum(combined(row, column, (a, b) -> a.multiply(b, DIGITS))))
                        .toArray(BigDecimal[]::new))
                .toArray(BigDecimal[][]::new);
    }

    private static BigDecimal[][] times(BigDecimal[][] x, BigDecimal[][] y) {
        return combined(x, y, (a, b) -> a.multiply(b, DIGITS));
    }

    private static BigDecimal[][] plus(BigDecimal[][] x, BigDecimal[][] y) {
        return combined(x, y, BigDecimal::add);
    }

    private static BigDecimal[][] combined(BigDecimal[][] x, BigDecimal[][] y, BinaryOperator<BigDecimal> f) {
        return IntStream.range(0, x.length)
                .mapToObj(i -> combined(x[i], y[i], f))
                .toArray(BigDecimal[][]::new);
    }

    private static BigDecimal[] combined(BigDecimal[] x, BigDecimal[] y, BinaryOperator<BigDecimal> f) {
        return IntStream.range(0, x.length).mapToObj(i -> f.apply(x[i], y[i])).toArray(BigDecimal[]::new);
    }
}
