package org.closedform.kernel.loops;

/**
 * Sums of float64 numbers. There is no wider type to add them in, so the rounding errors of the additions are added up beside the
 * sum (Ogita, Rump, Oishi, Accurate Sum and Dot Product, 2005, algorithm 4.1).
 */
final class Float64Sums {
    private static final int FEW = 8;

    private Float64Sums() {}

    /** In four independent accumulators, unless there are few numbers. */
    static double sum(double[] values, int count) {
        return sum(values, 0, 1, count);
    }

    /** The same of values that are a step apart. */
    static double sum(double[] values, int from, int step, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        double lostA = 0;
        double lostB = 0;
        double lostC = 0;
        double lostD = 0;
        int at = from;
        for (int i = 4; count > FEW && i <= count; i += 4) {
            double nextA = a + values[at];
            double nextB = b + values[at + step];
            double nextC = c + values[at + 2 * step];
            double nextD = d + values[at + 3 * step];
            lostA += TwoSum.lost(a, values[at], nextA);
            lostB += TwoSum.lost(b, values[at + step], nextB);
            lostC += TwoSum.lost(c, values[at + 2 * step], nextC);
            lostD += TwoSum.lost(d, values[at + 3 * step], nextD);
            a = nextA;
            b = nextB;
            c = nextC;
            d = nextD;
            at += 4 * step;
        }
        double two = a + b;
        double three = two + c;
        double sum = three + d;
        double lost = TwoSum.lost(a, b, two) + TwoSum.lost(two, c, three) + TwoSum.lost(three, d, sum);
        lost += (lostA + lostB) + (lostC + lostD);
        for (; at < from + count * step; at += step) {
            double next = sum + values[at];
            lost += TwoSum.lost(sum, values[at], next);
            sum = next;
        }
        return sum + lost;
    }

    /** Sums of four neighbours first, then those with compensation. */
    static void sums(double[] e, int origin, int length, int first, int end, double[] sums) {
        for (int row = first; row < end; row++) {
            int after = origin + (row + 1) * length;
            double sum = 0;
            double lost = 0;
            int i = after - length;
            for (; i + 4 <= after; i += 4) {
                double four = (e[i] + e[i + 1]) + (e[i + 2] + e[i + 3]);
                double next = sum + four;
                lost += TwoSum.lost(sum, four, next);
                sum = next;
            }
            for (; i < after; i++) {
                double next = sum + e[i];
                lost += TwoSum.lost(sum, e[i], next);
                sum = next;
            }
            sums[row] = sum + lost;
        }
    }

    /** One after the other, of values that are a step apart. */
    static double sumInTurn(double[] values, int from, int step, int count) {
        double sum = 0;
        double lost = 0;
        for (int i = from; i < from + count * step; i += step) {
            double next = sum + values[i];
            lost += TwoSum.lost(sum, values[i], next);
            sum = next;
        }
        return sum + lost;
    }

    static void sumsButLargest(double[] e, int origin, int length, int first, int end, double[] sums, int[] largest) {
        for (int row = first; row < end; row++) {
            int begin = origin + row * length;
            double sum = 0;
            double lost = 0;
            double top = 0;
            int column = 0;
            for (int i = 0; i < length; i++) {
                double next = e[begin + i];
                double smaller;
                if (next > top) {
                    smaller = top;
                    top = next;
                    column = i;
                } else {
                    smaller = next;
                }
                double longer = sum + smaller;
                lost += TwoSum.lost(sum, smaller, longer);
                sum = longer;
            }
            sums[row] = sum + lost;
            largest[row] = column;
        }
    }

    /** Adds the smaller of each value and the largest so far, and keeps the larger, and what the additions lost. */
    static void addButLargest(double[] values, double[] sums, double[] lost, double[] largest, int count) {
        for (int i = 0; i < count; i++) {
            double smaller = Math.min(values[i], largest[i]);
            double next = sums[i] + smaller;
            lost[i] = lost[i] + TwoSum.lost(sums[i], smaller, next);
            sums[i] = next;
            largest[i] = Math.max(values[i], largest[i]);
        }
    }
}
