package org.closedform.loss;

import java.math.BigDecimal;
import java.util.stream.IntStream;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;

/** Focal loss of one row to 60 digits: each class's factor (1 − p)^γ comes from the sum of the others' probabilities. */
final class FocalReference {
    final BigDecimal loss;
    /** ω of each class. */
    final BigDecimal[] weights;

    final BigDecimal[] p;

    private FocalReference(BigDecimal loss, BigDecimal[] weights, BigDecimal[] p) {
        this.loss = loss;
        this.weights = weights;
        this.p = p;
    }

    static BigDecimal power(BigDecimal base, double exponent) {
        return base.signum() == 0
                ? BigDecimal.ZERO
                : HighPrecision.exp(HighPrecision.log(base).multiply(new BigDecimal(exponent)));
    }

    static FocalReference onLogits(double[] x, double[] t, double gamma) {
        BigDecimal[] p = HighPrecision.softmax(x);
        BigDecimal[] log = HighPrecision.logSoftmax(x);
        BigDecimal[] weights = new BigDecimal[x.length];
        BigDecimal loss = BigDecimal.ZERO;
        for (int i = 0; i < x.length; i++) {
            int own = i;
            BigDecimal complement = IntStream.range(0, x.length)
                    .filter(k -> k != own)
                    .mapToObj(k -> p[k])
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal factor = power(complement, gamma).multiply(new BigDecimal(t[i]));
            loss = loss.subtract(factor.multiply(log[i], HighPrecision.DIGITS));
            BigDecimal share = complement.signum() == 0
                    ? BigDecimal.ONE
                    : p[i].multiply(log[i].negate()).divide(complement, HighPrecision.DIGITS);
            weights[i] = factor.multiply(BigDecimal.ONE.add(share.multiply(new BigDecimal(gamma))));
        }
        return new FocalReference(loss, weights, p);
    }

    /** y_j Σ ω − ω_j, and the larger of the two. */
    BigDecimal[] gradient() {
        BigDecimal sum = HighPrecision.sum(weights);
        return IntStream.range(0, p.length)
                .mapToObj(j -> p[j].multiply(sum).subtract(weights[j]))
                .toArray(BigDecimal[]::new);
    }

    BigDecimal size(int j) {
        return p[j].multiply(HighPrecision.sum(weights)).max(weights[j]);
    }

    static double[] oneHot(int classes, int label) {
        return Tensor.generate(Shape.of(classes), i -> i[0] == label ? 1 : 0).toDoubleArray();
    }
}
