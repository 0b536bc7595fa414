package org.closedform.kernel;

import java.util.function.IntToDoubleFunction;
import org.closedform.kernel.RowExponentials.LeftOut;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/**
 * Softmax cross-entropy against class labels, without smoothing: loss and gradient of every row from the same exponentials. With R =
 * Σ e_i over i ≠ t, t the label and w the row's weight,
 *
 * <pre>{@code
 * loss   = −w log(e_t / Σ e) = w log1p(R / e_t)
 * dx_i   = w e_i / Σ e
 * dx_t   = w (e_t / Σ e − 1) = −w R / Σ e
 * }</pre>
 *
 * <p>so that neither loses digits where the prediction is confident and right. {@link Scratch} keeps one.
 */
public final class FusedCrossEntropy {
    /** About how long a number takes. */
    private static final double NANOSECONDS = 1;

    /** A quotient of weight and divisor between this and its inverse keeps the factor of a row in the range of float32. */
    private static final double SMALL = 0x1p-30;

    /** A float32 exponential this much smaller than another may have lost digits to underflow; float64 uses the same bound. */
    private static final double SMALLEST = 0x1p-120;

    /** Losses multiplied by this have a sum in range. */
    private static final double ROOM = 0x1p-32;

    /** The most levels of the tree of a sum, each of which halves the rows. */
    private static final int DEEPEST = 32;

    private static final IntToDoubleFunction EQUAL = new IntToDoubleFunction() {
        @Override
        public double applyAsDouble(int row) {
            return 1;
        }
    };

    /** The losses of the rows that are added up at a leaf of that tree. */
    private final double[] losses = new double[Loops.BLOCK];

    /** For each level of that tree the sum of losses times {@link #ROOM}. */
    private final double[] lowered = new double[DEEPEST];

    private RowExponentials<?> e;

    /** The factor of the gradient of each row that is loaded. */
    private double[] factors;

    /** R / e_t of each such row, and then log1p of it. */
    private double[] ratios;

    private int[] labels;
    private IntToDoubleFunction weight;
    private double divisor;

    FusedCrossEntropy() {}

    private static FusedCrossEntropy of(
            RowExponentials<?> e, int[] labels, IntToDoubleFunction weight, double divisor) {
        FusedCrossEntropy kept = e.crossEntropy();
        kept.e = e;
        kept.factors = e.perRow(0);
        kept.ratios = e.perRow(1);
        kept.labels = labels;
        kept.weight = weight;
        kept.divisor = divisor;
        return kept;
    }

    private void release() {
        labels = null;
        weight = null;
        e.release();
    }

    /**
     * Losses and gradient.
     *
     * @param labels the label of each row; −1 if its loss and gradient are 0
     * @param weight the weight of each row that counts
     * @param divisor divides the gradient
     */
    public static CrossEntropy.Result evaluate(
            Buffer x, Rows rows, int[] labels, IntToDoubleFunction weight, double divisor) {
        double[] losses = new double[rows.count()];
        Buffer gradient = x.ofSize(x.size());
        if (rows.areContiguous() && LongRow.isSplit(rows.count(), rows.length())) {
            FusedCrossEntropy made = of(lend(x.array(), gradient.array(), 0, rows.length()), labels, weight, divisor);
            made.evaluate(0, rows.count(), losses, 0);
            made.release();
        } else {
            rows.split(NANOSECONDS, (from, to) -> {
                RowExponentials<?> e = RowExponentials.of(x, gradient, rows, LeftOut.COLUMN);
                FusedCrossEntropy made = of(e, labels, weight, divisor);
                made.evaluate(from, to, losses, from);
                made.release();
            });
        }
        return new CrossEntropy.Result(losses, gradient);
    }

    /**
     * The sum of the losses divided by {@code lossDivisor}, and the gradient: to the bits of {@link #evaluate}, but without an array of all
     * losses, unless several threads compute them.
     */
    public static CrossEntropy.Mean mean(
            Buffer x, Rows rows, int[] labels, IntToDoubleFunction weight, double divisor, double lossDivisor) {
        if (Splitter.isLarge(rows.count(), rows.length() * NANOSECONDS)) {
            return evaluate(x, rows, labels, weight, divisor).mean(lossDivisor);
        }
        Buffer gradient = x.ofSize(x.size());
        boolean isPlain = labels.length == 1 && labels[0] >= 0 && weight.applyAsDouble(0) == 1 && divisor == 1;
        if (isPlain && rows.length() <= RowExponentials.SHORT) {
            double loss = ShortRow.loss(x.array(), gradient.array(), 0, rows.length(), labels[0]);
            if (!Double.isNaN(loss)) {
                return new CrossEntropy.Mean(loss / lossDivisor, gradient);
            }
        }
        FusedCrossEntropy made = of(RowExponentials.of(x, gradient, rows, LeftOut.COLUMN), labels, weight, divisor);
        double mean = made.mean(rows.count(), lossDivisor);
        made.release();
        return new CrossEntropy.Mean(mean, gradient);
    }

