package org.closedform.kernel;

import org.closedform.kernel.loops.TwoSum;

/**
 * A compensated sum, which adds up the rounding errors of its additions too (Knuth's two-sum; Ogita, Rump, Oishi, Accurate Sum and
 * Dot Product, 2005, algorithm 4.1). For numbers of one sign it is within an ulp.
 */
public final class CompensatedSum {
    private double sum;
    private double lost;

    /** Σ x_i; infinite where the sum is. */
    public static double of(double[] x) {
        CompensatedSum sum = new CompensatedSum();
        for (double number : x) {
            sum.add(number);
        }
        return Double.isInfinite(sum.sum) ? sum.sum : sum.value();
    }

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
