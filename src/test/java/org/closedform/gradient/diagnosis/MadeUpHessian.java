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
        return builder(part, sizeOfA, right, mistake).build();
    }

    /** The same, with what is derived by the other part. */
    static Evidence ofPartBesideOther(String part, int sizeOfA, double[][] right, MadeUp.Mistake mistake) {
        double[][] derived = new double[right.length][right.length];
        for (int k = 0; k < right.length; k++) {
            int row = k;
            Arrays.setAll(derived[k], c -> mistake.of(right[row][c], row, c));
        }
        return builder(part, sizeOfA, right, mistake)
                .others(derived, there -> new double[0])
                .build();
    }

    private static EvidenceBuilder builder(String part, int sizeOfA, double[][] right, MadeUp.Mistake mistake) {
        Tensor a = Tensor.of(new double[sizeOfA]);
        Tensor b = Tensor.of(new double[right.length - sizeOfA]);
        EvidenceBuilder evidence = new EvidenceBuilder(
                part,
                List.of(new NamedTensor("a", a), new NamedTensor("b", b)),
                List.of(new NamedTensor("da", a), new NamedTensor("db", b)));
        return part.equals("a")
                ? columns(evidence, right, mistake, 0, sizeOfA)
                : columns(evidence, right, mistake, sizeOfA, right.length);
    }

    /** By one of three parts a, b and c, of so many elements each. */
    static Evidence ofThree(String part, int size, double[][] right, MadeUp.Mistake mistake) {
        Tensor each = Tensor.of(new double[size]);
        EvidenceBuilder evidence = new EvidenceBuilder(
                part,
                List.of(new NamedTensor("a", each), new NamedTensor("b", each), new NamedTensor("c", each)),
                List.of(new NamedTensor("da", each), new NamedTensor("db", each), new NamedTensor("dc", each)));
        int from = size * "abc".indexOf(part);
        return columns(evidence, right, mistake, from, from + size).build();
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
