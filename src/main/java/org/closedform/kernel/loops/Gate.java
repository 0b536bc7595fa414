package org.closedform.kernel.loops;

/**
 * The argument of a sigmoid, u = b·x + c·x³ with b > 0 and c ≥ 0, each in two words.
 *
 * @param linear b
 * @param linearLow what b leaves
 * @param cubic c
 * @param cubicLow what c leaves
 */
public record Gate(double linear, double linearLow, double cubic, double cubicLow) {
    /** u = x. */
    static final Gate IDENTITY = new Gate(1, 0, 0, 0);

    boolean isLinear() {
        return cubic == 0;
    }

    /** About the x that has this u ≥ 0, by Newton's method from above. */
    double reach(double u) {
        double x = isLinear() ? u / linear : Math.min(u / linear, StrictMath.cbrt(u / cubic));
        while (!isLinear() && linear * x + cubic * x * x * x - u > u / 1024) {
            x -= (linear * x + cubic * x * x * x - u) / (linear + 3 * cubic * x * x);
        }
        return x;
    }
}
