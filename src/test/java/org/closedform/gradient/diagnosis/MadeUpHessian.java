package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.List;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Second derivatives that are drawn, and what a mistake makes of them. */
final class MadeUpHessian {
    private static final double ERROR = 1e-9;

    private MadeUpHessian() {}

    /** Symmetric, no entry near 0. */
    static double[][] draw(int n) {
        double[][] drawn = MadeUp.draw(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                drawn[i][j] = drawn[j][i];
            }
        }
        return drawn;
    }

    /** By a lone tensor. */
    static Evidence of(double[][] right, MadeUp.Mistake mistake) {
        Tensor x = Tensor.ones(Shape.of(right.length));
        EvidenceBuilder evidence =
                new EvidenceBuilder("x", List.of(new NamedTensor("", x)), List.of(new NamedTensor("dx", x)));
        return columns(evidence, right, mistake, 0, right.length).build();
    }

    /** By one of two parts, a of so many elements and b of the rest. */
    static Evidence ofPart(String part, int sizeOfA, double[][] right, MadeUp.Mistake mistake) {
        Tensor a = Tensor.of(new double[sizeOfA]);
        Tensor b = Tensor.of(new double[right.length - sizeOfA]);
        EvidenceBuilder evidence = new EvidenceBuilder(
                part,
                List.of(new NamedTensor("a", a), new NamedTensor("b", b)),
                List.of(new NamedTensor("da", a), new NamedTensor("db", b)));
        return part.equals("a")
                ? columns(evidence, right, mistake, 0, sizeOfA).build()
                : columns(evidence, right, mistake, sizeOfA, right.length).build();
    }

    private static EvidenceBuilder columns(
            EvidenceBuilder evidence, double[][] right, MadeUp.Mistake mistake, int from, int to) {
        for (int c = from; c < to; c++) {
            int column = c;
            double[] numeric =
                    Arrays.stream(right).mapToDouble(row -> row[column]).toArray();
            double[] analytic = new double[numeric.length];
            Arrays.setAll(analytic, k -> mistake.of(numeric[k], k, column));
            double[] error = new double[numeric.length];
            Arrays.fill(error, ERROR);
            evidence.column(c - from, analytic, numeric, error);
        }
        return evidence;
    }
}