    /**
     * The mean loss, NaN if there are no rows; its gradient is stored. Rows are contiguous and begin at the same index in both
     * arrays, which may be the same array.
     */
    public static <A> double mean(A x, A gradient, int start, int length, int[] labels) {
        if (labels.length == 1 && length <= RowExponentials.SHORT && gradient != null) {
            double loss = ShortRow.loss(x, gradient, start, length, labels[0]);
            if (!Double.isNaN(loss)) {
                return loss;
            }
        }
        if (LongRow.isSplit(labels.length, length)) {
            return mean(lend(x, gradient, start, length), labels);
        }
        if (Splitter.isLarge(labels.length, length * NANOSECONDS)) {
            return meanOfMany(x, gradient, start, length, labels);
        }
        return mean(own(x, gradient, start, length), labels);
    }

    private static double mean(RowExponentials<?> e, int[] labels) {
        FusedCrossEntropy made = of(e, labels, EQUAL, Math.max(labels.length, 1));
        double mean = made.mean(labels.length, labels.length);
        made.release();
        return mean;
    }

    /** With an array of all losses, so that several threads can compute them. */
    private static <A> double meanOfMany(A x, A gradient, int start, int length, int[] labels) {
        double[] losses = new double[labels.length];
        Splitter.split(labels.length, 1, length * NANOSECONDS, (from, to) -> {
            FusedCrossEntropy made = of(own(x, gradient, start, length), labels, EQUAL, labels.length);
            made.evaluate(from, to, losses, from);
            made.release();
        });
        return Summation.mean(losses, losses.length);
    }

    private static <A> RowExponentials<A> own(A x, A gradient, int start, int length) {
        return Scratch.of(x).exponentials().to(x, gradient, start, length, LeftOut.COLUMN);
    }

    /** For a few long rows, each of which is split. */
    private static <A> RowExponentials<A> lend(A x, A gradient, int start, int length) {
        return Scratch.lend(x).exponentials().to(x, gradient, start, length, LeftOut.COLUMN);
    }

    /** Σ losses / divisor, also where only the sum is out of range. */
    private double mean(int rows, double lossDivisor) {
        double sum = sum(0, rows, 0);
        return Double.isFinite(sum) ? sum / lossDivisor : lowered[0] / lossDivisor / ROOM;
    }

    /** Σ losses in the order of {@link Summation}, one leaf of its tree after the other. */
    private double sum(int from, int to, int depth) {
        if (to - from > losses.length) {
            int middle = from + Summation.half(to - from);
            double sum = sum(from, middle, depth + 1);
            double low = lowered[depth + 1];
            sum += sum(middle, to, depth + 1);
            lowered[depth] = low + lowered[depth + 1];
            return sum;
        }
        evaluate(from, to, losses, 0);
        double sum = Summation.sum(losses, 0, to - from);
        lowered[depth] = sum * ROOM;
        if (!Double.isFinite(sum)) {
            for (int i = 0; i < to - from; i++) {
                losses[i] *= ROOM;
            }
            lowered[depth] = Summation.sum(losses, 0, to - from);
        }
        return sum;
    }

    /** Computes the losses of rows [from … to), and stores them in losses[at …]. */
    private void evaluate(int from, int to, double[] losses, int at) {
        for (int first = from, count; first < to; first += count) {
            count = e.load(first, to);
            chooseLabels(first, count);
            e.addUp();
            divideByLabels(count);
            e.put(e.taken);
            e.scale(factors, e.sums);
            finish(first, count, losses, at + first - from);
            e.store();
        }
    }

    /** Chooses the column of each label, which is left out of the sum, and the factor of its weight. */
    private void chooseLabels(int first, int count) {
        for (int i = 0; i < count; i++) {
            int label = labels[first + i];
            e.columns[i] = Math.max(label, 0);
            factors[i] = label < 0 ? 0 : weight.applyAsDouble(first + i) / divisor;
        }
    }

    /** From R and e_t of each row: the ratio R / e_t, −R for the label's gradient, and Σ e. */
    private void divideByLabels(int count) {
        for (int i = 0; i < count; i++) {
            double others = e.sums[i];
            double own = e.taken[i];
            ratios[i] = isRegular(others, own, factors[i]) ? others / own : Double.NaN;
            e.taken[i] = 0 - others;
            e.sums[i] = others + own;
        }
    }

    private static boolean isRegular(double others, double own, double factor) {
        return areComparable(others, own) && factor >= SMALL && factor <= 1 / SMALL;
    }

    /** Whether neither may have lost digits to underflow; not if one is NaN. */
    static boolean areComparable(double others, double own) {
        return others >= SMALLEST * own && own >= SMALLEST * others;
    }

    /** From R / e_t to the losses, in losses[at …]. */
    private void finish(int first, int count, double[] losses, int at) {
        e.onePlus(ratios);
        for (int i = 0; i < count; i++) {
            int label = labels[first + i];
            double rowWeight = label < 0 ? 0 : weight.applyAsDouble(first + i);
            losses[at + i] = Double.isNaN(ratios[i]) ? fallBack(i, label, rowWeight) : rowWeight * ratios[i];
        }
    }

    /** The loss of a row by other means; its gradient replaces that of the fast path. */
    private double fallBack(int row, int label, double rowWeight) {
        if (rowWeight == 0) {
            e.clear(row);
            return 0;
        }
        double[] logits = e.row(row);
        double[] dx = new double[logits.length];
        double[] q = new double[logits.length];
        q[label] = rowWeight;
        double loss = CrossEntropy.logits(logits, q, dx);
        CrossEntropy.divide(dx, divisor);
        e.replace(row, dx);
        return loss;
    }
}
