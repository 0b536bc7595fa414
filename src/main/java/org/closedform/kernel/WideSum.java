package org.closedform.kernel;

/**
 * Sums and products with probabilities that may be far below the smallest number, though the products are not: each is m·2^k, with k
 * = 0, or {@link #DOWN} for a small one.
 */
final class WideSum {
    static final int DOWN = -1100;

    /** Probabilities below e^this are small. */
    static final double SMALL = -600;

    /** A factor from here on makes a small probability, less than 2^−865, neither too small nor, multiplied by 2^1100, too large. */
    private static final double LARGE = 0x1p400;

    private DoubleDouble sum = DoubleDouble.ZERO;
    private DoubleDouble small = DoubleDouble.ZERO;

    /** Adds m·2^k·r. */
    void add(DoubleDouble m, int k, DoubleDouble r) {
        if (k == 0) {
            sum = sum.plus(m.times(r));
        } else if (Math.abs(r.high()) < LARGE) {
            small = small.plus(m.times(r));
        } else {
            sum = sum.plus(m.times(r.scaled(k)));
        }
    }

    DoubleDouble value() {
        return small.high() == 0 ? sum : sum.plus(small.scaled(DOWN));
    }

    /** The sum, rounded to the spacing of subnormal numbers once. */
    double rounded() {
        return sum.high() == 0 ? Math.scalb(small.high(), DOWN) : value().high();
    }
}
