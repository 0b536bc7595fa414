package org.closedform.kernel;

import java.util.function.DoubleUnaryOperator;
import org.closedform.kernel.loops.Gate;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/** The sigmoids and their kin, block by block in scratch. A thread keeps one of each element type. */
final class SigmoidBlock<A> {
    /** About how long a number takes. */
    private static final double NANOSECONDS = 1;

    static final Function SIGMOID = new Function() {
        @Override
        public void apply(SigmoidBlock<?> block, int count) {
            block.sigmoid(count);
        }
    };

    private static final ThreadLocal<SigmoidBlock<double[]>> FLOAT64 = new ThreadLocal<>() {
        @Override
        protected SigmoidBlock<double[]> initialValue() {
            return new SigmoidBlock<>(Scratch.of(new double[0]));
        }
    };

    private static final ThreadLocal<SigmoidBlock<float[]>> FLOAT32 = new ThreadLocal<>() {
        @Override
        protected SigmoidBlock<float[]> initialValue() {
            return new SigmoidBlock<>(Scratch.of(new float[0]));
        }
    };

    private final Loops<A> loops;
    private final A x;
    private final A y;
    private final A slope;
    private final A a;
    private final A q;
    private final A r;

    /** A function of a block. */
    @FunctionalInterface
    interface Function {
        void apply(SigmoidBlock<?> block, int count);
    }

    private SigmoidBlock(Scratch<A> scratch) {
        this.loops = scratch.loops;
        this.x = scratch.block(0);
        this.a = scratch.block(1);
        this.q = scratch.block(2);
        this.r = scratch.block(3);
        this.y = scratch.block(4);
        this.slope = scratch.block(5);
    }

    /** The function of every number of a buffer. */
    static Buffer map(Buffer x, Function function) {
        Buffer y = x.ofSize(x.size());
        map(x.array(), y.array(), 0, x.size(), function);
        return y;
    }

    /** The function of every number of a buffer, and another, which takes its time, where that gives an infinity or NaN. */
    static Buffer map(Buffer x, Function function, DoubleUnaryOperator precise) {
        return map(x, (block, count) -> {
            function.apply(block, count);
            block.replaceSpecial(count, precise);
        });
    }

    private void replaceSpecial(int count, DoubleUnaryOperator precise) {
        if (areFinite(count)) {
            return;
        }
        Buffer numbers = Buffer.ofArray(x);
        Buffer results = Buffer.ofArray(y);
        for (int i = 0; i < count; i++) {
            if (!Double.isFinite(results.at(i))) {
                results.set(i, precise.applyAsDouble(numbers.at(i)));
            }
        }
    }

    private boolean areFinite(int count) {
        return Double.isFinite(loops.sum(a, loops.fold(y, 0, count, a, q, r)));
    }

    /** x·σ(x) and its slope for every number of a buffer, and where the first is infinite or NaN both from the precise function. */
    static ScalarFunction.ValuesAndSlopes siluAndSlope(Buffer x, ScalarFunction precise) {
        Buffer y = x.ofSize(x.size());
        Buffer slope = x.ofSize(x.size());
        Splitter.split(x.size(), Loops.BLOCK, NANOSECONDS, (from, to) -> of(x.array())
                .siluAndSlope(x.array(), y.array(), slope.array(), from, to, precise));
        return new ScalarFunction.ValuesAndSlopes(y, slope);
    }

    private void siluAndSlope(A source, A values, A slopes, int begin, int end, ScalarFunction precise) {
        for (int from = begin; from < end; from += Loops.BLOCK) {
            int count = Math.min(Loops.BLOCK, end - from);
            System.arraycopy(source, from, x, 0, count);
            loops.siluAndSlope(x, y, slope, count, a, q, r);
            if (!areFinite(count)) {
                replaceSpecialSlopes(count, precise);
                replaceSpecial(count, precise::value);
            }
            System.arraycopy(y, 0, values, from, count);
            System.arraycopy(slope, 0, slopes, from, count);
        }
    }

    private void replaceSpecialSlopes(int count, ScalarFunction precise) {
        Buffer numbers = Buffer.ofArray(x);
        Buffer values = Buffer.ofArray(y);
        Buffer slopes = Buffer.ofArray(slope);
        for (int i = 0; i < count; i++) {
            if (!Double.isFinite(values.at(i))) {
                slopes.set(i, precise.slope(numbers.at(i)));
            }
        }
    }

    /** The function of some numbers of x, stored at the same indices of y, which may be x. */
    static <A> void map(A x, A y, int start, int count, Function function) {
        if (Splitter.isLarge(count, NANOSECONDS)) {
            Splitter.split(count, Loops.BLOCK, NANOSECONDS, (from, to) -> of(x).mapRange(
                            x, y, start + from, start + to, function));
        } else {
            of(x).mapRange(x, y, start, start + count, function);
        }
    }

    @SuppressWarnings("unchecked") // A is the type of the array
    private static <A> SigmoidBlock<A> of(A array) {
        return (SigmoidBlock<A>) (array instanceof double[] ? FLOAT64.get() : FLOAT32.get());
    }

    private void mapRange(A source, A target, int begin, int end, Function function) {
        for (int from = begin; from < end; from += Loops.BLOCK) {
            int count = Math.min(Loops.BLOCK, end - from);
            System.arraycopy(source, from, x, 0, count);
            function.apply(this, count);
            System.arraycopy(y, 0, target, from, count);
        }
    }

    /** y = σ(x). */
    void sigmoid(int count) {
        loops.sigmoid(x, y, count, a, q, r);
    }

    /** y = scale²·σ′(scale·x), for tanh′(x) = 4σ′(2x) too. */
    void sigmoidSlope(int count, int scale) {
        loops.sigmoidSlope(x, y, count, scale, a, q, r);
    }

    /** y = log(1 + e^(sign·x)), times sign. */
    void softplus(int count, int sign) {
        loops.softplus(x, y, count, sign, a, q, r);
    }

    /** y = tanh(x). */
    void tanh(int count) {
        loops.tanh(x, y, count, a, q, r);
    }

    /** y = x·σ(u); not where σ is almost 0. */
    void logisticGate(int count, Gate u) {
        loops.logisticGate(x, y, count, u, a, q, r);
    }

    /** y = x·σ(x); not where σ is almost 0. */
    void silu(int count) {
        loops.silu(x, y, count, a, q, r);
    }

    /** y = x·tanh(softplus(x)); not where the square of the tanh is almost 0. */
    void mishGate(int count) {
        loops.mishGate(x, y, count, a, q, r);
    }
}
