package org.closedform.kernel;

import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/**
 * Softmax cross-entropy against class labels, without smoothing: loss and gradient of every row from the same exponentials. With R =
 * Σ e_i over i ≠ t, t the label and w its weight,
 *
 * <pre>{@code
 * loss   = −w log(e_t / Σ e) = w log1p(R / e_t)
 * dx_i   = w e_i / Σ e
 * dx_t   = w (e_t / Σ e − 1) = −w R / Σ e
 * }</pre>
 *
 * <p>so that neither loses digits where the prediction is confident and right.
 */
public final class FusedCrossEntropy {
    /** No quotient of a weight from here to its inverse takes the factor of a row out of the range of float32. */
    private static final double SMALL = 0x1p-30;

    /** So far below another an exponential of float32 may have lost digits, and one of float64 soon will. */
    private static final double SMALLEST = 0x1p-120;

    private final IntUnaryOperator labels;
    private final IntToDoubleFunction weight;
    private final double divisor;

    /** The loss of every row; until its logarithm is taken −R / e_t, which no loss is. */
    private final double[] losses;

    private FusedCrossEntropy(int rows, IntUnaryOperator labels, IntToDoubleFunction weight, double divisor) {
        this.labels = labels;
        this.weight = weight;
        this.divisor = divisor;
        this.losses = new double[rows];
    }

    /** Losses, and the gradient divided by {@code divisor}; a row whose label is −1 has both 0. */
    public static CrossEntropy.Result evaluate(
            Buffer x, Rows rows, IntUnaryOperator labels, IntToDoubleFunction weight, double divisor) {
        FusedCrossEntropy loss = new FusedCrossEntropy(rows.count(), labels, weight, divisor);
        Buffer gradient = RowExponentials.of(x, rows, labels).scale(loss::apply, loss::carefully);
        loss.takeLogarithms();
        return new CrossEntropy.Result(loss.losses, gradient);
    }

    private void carefully(int row, double[] x, double[] gradient) {
        int label = labels.applyAsInt(row);
        if (label >= 0 && weight.applyAsDouble(label) != 0) {
            double[] q = new double[x.length];
            q[label] = weight.applyAsDouble(label);
            losses[row] = CrossEntropy.logits(x, q, gradient);
            CrossEntropy.divide(gradient, divisor);
        }
    }

    private boolean apply(RowExponentials e, int row) {
        int label = labels.applyAsInt(row);
        if (label < 0) {
            return false;
        }
        double others = e.sum(row);
        double made = e.made(label);
        double scale = weight.applyAsDouble(label) / divisor;
        if (!(others >= SMALLEST * made && made >= SMALLEST * others && scale >= SMALL && scale <= 1 / SMALL)) {
            return false;
        }
        losses[row] = 0 - others / made;
        e.pair(scale, others + made);
        e.make(label, 0 - others);
        return true;
    }

    /** After all rows, so that no row waits for the logarithm of another. */
    private void takeLogarithms() {
        for (int row = 0; row < losses.length; row++) {
            if (losses[row] < 0) {
                losses[row] = weight.applyAsDouble(labels.applyAsInt(row)) * Logarithm.onePlus(-losses[row]);
            }
        }
    }
}
