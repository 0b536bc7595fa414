package org.closedform.kernel;

import org.closedform.kernel.RowExponentials.LeftOut;
import org.closedform.kernel.loops.Logarithm;
import org.closedform.kernel.loops.Loops;

/**
 * Softmax cross-entropy against coefficients q ≥ 0 of all classes, such as a distribution or a smoothed label: loss and gradient of
 * every row from the same exponentials. With m the largest x, R = Σ e_i without its e, Q = Σ q_i, and h the class of the largest q,
 *
 * <pre>{@code
 * loss   = Σ q_i (m − x_i) + Q log1p(R / e_m)
 * dx_i   = Q e_i / Σ e − q_i
 * dx_h   = ((Q − q_h) e_h − q_h Σ_{i ≠ h} e_i) / Σ e
 * }</pre>
 *
 * <p>so that neither loses digits where the target is one class and the prediction confident and right.
 */
public final class SoftCrossEntropy<A> {
    /** About how long a number takes. */
    private static final double NANOSECONDS = 1.5;

    /** A quotient of Q and the divisor between this and its inverse keeps the factor of a row in the range of float32. */
    private static final double SMALL = 0x1p-30;

    /** Sums this small, and exponentials this small beside others, may have lost digits to underflow. */
    private static final double SMALLEST = 0x1p-100;

    private final Loops<A> loops;
    private final Scratch<A> scratch;
    private final RowExponentials<A> e;
    private final int length;
    private final SoftTargets<A> targets;
    private final double divisor;

    /** The coefficients of one row. */
    private final A q;

    /** The class of the largest. */
    private final int[] heaviest = new int[1];

    private final double[] weight = new double[1];
    private final double[] number = new double[1];
    private final double[] high = new double[1];
    private final double[] low = new double[1];
    private final double[] blockSums;

    private SoftCrossEntropy(
            Scratch<A> scratch, RowExponentials<A> e, int length, SoftTargets<A> targets, double divisor) {
        this.loops = scratch.loops;
        this.scratch = scratch;
        this.e = e;
        this.length = length;
        this.targets = targets;
        this.divisor = divisor;
        this.q = scratch.row(length);
        this.blockSums = new double[(length + Loops.BLOCK - 1) / Loops.BLOCK];
    }

    /**
     * Losses and gradient.
     *
     * @param coefficients the same as the targets, for rows that are left to other means
     * @param divisor divides the gradient
     */
    public static CrossEntropy.Result evaluate(
            Buffer x, Rows rows, SoftTargets<?> targets, CrossEntropy.Coefficients coefficients, double divisor) {
        double[] losses = new double[rows.count()];
        Buffer gradient = x.ofSize(x.size());
        rows.split(NANOSECONDS, (from, to) -> of(x, gradient, rows, targets, divisor)
                .evaluate(from, to, losses, coefficients));
        return new CrossEntropy.Result(losses, gradient);
    }

    @SuppressWarnings("unchecked") // buffers of one element type
    private static <A> SoftCrossEntropy<A> of(
            Buffer x, Buffer gradient, Rows rows, SoftTargets<A> targets, double divisor) {
        RowExponentials<A> e = RowExponentials.of((A) x.array(), (A) gradient.array(), rows, LeftOut.LARGEST);
        return new SoftCrossEntropy<>(Scratch.of(targets.array()), e, rows.length(), targets, divisor);
    }

    private void evaluate(int from, int to, double[] losses, CrossEntropy.Coefficients coefficients) {
        for (int first = from, count; first < to; first += count) {
            count = e.load(first, to);
            e.addUp();
            for (int i = 0; i < count; i++) {
                double loss = targets.fill(first + i, q) ? evaluate(i) : Double.NaN;
                losses[first + i] = Double.isNaN(loss) ? fallBack(i, first + i, coefficients) : loss;
            }
            e.store();
        }
        e.release();
    }

    /** The loss of a loaded row, whose e become its gradient; NaN, and the row undefined, if it is left to other means. */
    private double evaluate(int row) {
        int at = e.begin(row);
        double rest = e.sums[row];
        double top = e.taken[row];
        double others = takeHeaviest();
        double all = others + weight[0];
        double share = all / divisor;
        boolean isRegular = (top == 0 || rest >= SMALLEST * top) && share >= SMALL && share <= 1 / SMALL;
        if (!isRegular || Double.isNaN(rest)) {
            return Double.NaN;
        }
        double cross = excess(at, logSum(row, at));
        if (!(cross >= SMALLEST || cross == 0 && others == 0)) {
            return Double.NaN;
        }
        pull(row, at, others);
        return cross + all * (high[0] + low[0]);
    }

