package org.closedform.gradient.diagnosis;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.closedform.tensor.Shape;

/** The right numbers in the wrong places. */
final class ArrangementHypotheses {
    private static final double ALIKE = 1e-6;
    /** Where only some elements were looked at, at least this many of them have to have moved. */
    private static final int LEAST = 3;

    private static final Optional<Diagnosis> NONE = Optional.empty();

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
                        "a pullback is Jᵀ·dy: is W there where Wᵀ should be, or γ after the other steps where it comes"
                                + " before?"
                                + (isFlipped(e) ? " Or a convolution's kernel the other way round?" : "")))
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

    /** Along one axis around the end, through all elements, or along one axis with anything at the end. */
    static Optional<Diagnosis> shifted(Evidence e) {
        return Stream.of(
                        alongSomeAxis(e, true),
                        e.x().rank() > 1 ? shifted(e, 1, e.x().size(), false, "in row-major order") : NONE,
                        alongSomeAxis(e, false))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Diagnosis> alongSomeAxis(Evidence e, boolean around) {
        Shape shape = e.x().shape();
        int stride = 1;
        Optional<Diagnosis> found = NONE;
        for (int axis = shape.rank() - 1; axis >= 0 && found.isEmpty(); axis--) {
            found = shifted(e, stride, shape.dimension(axis), around, "along axis " + axis);
            stride *= shape.dimension(axis);
        }
        return found;
    }

    private static Optional<Diagnosis> shifted(Evidence e, int stride, int length, boolean around, String where) {
        boolean enough = length > 2 || length == 2 && around && e.x().rank() > 1;
        for (int shift : enough ? new int[] {1, -1} : new int[0]) {
            IntUnaryOperator source = i -> {
                int index = i / stride % length;
                int from = around ? Math.floorMod(index + shift, length) : index + shift;
                return from < 0 || from >= length ? -1 : i + (from - index) * stride;
            };
            if (rearranged(e, source)) {
                return Optional.of(new Diagnosis(
                        "shifted",
                        "the gradient is shifted one place to the " + (shift > 0 ? "left " : "right ") + where,
                        "an index off by one?"));
            }
        }
        return NONE;
    }

    /** Whether each analytic entry that has a source is the numeric one there. Of one output, several that are not alike have to say so. */
    private static boolean rearranged(Evidence e, IntUnaryOperator source) {
        double[][] t = e.numericRows();
        int[] offsets = e.offsets();
        boolean all = true;
        int count = 0;
        double largest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < t.length; k++) {
            for (int c = 0; c < t[k].length && all; c++) {
                int from = e.column(source.applyAsInt(offsets[c]));
                all = from < 0 || e.isNear(k, c, t[k][from], e.errorRows()[k][from]);
                if (from >= 0 && !e.agrees(k, c) && !e.isZero(k, from)) {
                    count++;
                    largest = Math.max(largest, Math.abs(t[k][from]));
                    smallest = Math.min(smallest, Math.abs(t[k][from]));
                }
            }
        }
        boolean moved = t.length > 1 ? largest > 0 : largest > smallest * (1 + ALIKE);
        return all && moved && (e.isComplete() || count >= LEAST);
    }

    /** Rows and columns from the other end: a convolution whose kernel is the other way round. */
    static Optional<Diagnosis> flipped(Evidence e) {
        boolean elementwise = e.isSquare() && e.isDiagonal(e.numericRows());
        return e.isEntrywise() && e.isComplete() && e.numericRows().length > 1 && !elementwise && isFlipped(e)
                ? Optional.of(new Diagnosis(
                        "flipped",
                        "the Jacobian is right but for the order, reversed in " + e.part()
                                + " and in the output, as with a flipped kernel",
                        "the backward of a correlation is a convolution, and the other way round"))
                : Optional.empty();
    }

    private static boolean isFlipped(Evidence e) {
        double[][] t = e.numericRows();
        boolean all = true;
        for (int k = 0; k < t.length; k++) {
            for (int c = 0; c < e.columns(); c++) {
                int row = t.length - 1 - k;
                int column = e.columns() - 1 - c;
                all &= e.isNear(k, c, t[row][column], e.errorRows()[row][column]);
            }
        }
        return all;
    }
}
