package org.closedform.kernel;

import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.closedform.kernel.RowExponentials.LeftOut;
import org.closedform.kernel.loops.Logarithm;
import org.closedform.kernel.loops.Splitter;

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
 *
 * @param labels the label of each row; −1 if its loss and gradient are 0
 * @param weight the weight of each class
 * @param divisor what the gradient is divided by
 */
public record FusedCrossEntropy(
        Buffer x, Rows rows, IntUnaryOperator labels, IntToDoubleFunction weight, double divisor) {
    /** No quotient of a weight from here to its inverse takes the factor of a row out of the range of float32. */
    private static final double SMALL = 0x1p-30;

    /** So far below another an exponential of float32 may have lost digits, and one of float64 soon will. */
    private static final double SMALLEST = 0x1p-120;

    /** Losses and gradient. */
    public CrossEntropy.Result evaluate() {
        double[] losses = new double[rows.count()];
        Buffer gradient = x.ofSize(x.size());
        Splitter.split(rows.count(), (from, to) -> evaluate(losses, gradient, from, to));
        return new CrossEntropy.Result(losses, gradient);
    }

    private void evaluate(double[] losses, Buffer gradient, int from, int to) {
        RowExponentials<?> e = RowExponentials.of(x, gradient, rows, LeftOut.COLUMN);
        double[] factors = e.perRow(0);
        for (int first = from, count; first < to; first += count) {
            count = e.load(first, to);
            chooseLabels(e, first, count, factors);
            e.addUp();
            divideByLabels(e, first, count, factors, losses);
            e.put(e.taken);
            e.scale(factors, e.sums);
        }
        finish(losses, gradient, from, to);
    }

    /** Leaves the label out of each sum, and weighs it. */
    private void chooseLabels(RowExponentials<?> e, int first, int count, double[] factors) {
        for (int i = 0; i < count; i++) {
            int label = labels.applyAsInt(first + i);
            e.columns[i] = Math.max(label, 0);
            factors[i] = label < 0 ? 0 : weight.applyAsDouble(label) / divisor;
        }
    }

    /** From the sums of the others, R / e_t, what the label's gradient is made of, −R, and Σ e. */
    private static void divideByLabels(RowExponentials<?> e, int first, int count, double[] factors, double[] ratios) {
        for (int i = 0; i < count; i++) {
            double others = e.sums[i];
            double own = e.taken[i];
            ratios[first + i] = isRegular(others, own, factors[i]) ? others / own : Double.NaN;
            e.taken[i] = 0 - others;
            e.sums[i] = others + own;
        }
    }

    private static boolean isRegular(double others, double own, double factor) {
        return others >= SMALLEST * own && own >= SMALLEST * others && factor >= SMALL && factor <= 1 / SMALL;
    }

    /** From R / e_t to the losses: after all rows, so that no row waits for the logarithm of another. */
    private void finish(double[] losses, Buffer gradient, int from, int to) {
        for (int row = from; row < to; row++) {
            if (Double.isNaN(losses[row])) {
                losses[row] = fallBack(row, gradient);
            } else {
                losses[row] = weight.applyAsDouble(labels.applyAsInt(row)) * Logarithm.onePlus(losses[row]);
            }
        }
    }

    /** The loss of a row; its gradient is stored. */
    private double fallBack(int row, Buffer gradient) {
        int label = labels.applyAsInt(row);
        double[] logits = rows.scratch();
        double[] dx = rows.scratch();
        double loss = 0;
        if (label >= 0 && weight.applyAsDouble(label) != 0) {
            double[] q = rows.scratch();
            q[label] = weight.applyAsDouble(label);
            rows.load(x, row, logits);
            loss = CrossEntropy.logits(logits, q, dx);
            CrossEntropy.divide(dx, divisor);
        }
        rows.store(gradient, row, dx);
        return loss;
    }
}
