package org.closedform.kernel;

/** A cap on logits, z = c·tanh(a/c): of the logits of a block its slope dz/da and the slope of that, for as many numbers. */
final class LogitCap {
    private final double cap;
    private final Buffer ratios;
    private final Buffer tangents;
    private final Buffer slopes;

    LogitCap(double cap, Buffer logits) {
        this.cap = cap;
        this.ratios = logits.ofSize(logits.size());
        this.tangents = logits.ofSize(logits.size());
        this.slopes = logits.ofSize(logits.size());
    }

    /** Caps the first logits, in place. */
    void apply(Buffer logits, int count) {
        for (int i = 0; i < count; i++) {
            ratios.set(i, logits.at(i) / cap);
        }
        SigmoidBlock.map(ratios.array(), tangents.array(), 0, count, SigmoidBlock::tanh);
        SigmoidBlock.map(ratios.array(), slopes.array(), 0, count, (block, numbers) -> block.sigmoidSlope(numbers, 2));
        for (int i = 0; i < count; i++) {
            logits.set(i, cap * tangents.at(i));
        }
    }

    /** dz/da = 1 − tanh²(a/c), which keeps its digits where tanh rounds to ±1. */
    double slope(int i) {
        return slopes.at(i);
    }

    /** d²z/da² = −2 tanh(a/c) (1 − tanh²(a/c)) / c. */
    double secondSlope(int i) {
        return -2 * tangents.at(i) * slopes.at(i) / cap;
    }
}
