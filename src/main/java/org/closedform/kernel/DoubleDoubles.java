package org.closedform.kernel;

import org.closedform.kernel.loops.TwoSum;

/** An array of numbers in double-double. */
final class DoubleDoubles {
    final double[] high;
    final double[] low;

    DoubleDoubles(int length) {
        this.high = new double[length];
        this.low = new double[length];
    }

    DoubleDouble at(int i) {
        return new DoubleDouble(high[i], low[i]);
    }

    void set(int i, DoubleDouble x) {
        high[i] = x.high();
        low[i] = x.low();
    }

    /** x_i −= high + low. */
    void subtract(int i, double high, double low) {
        double difference = this.high[i] - high;
        double lost = TwoSum.lost(this.high[i], -high, difference) + (this.low[i] - low);
        double sum = difference + lost;
        boolean isFinite = Double.isFinite(sum);
        this.high[i] = isFinite ? sum : difference;
        this.low[i] = isFinite ? (difference - sum) + lost : 0;
    }
}
