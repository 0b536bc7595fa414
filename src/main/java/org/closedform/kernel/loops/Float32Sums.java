package org.closedform.kernel.loops;

/** Sums of float32 numbers, in float64: it has 29 bits more, so no compensation is needed. */
final class Float32Sums {
    private Float32Sums() {}

    /** In four independent accumulators. */
    static double sum(float[] values, int count) {
        return sum(values, 0, 1, count);
    }

    /** The same of values that are a step apart. */
    static double sum(float[] values, int from, int step, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int at = from;
        for (int i = 4; i <= count; i += 4) {
            s0 += values[at];
            s1 += values[at + step];
            s2 += values[at + 2 * step];
            s3 += values[at + 3 * step];
            at += 4 * step;
        }
        for (; at < from + count * step; at += step) {
            s0 += values[at];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Four neighbours in float32 first, then their sums in float64. */
    static void sums(float[] e, int origin, int length, int first, int end, double[] sums) {
        int at = origin + first * length;
        for (int row = first; row < end; row++) {
            double sum = 0;
            for (int after = at + length; at + 8 <= after; at += 8) {
                sum += four(e, at);
                sum += four(e, at + 4);
            }
            if ((length & 4) != 0) {
                sum += four(e, at);
                at += 4;
            }
            for (int rest = length & 3; rest > 0; rest--, at++) {
                sum += e[at];
            }
            sums[row] = sum;
        }
    }

    private static float four(float[] e, int at) {
        return (e[at] + e[at + 1]) + (e[at + 2] + e[at + 3]);
    }

    /** One after the other, of values that are a step apart. */
    static double sumInTurn(float[] values, int from, int step, int count) {
        double sum = 0;
        for (int i = from; i < from + count * step; i += step) {
            sum += values[i];
        }
        return sum;
    }

    static void sumsButLargest(float[] e, int origin, int length, int first, int end, double[] sums, int[] largest) {
        for (int row = first; row < end; row++) {
            int begin = origin + row * length;
            double sum = 0;
            float top = 0;
            int column = 0;
            for (int i = 0; i < length; i++) {
                float next = e[begin + i];
                if (next > top) {
                    sum += top;
                    top = next;
                    column = i;
                } else {
                    sum += next;
                }
            }
            sums[row] = sum;
            largest[row] = column;
        }
    }

    /** Adds the smaller of each value and the largest so far, and keeps the larger. What the additions lose is too little to be kept. */
    static void addButLargest(double[] values, double[] sums, double[] lost, double[] largest, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] = sums[i] + Math.min(values[i], largest[i]);
            largest[i] = Math.max(values[i], largest[i]);
        }
    }
}
