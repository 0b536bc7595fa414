package org.closedform.kernel;

import org.closedform.kernel.loops.TwoSum;

/**
 * A sum that keeps what every addition loses (Knuth's two-sum; Ogita, Rump, Oishi, Accurate Sum and Dot Product, 2005, algorithm 4.1):
 * of numbers of one sign, within an ulp.
 */
final class CompensatedSum {
    private double sum;
    private double lost;

    void add(double number) {
        double next = sum + number;
        lost += TwoSum.lost(sum, number, next);
        sum = next;
    }

    void add(double high, double low) {
        add(high);
        lost += low;
    }

    double value() {
        return sum + lost;
    }

    /** The sum in about 100 bits. */
    DoubleDouble precise() {
        return DoubleDouble.of(sum, lost);
    }
}
