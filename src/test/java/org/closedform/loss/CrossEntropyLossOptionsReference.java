package org.closedform.loss;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.closedform.testkit.HighPrecision;

/**
 * Cross-entropy of one position with class weights and smoothing, to 60 digits, written from PyTorch's documentation.
 *
 * @param loss the loss
 * @param gradient ∂loss/∂x
 * @param scale the larger of the two terms whose difference each element of the gradient is
 */
record CrossEntropyLossOptionsReference(BigDecimal loss, BigDecimal[] gradient, BigDecimal[] scale) {

    /** (1 − s)·w_t·nll_t + (s/C)·Σ_c w_c·nll_c. */
    static CrossEntropyLossOptionsReference ofLabel(Form form, double[] x, int label, double[] weights, double s) {
        BigDecimal[] w = HighPrecision.exact(weights);
        BigDecimal[] nll = negativeLogLikelihoods(form, x);
        BigDecimal right = BigDecimal.ONE.subtract(new BigDecimal(s));
        BigDecimal spread = spread(s, x.length);
        BigDecimal loss =
                right.multiply(w[label]).multiply(nll[label]).add(spread.multiply(HighPrecision.sum(products(w, nll))));
        BigDecimal[] q = products(
                w,
                IntStream.range(0, x.length)
                        .mapToObj(c -> c == label ? right.add(spread) : spread)
                        .toArray(BigDecimal[]::new));
        return of(form, x, q, loss);
    }

    /** Σ_c w_c·t′_c·nll_c with t′ = (1 − s)·t + s/C. */
    static CrossEntropyLossOptionsReference ofDistribution(
            Form form, double[] x, double[] t, double[] weights, double s) {
        BigDecimal right = BigDecimal.ONE.subtract(new BigDecimal(s));
        BigDecimal[] smoothed = Arrays.stream(HighPrecision.exact(t))
                .map(value -> right.multiply(value).add(spread(s, x.length)))
                .toArray(BigDecimal[]::new);
        BigDecimal[] q = products(HighPrecision.exact(weights), smoothed);
        return of(form, x, q, HighPrecision.sum(products(q, negativeLogLikelihoods(form, x))));
    }

    private static BigDecimal spread(double s, int classes) {
        return new BigDecimal(s).divide(BigDecimal.valueOf(classes), HighPrecision.DIGITS);
    }

    private static BigDecimal[] products(BigDecimal[] a, BigDecimal[] b) {
        return IntStream.range(0, a.length).mapToObj(i -> a[i].multiply(b[i])).toArray(BigDecimal[]::new);
    }

    private static BigDecimal[] negativeLogLikelihoods(Form form, double[] x) {
        BigDecimal[] logs =
                switch (form) {
                    case LOGITS -> HighPrecision.logSoftmax(x);
                    case LOG_PROBABILITIES -> HighPrecision.exact(x);
                    case PROBABILITIES ->
                        Arrays.stream(HighPrecision.exact(x))
                                .map(HighPrecision::log)
                                .toArray(BigDecimal[]::new);
                };
        return Arrays.stream(logs).map(BigDecimal::negate).toArray(BigDecimal[]::new);
    }

    private static CrossEntropyLossOptionsReference of(Form form, double[] x, BigDecimal[] q, BigDecimal loss) {
        int n = x.length;
        BigDecimal[] gradient = new BigDecimal[n];
        BigDecimal[] scale = new BigDecimal[n];
        BigDecimal[] y = form == Form.LOGITS ? HighPrecision.softmax(x) : null;
        for (int j = 0; j < n; j++) {
            if (form == Form.LOGITS) {
                // ∂nll_i/∂x_j is y_j, but for i = j minus the sum of all others
                BigDecimal qOthers = sumBut(j, q);
                gradient[j] = y[j].multiply(qOthers).subtract(q[j].multiply(sumBut(j, y)));
                scale[j] = y[j].multiply(qOthers.add(q[j])).max(q[j]);
            } else {
                gradient[j] = form == Form.LOG_PROBABILITIES
                        ? q[j].negate()
                        : q[j].negate().divide(new BigDecimal(x[j]), HighPrecision.DIGITS);
                scale[j] = gradient[j].abs();
            }
        }
        return new CrossEntropyLossOptionsReference(loss, gradient, scale);
    }

    private static BigDecimal sumBut(int left, BigDecimal[] values) {
        return HighPrecision.sum(IntStream.range(0, values.length)
                .filter(i -> i != left)
                .mapToObj(i -> values[i])
                .toArray(BigDecimal[]::new));
    }
}
