package org.closedform.kernel;

/**
 * A sum that keeps what every addition loses (Knuth's two-sum; Ogita, Rump, Oishi, Accurate Sum and Dot Product, 2005, algorithm 4.1):
 * of numbers of one sign, within an ulp.
 */
final class CompensatedSum {
    private double sum;
    private double lost;

    void add(double number) {
        double next = sum + number;
        lost += lost(sum, number, next);
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

    /** a + b − sum, exactly, for the rounded sum. */
    static double lost(double a, double b, double sum) {
        double added = sum - a;
        return (a - (sum - added)) + (b - added);
    }

    /** The sum of every {@code step}-th of {@code count} values. */
    static double of(double[] values, int from, int step, int count) {
        CompensatedSum sum = new CompensatedSum();
        int whole = count <= 8 ? 0 : count / 4 * 4;
        if (whole > 0) {
            sum.addFours(values, from, step, whole);
        }
        for (int i = whole; i < count; i++) {
            sum.add(values[from + i * step]);
        }
        return sum.value();
    }

    /** In four sums that do not wait for each other. */
    private void addFours(double[] values, int from, int step, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        double lostA = 0;
        double lostB = 0;
        double lostC = 0;
        double lostD = 0;
        for (int at = from; at < from + count * step; at += 4 * step) {
            double nextA = a + values[at];
            double nextB = b + values[at + step];
            double nextC = c + values[at + 2 * step];
            double nextD = d + values[at + 3 * step];
            lostA += lost(a, values[at], nextA);
            lostB += lost(b, values[at + step], nextB);
            lostC += lost(c, values[at + 2 * step], nextC);
            lostD += lost(d, values[at + 3 * step], nextD);
            a = nextA;
            b = nextB;
            c = nextC;
            d = nextD;
        }
        add(a);
        add(b);
        add(c);
        add(d);
        lost += (lostA + lostB) + (lostC + lostD);
    }
}
