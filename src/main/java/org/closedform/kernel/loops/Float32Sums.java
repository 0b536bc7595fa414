package org.closedform.kernel.loops;

/** Sums of float32 numbers, in float64: it has 29 bits more, so no compensation is needed. */
final class Float32Sums {
    private Float32Sums() {}

    /** In four independent accumulators. */
    static double sum(float[] values, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            s0 += values[i];
            s1 += values[i + 1];
            s2 += values[i + 2];
            s3 += values[i + 3];
        }
        for (; i < count; i++) {
            s0 += values[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Four neighbours in float32 first, then their sums in float64. */
    static void sums(float[] e, int origin, int length, int first, int end, double[] sums) {
        for (int row = first; row < end; row++) {
            int after = origin + (row + 1) * length;
            double sum = 0;
            int i = after - length;
            for (; i + 4 <= after; i += 4) {
                sum += (e[i] + e[i + 1]) + (e[i + 2] + e[i + 3]);
            }
            for (; i < after; i++) {
                sum += e[i];
            }
            sums[row] = sum;
        }
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
}
