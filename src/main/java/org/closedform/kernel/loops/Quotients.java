package org.closedform.kernel.loops;

/** Quotients with more digits than a double has. */
public final class Quotients {
    private Quotients() {}

    /** high + low = numerator / denominator for each of the first {@code count}, where high is the rounded quotient. */
    public static void of(double[] numerators, double[] denominators, int count, double[] high, double[] low) {
        for (int i = 0; i < count; i++) {
            double quotient = numerators[i] / denominators[i];
            high[i] = quotient;
            low[i] = lost(numerators[i], denominators[i], quotient);
        }
    }

    /** What a rounded quotient lost. */
    public static double lost(double numerator, double denominator, double quotient) {
        return Math.fma(-denominator, quotient, numerator) / denominator;
    }
}
