package org.closedform.kernel;

import java.util.function.DoubleUnaryOperator;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/**
 * Functions of float32 numbers, a block at a time in float64: many times as fast as two words, and as accurate once it is rounded. A
 * thread keeps one.
 */
final class WideBlocks {
    private static final ThreadLocal<WideBlocks> OWN = new ThreadLocal<>() {
        @Override
        protected WideBlocks initialValue() {
            return new WideBlocks();
        }
    };

    /** About how long a number takes. */
    private static final double NANOSECONDS = 3;

    /** Smaller slopes may have lost digits when their terms cancelled. */
    private static final double SMALL = 0x1p-20;

    final double[] x = Loops.FLOAT64.scratch(Loops.BLOCK);
    final double[] y = Loops.FLOAT64.scratch(Loops.BLOCK);
    private final double[] sigmoid = Loops.FLOAT64.scratch(Loops.BLOCK);
    /** For what is needed after the sigmoid too. */
    final double[] scratch = Loops.FLOAT64.scratch(Loops.BLOCK);

    private final double[] a = Loops.FLOAT64.scratch(Loops.BLOCK);
    private final double[] q = Loops.FLOAT64.scratch(Loops.BLOCK);
    private final double[] r = Loops.FLOAT64.scratch(Loops.BLOCK);

    private WideBlocks() {}

    /** Makes y of x. */
    @FunctionalInterface
    interface Function {
        void apply(WideBlocks block, int count);
    }

    /** A function of float32 numbers by its fast form, and by its precise form where that gives NaN. */
    static Buffer values(Buffer x, Function fast, DoubleUnaryOperator precise) {
        return map(x, fast, 0, precise);
    }

    /** The same for a slope, with the precise form for small results too. */
    static Buffer slopes(Buffer x, Function fast, DoubleUnaryOperator precise) {
        return map(x, fast, SMALL, precise);
    }

    private static Buffer map(Buffer x, Function fast, double least, DoubleUnaryOperator precise) {
        Buffer result = x.ofSize(x.size());
        Splitter.split(x.size(), Loops.BLOCK, NANOSECONDS, (begin, end) -> {
            for (int from = begin; from < end; from += Loops.BLOCK) {
                int count = Math.min(Loops.BLOCK, end - from);
                WideBlocks block = OWN.get();
                x.load(from, 1, count, block.x, 0);
                fast.apply(block, count);
                block.makeAnew(count, least, precise);
                result.store(from, 1, count, block.y, 0);
            }
        });
        return result;
    }

    private void makeAnew(int count, double least, DoubleUnaryOperator precise) {
        for (int i = 0; i < count; i++) {
            if (!(Math.abs(y[i]) >= least)) {
                y[i] = precise.applyAsDouble(x[i]);
            }
        }
    }

    /** σ of what y holds. */
    double[] sigmoid(int count) {
        Loops.FLOAT64.sigmoid(y, sigmoid, count, a, q, r);
        return sigmoid;
    }
}
