package org.closedform.kernel;

/** The hyperbolic tangent. */
public final class Hyperbolic {
    private Hyperbolic() {}

    /** tanh of every number. */
    public static Buffer tangent(Buffer x) {
        return SigmoidBlock.map(x, SigmoidBlock::tanh);
    }

    /** tanh′ of every number. */
    public static Buffer tangentSlope(Buffer x) {
        return SigmoidBlock.map(x, (block, count) -> block.sigmoidSlope(count, 2));
    }

    /** tanh x. */
    public static double tangent(double x) {
        return StrictMath.tanh(x);
    }

    /** tanh′ x = 1 − tanh² x = 4 σ′(2x), which keeps its digits where tanh rounds to ±1. */
    public static double tangentSlope(double x) {
        return 4 * Logistic.slope(2 * x);
    }

    /** tanh″ x = −2 tanh x tanh′ x. */
    public static double tangentSecondSlope(double x) {
        return -2 * tangent(x) * tangentSlope(x);
    }
}