    /** Sets high + low = log Σ e^x − m, and returns m. */
    private double logSum(int row, int at) {
        if (e.taken[row] > 0) {
            loops.pick(e.x(), at, length, 0, 1, e.columns[row], number);
            high[0] = Logarithm.onePlus(e.sums[row] / e.taken[row]);
            low[0] = 0;
            return number[0];
        }
        double max = Double.NEGATIVE_INFINITY;
        for (int from = 0; from < length; from += Loops.BLOCK) {
            max = Math.max(max, max(e.x(), at + from, at + end(from)));
        }
        Logarithm.of(e.sums[row], e.exponent(row), high, low, 0);
        high[0] -= max;
        return max;
    }

    /** Finds h, and returns Σ q without q_h. */
    private double takeHeaviest() {
        double max = Double.NEGATIVE_INFINITY;
        int block = 0;
        for (int from = 0; from < length; from += Loops.BLOCK) {
            double next = max(q, from, end(from));
            block = next > max ? from : block;
            max = Math.max(max, next);
        }
        if (Double.isNaN(max)) {
            return Double.NaN;
        }
        heaviest[0] = loops.first(q, block, max);
        loops.take(q, 0, length, 0, 1, heaviest, weight);
        for (int from = 0, i = 0; from < length; from += Loops.BLOCK, i++) {
            blockSums[i] = sum(q, from, end(from));
        }
        loops.put(q, 0, length, 0, 1, heaviest, weight);
        return Loops.FLOAT64.sum(blockSums, blockSums.length);
    }

    /** Σ q_i (m − x_i). */
    private double excess(int at, double m) {
        A x = scratch.block(3);
        A weights = scratch.block(4);
        for (int from = 0, i = 0; from < length; from += Loops.BLOCK, i++) {
            int count = end(from) - from;
            loops.copy(e.x(), at + from, x, 0, count);
            loops.copy(q, from, weights, 0, count);
            loops.weighDistances(x, weights, m, count);
            blockSums[i] = sum(x, 0, count);
        }
        return Loops.FLOAT64.sum(blockSums, blockSums.length);
    }

    /** Makes the gradient of e. */
    private void pull(int row, int at, double others) {
        if (e.taken[row] > 0) {
            number[0] = e.taken[row];
            loops.put(e.e(), at, length, 0, 1, new int[] {e.columns[row]}, number);
        }
        loops.pick(e.e(), at, length, 0, 1, heaviest, number);
        double sum = e.sums[row] + e.taken[row];
        boolean isTop = e.taken[row] > 0 && heaviest[0] == e.columns[row];
        double sumOfOthers = isTop ? e.sums[row] : sum - number[0];
        number[0] = (others * number[0] - weight[0] * sumOfOthers) / sum / divisor;
        A block = scratch.block(3);
        A weights = scratch.block(4);
        for (int from = 0; from < length; from += Loops.BLOCK) {
            int count = end(from) - from;
            loops.copy(e.e(), at + from, block, 0, count);
            loops.copy(q, from, weights, 0, count);
            loops.scaleAndSubtract(block, (others + weight[0]) / divisor / sum, weights, 1 / divisor, count);
            loops.copy(block, 0, e.e(), at + from, count);
        }
        loops.put(e.e(), at, length, 0, 1, heaviest, number);
    }

    private int end(int from) {
        return Math.min(from + Loops.BLOCK, length);
    }

    private double max(A x, int from, int to) {
        return loops.max(x, from, to, scratch.block(0), scratch.block(1), scratch.block(2));
    }

    private double sum(A x, int from, int to) {
        int count = loops.fold(x, from, to, scratch.block(0), scratch.block(1), scratch.block(2));
        return loops.sum(scratch.block(0), count);
    }

    /** The loss of a row by other means; its gradient replaces that of the fast path. */
    private double fallBack(int i, int row, CrossEntropy.Coefficients coefficients) {
        double[] logits = e.row(i);
        double[] dx = new double[length];
        double loss =
                CrossEntropy.row(logits, coefficients, row, CrossEntropy::logits, new double[length], dx, divisor);
        e.replace(i, dx);
        return loss;
    }
}
