package org.closedform.gradient;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.closedform.tensor.Shape;

/** The right numbers in the wrong places. */
final class ArrangementHypotheses {
    private ArrangementHypotheses() {}

    static Optional<Diagnosis> transposed(Evidence e) {
        Shape shape = e.x().shape();
        int n = shape.rank() < 2 ? 0 : shape.dimension(-1);
        boolean square = n > 1 && shape.dimension(-2) == n;
        if (e.isComplete() && square && rearranged(e, i -> i - i % (n * n) + i % n * n + i / n % n)) {
            return Optional.of(new Diagnosis(
                    "transposed",
                    "the gradient is the transpose of what it should be",
                    "dyᵀ·x against xᵀ·dy, or a reshape where a transpose was meant?"));
        }
        return e.isSquare() && jacobianTransposed(e)
                ? Optional.of(new Diagnosis(
                        "transposed",
                        "the backward multiplies by the Jacobian J, not by its transpose",
                        "a pullback is Jᵀ·dy: is W there where Wᵀ should be?"))
                : Optional.empty();
    }

    private static boolean jacobianTransposed(Evidence e) {
        double[][] t = e.numericRows();
        boolean all = true;
        for (int k = 0; k < t.length; k++) {
            for (int c = 0; c < t.length; c++) {
                all &= e.isNear(k, c, t[c][k], e.errorRows()[c][k]);
            }
        }
        return all;
    }

    static Optional<Diagnosis> shifted(Evidence e) {
        Shape shape = e.x().shape();
        int stride = 1;
        for (int axis = shape.rank() - 1; axis >= 0 && e.isComplete(); axis--) {
            int length = shape.dimension(axis);
            for (int shift : length > 2 ? new int[] {1, length - 1} : new int[0]) {
                int s = stride;
                if (rearranged(e, i -> i - i / s % length * s + (i / s % length + shift) % length * s)) {
                    String by = shift == 1 ? "one place to the left" : "one place to the right";
                    return Optional.of(new Diagnosis(
                            "shifted",
                            "the gradient is shifted " + by + " along axis " + axis,
                            "an index off by one?"));
                }
            }
            stride *= length;
        }
        return Optional.empty();
    }

    /** Whether each analytic entry is the numeric one of another element. */
    private static boolean rearranged(Evidence e, IntUnaryOperator source) {
        double[][] t = e.numericRows();
        boolean all = true;
        for (int k = 0; k < t.length; k++) {
            for (int c = 0; c < t[k].length; c++) {
                int from = source.applyAsInt(c);
                all &= e.isNear(k, c, t[k][from], e.errorRows()[k][from]);
            }
        }
        return all;
    }
}
