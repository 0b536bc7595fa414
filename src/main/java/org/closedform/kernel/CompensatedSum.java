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
        double added = next - sum;
        lost += (sum - (next - added)) + (number - added);
        sum = next;
    }

    double value() {
        return sum + lost;
    }

    /** Σ values[from … to). */
    static double of(double[] values, int from, int to) {
        CompensatedSum sum = new CompensatedSum();
        for (int i = from; i < to; i++) {
            sum.add(values[i]);
        }
        return sum.value();
    }
}
