package org.closedform.kernel;

import java.util.function.DoubleUnaryOperator;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.PrecisePowers;
import org.closedform.kernel.loops.Splitter;

/**
 * Functions of float64 numbers made of an exponential, a block at a time in two words: many times as fast as {@link DoubleDouble}. A thread
 * keeps one.
 */
final class PowerBlock {
    private static final ThreadLocal<PowerBlock> OWN = new ThreadLocal<>() {
        @Override
        protected PowerBlock initialValue() {
            return new PowerBlock();
        }
    };

    /** About how long a number takes. */
    private static final double NANOSECONDS = 5;

    /** A difference that is smaller than its terms by this has lost too many digits. */
    static final double CANCELLED = 0x1p-6;

    /** Multiplied by it twice, a difference of 0 stays 0, and another one becomes infinite. */
    private static final double LARGEST = Double.MAX_VALUE;

    final double[] x = array();
    final double[] y = array();
    final double[] a = array();
    final double[] aLow = array();
    final double[] q = array();
    final double[] w = array();
    final double[] wLow = array();
    final double[] t = array();
    final double[] tLow = array();
    private final double[] r = array();

    private PowerBlock() {}

    private static double[] array() {
        return Loops.FLOAT64.scratch(Loops.BLOCK);
    }

    /** Makes y of x. */
    @FunctionalInterface
    interface Function {
        void apply(PowerBlock block, int count);
    }

    /** A function by its fast form, and by its precise form where that gives an infinity or NaN. */
    static Buffer map(Buffer x, Function fast, DoubleUnaryOperator precise) {
        Buffer result = x.ofSize(x.size());
        Splitter.split(x.size(), Loops.BLOCK, NANOSECONDS, (begin, end) -> {
            PowerBlock block = OWN.get();
            for (int from = begin; from < end; from += Loops.BLOCK) {
                int count = Math.min(Loops.BLOCK, end - from);
                x.load(from, 1, count, block.x, 0);
                fast.apply(block, count);
                block.replaceSpecial(count, precise);
                result.store(from, 1, count, block.y, 0);
            }
        });
        return result;
    }

    private void replaceSpecial(int count, DoubleUnaryOperator precise) {
        if (Double.isFinite(Loops.FLOAT64.sum(a, Loops.FLOAT64.fold(y, 0, count, a, q, r)))) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (!Double.isFinite(y[i])) {
                y[i] = precise.applyAsDouble(x[i]);
            }
        }
    }

    /** Makes q, w and wLow of a and aLow, which are overwritten. */
    void makePowers(int count) {
        PrecisePowers.of(a, aLow, q, w, wLow, r, count);
    }

    /** +0, or ∞ if x is negative: subtracted, it changes no result but one to be rejected. */
    static double infinityIfNegative(double x) {
        return (Math.abs(x) - x) * LARGEST * LARGEST;
    }
}
