package org.closedform.kernel;

import java.util.function.IntToDoubleFunction;
import org.closedform.kernel.loops.Loops;

/**
 * The coefficients of {@link SoftCrossEntropy}: w_c·((1 − s)·t_c + s/C), with t a distribution, or 1 at a label.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
public final class SoftTargets<A> {
    private final Loops<A> loops;
    private final Rows rows;

    /** The distributions, or for labels w·s/C. */
    private final A array;

    /** The labels, −1 for a row that does not count; null for distributions. */
    private final int[] labels;

    private final A weights;
    private final double smoothing;

    private SoftTargets(Rows rows, A array, int[] labels, A weights, double smoothing) {
        this.loops = Scratch.of(array).loops;
        this.rows = rows;
        this.array = array;
        this.labels = labels;
        this.weights = weights;
        this.smoothing = smoothing;
    }

    /** Distributions that lie as the logits do. */
    public static SoftTargets<?> ofDistributions(Buffer distributions, Rows rows, Buffer weights, double smoothing) {
        return new SoftTargets<>(rows, distributions.array(), null, weights.array(), smoothing);
    }

    /** Labels, −1 for a row that does not count. */
    public static SoftTargets<?> ofLabels(int[] labels, Rows rows, Buffer weights, double smoothing) {
        return ofLabels(labels, rows, weights.array(), smoothing);
    }

    private static <A> SoftTargets<A> ofLabels(int[] labels, Rows rows, A weights, double smoothing) {
        Loops<A> loops = Scratch.of(weights).loops;
        A shares = loops.scratch(rows.length());
        loops.smooth(shares, weights, 0, smoothing / rows.length(), rows.length());
        return new SoftTargets<>(rows, shares, labels, weights, smoothing);
    }

    /** The weights of the classes, of the element type of a buffer. */
    public static Buffer weights(Buffer like, Rows rows, IntToDoubleFunction weight) {
        Buffer weights = like.ofSize(rows.length());
        for (int i = 0; i < rows.length(); i++) {
            weights.set(i, weight.applyAsDouble(i));
        }
        return weights;
    }

    A array() {
        return array;
    }

    /** Fills in the coefficients of a row; false if it does not count. */
    boolean fill(int row, A q) {
        int length = rows.length();
        double share = smoothing / length;
        if (labels == null) {
            rows.load(loops, array, row, 1, q);
            loops.smooth(q, weights, 1 - smoothing, share, length);
            return true;
        }
        if (labels[row] < 0) {
            return false;
        }
        loops.copy(array, 0, q, 0, length);
        int[] column = {labels[row]};
        double[] weight = new double[1];
        loops.pick(weights, 0, length, 0, 1, column, weight);
        weight[0] *= 1 - smoothing + share;
        loops.put(q, 0, length, 0, 1, column, weight);
        return true;
    }
}
