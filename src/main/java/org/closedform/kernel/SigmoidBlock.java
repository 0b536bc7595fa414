package org.closedform.kernel;

/**
 * The sigmoids, their slopes and their integral over a block of numbers, all made of E = e^a:
 *
 * <pre>{@code
 * σ(x)        = 1 / (1 + E)           a = −x
 * σ′(x)       = E / (1 + E)²          a = |x|
 * tanh(x)     = ±(E − 1) / (E + 1)    a = 2|x|
 * softplus(x) = max(x, 0) + 2 atanh(1 / (2E + 1))    a = |x|
 * }</pre>
 *
 * <p>E is never formed. It is q + q·w with q = 2^k and w = e^r − 1 small, so that q + q·w + 1 is rounded once; and what its reciprocal
 * misses, 1 − (q + q·w + 1)/(…), is known almost exactly and put back where that is needed.
 *
 * <p>The JIT compiler makes SIMD code of every loop: counted, over arrays with one index, without branches.
 */
sealed interface SigmoidBlock permits Float32SigmoidBlock, Float64SigmoidBlock {
    int SIZE = 1024;

    /** Arrays that a thread keeps, so that a call allocates nothing but its result. */
    ThreadLocal<SigmoidBlock> FLOAT64 = ThreadLocal.withInitial(Float64SigmoidBlock::new);

    ThreadLocal<SigmoidBlock> FLOAT32 = ThreadLocal.withInitial(Float32SigmoidBlock::new);

    /** What a function makes of every number of a buffer. */
    static Buffer map(Buffer x, Function function) {
        SigmoidBlock block = (x.isFloat64() ? FLOAT64 : FLOAT32).get();
        Buffer result = x.ofSize(x.size());
        for (int from = 0; from < x.size(); from += SIZE) {
            int count = Math.min(SIZE, x.size() - from);
            block.load(x, from, count);
            function.apply(block, count);
            block.store(result, from, count);
        }
        return result;
    }

    /** Makes y of x for the first {@code count} numbers of a block. */
    @FunctionalInterface
    interface Function {
        void apply(SigmoidBlock block, int count);
    }

    void load(Buffer source, int from, int count);

    void store(Buffer target, int to, int count);

    /** y = σ(x). */
    void logistic(int count);

    /** y = scale²·σ′(scale·x), for tanh′(x) = 4σ′(2x) too. */
    void logisticSlope(int count, int scale);

    /** y = log(1 + e^(sign·x)), times sign. */
    void softplus(int count, int sign);

    /** y = tanh(x). */
    void tangent(int count);
}
