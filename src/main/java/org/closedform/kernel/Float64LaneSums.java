package org.closedform.kernel;

import java.util.Arrays;

/**
 * A sum for every lane. What is added goes to {@link #plain} first; now and then that is added to the sum, and what this loses is
 * kept (Knuth's two-sum; Ogita, Rump, Oishi, Accurate Sum and Dot Product, 2005, algorithm 4.4).
 */
final class Float64LaneSums {
    final double[] plain;
    private final double[] sum;
    private final double[] lost;
    private final double[] totals;

    Float64LaneSums(int lanes) {
        plain = Float64ChannelBlock.array(lanes);
        sum = Float64ChannelBlock.array(lanes);
        lost = Float64ChannelBlock.array(lanes);
        totals = Float64ChannelBlock.array(lanes);
    }

    void clear(int lanes) {
        Arrays.fill(plain, 0, lanes, 0);
        Arrays.fill(sum, 0, lanes, 0);
        Arrays.fill(lost, 0, lanes, 0);
    }

    void fold(int lanes) {
        fold(plain, sum, lost, lanes);
    }

    private static void fold(double[] plain, double[] sum, double[] lost, int lanes) {
        for (int i = 0; i < lanes; i++) {
            double next = sum[i] + plain[i];
            double added = next - sum[i];
            lost[i] = lost[i] + ((sum[i] - (next - added)) + (plain[i] - added));
            sum[i] = next;
            plain[i] = 0;
        }
    }

    double[] totals(int lanes) {
        fold(lanes);
        for (int i = 0; i < lanes; i++) {
            totals[i] = sum[i] + lost[i];
        }
        return totals;
    }
}
