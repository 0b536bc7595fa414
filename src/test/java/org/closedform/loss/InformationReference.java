package org.closedform.loss;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.TensorArbitraries;

/** One distribution to 60 digits, from the numbers that it is given in. */
record InformationReference(BigDecimal[] p, BigDecimal[] logP) {

    static InformationReference of(Form form, Tensor row) {
        double[] x = row.toDoubleArray();
        BigDecimal[] exact = HighPrecision.exact(x);
        return switch (form) {
            case LOGITS -> new InformationReference(HighPrecision.softmax(x), HighPrecision.logSoftmax(x));
            case LOG_PROBABILITIES -> new InformationReference(each(exact, HighPrecision::exp), exact);
            case PROBABILITIES -> new InformationReference(exact, each(exact, HighPrecision::log));
        };
    }

    private static BigDecimal[] each(BigDecimal[] x, UnaryOperator<BigDecimal> f) {
        return Arrays.stream(x).map(f).toArray(BigDecimal[]::new);
    }

    /** log p − log q. */
    BigDecimal[] logRatio(InformationReference q) {
        return IntStream.range(0, p.length)
                .mapToObj(i -> logP[i].subtract(q.logP[i]))
                .toArray(BigDecimal[]::new);
    }

    /** Σ p r. */
    BigDecimal mean(BigDecimal[] r) {
        return HighPrecision.sum(
                IntStream.range(0, p.length).mapToObj(i -> p[i].multiply(r[i])).toArray(BigDecimal[]::new));
    }

    /** Σ p |r|. */
    BigDecimal meanSize(BigDecimal[] r) {
        return mean(each(r, BigDecimal::abs));
    }

    /** Σ p (1 + |log p|): what an ulp of every number that p is given in may change Σ p by. */
    BigDecimal size() {
        return meanSize(logP).add(HighPrecision.sum(p));
    }

    /** A row of numbers for a form: any logits, or positive probabilities that need not sum to 1, or their logarithms. */
    static Arbitrary<Tensor> rows(Form form, int classes, ElementType type) {
        return numbers(form, classes).map(row -> Tensor.of(row).to(type));
    }

    private static Arbitrary<double[]> numbers(Form form, int classes) {
        Arbitrary<double[]> probabilities = TensorArbitraries.probabilities(classes);
        return switch (form) {
            case LOGITS -> TensorArbitraries.logits(classes);
            case LOG_PROBABILITIES ->
                TensorArbitraries.logits(classes).map(row -> Arrays.stream(row)
                        .map(v -> -Math.min(Math.abs(v), 700))
                        .toArray());
            case PROBABILITIES ->
                Arbitraries.oneOf(probabilities, probabilities.map(row -> Arrays.stream(row)
                        .map(v -> v * v * v * 3)
                        .toArray()));
        };
    }
}
