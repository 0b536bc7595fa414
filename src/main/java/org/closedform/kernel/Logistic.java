package org.closedform.kernel;

/** The logistic function, through e^−|x| so that nothing overflows and no digit cancels. */
public final class Logistic {
    private Logistic() {}

    /** σ of every number. */
    public static Buffer value(Buffer x) {
        return SigmoidBlock.map(x, SigmoidBlock.SIGMOID);
    }

    /** y = σ(x) for numbers that begin at the same index in both arrays, which may be the same array. */
    public static <A> void value(A x, A y, int start, int count) {
        SigmoidBlock.map(x, y, start, count, SigmoidBlock.SIGMOID);
    }

    /** σ′ of every number. */
    public static Buffer slope(Buffer x) {
        return SigmoidBlock.map(x, (block, count) -> block.sigmoidSlope(count, 1));
    }

    /** log(1 + e^x) of every number. */
    public static Buffer softplus(Buffer x) {
        return SigmoidBlock.map(x, (block, count) -> block.softplus(count, 1));
    }

    /** log σ of every number. */
    public static Buffer logValue(Buffer x) {
        return SigmoidBlock.map(x, (block, count) -> block.softplus(count, -1));
    }

    /** σ(x) = 1 / (1 + e^−x). */
    public static double value(double x) {
        double e = StrictMath.exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /**
     * σ′(x) = σ(x)·σ(−x) = e^−|x| / (1 + e^−|x|)²: never formed as 1 − σ, which has no digits left once σ rounds to 1. Near 0
     * rounding would lift it above its maximum, 1/4.
     */
    public static double slope(double x) {
        double e = StrictMath.exp(-Math.abs(x));
        return Math.min(e / ((1 + e) * (1 + e)), 0.25);
    }

    /** log(1 + e^x) = max(x, 0) + log1p(e^−|x|), two terms ≥ 0. */
    public static double softplus(double x) {
        return (x > 0 ? x : 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }
}
