package org.closedform.kernel;

/** The factors of focal losses, c^γ for a complement c = 1 − p that was never formed as a difference where p is near 1. */
final class FocalPower {
    private FocalPower() {}

    /** c^γ; NaN for what is no complement of a probability. */
    static double of(double complement, double gamma) {
        return complement >= 0 && complement <= 1 ? StrictMath.pow(complement, gamma) : Double.NaN;
    }

    /** (1 − σ(u))^γ = σ(−u)^γ, in whose base no rounding is left for γ to multiply. */
    static double ofLogit(double u, double gamma) {
        DoubleDouble e = Precise.exp(DoubleDouble.of(-Math.abs(u)), 0);
        DoubleDouble complement = (u > 0 ? e : DoubleDouble.ONE).dividedBy(DoubleDouble.ONE.plus(e));
        double high = complement.high();
        double power = StrictMath.pow(high, gamma);
        return high < Double.MIN_NORMAL ? power : Math.fma(power, gamma * (complement.low() / high), power);
    }

    /** −log p / (1 − p), which goes to 1 as p does. */
    static double ratio(double loss, double complement) {
        return complement == 0 ? 1 : loss / complement;
    }
}
