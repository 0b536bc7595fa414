package org.closedform.kernel;

/** A number and how it moves: arithmetic by the rules of sums and products, functions by the chain rule. */
record DualNumber(double value, double tangent) {

    /** The number at an index of a buffer, which moves as that of another buffer says. */
    static DualNumber of(Buffer values, Buffer tangents, int index) {
        return new DualNumber(values.at(index), tangents.at(index));
    }

    void store(double[] values, double[] tangents, int index) {
        values[index] = value;
        tangents[index] = tangent;
    }

    DualNumber plus(DualNumber other) {
        return new DualNumber(value + other.value, tangent + other.tangent);
    }

    DualNumber minus(DualNumber other) {
        return new DualNumber(value - other.value, tangent - other.tangent);
    }

    DualNumber negated() {
        return new DualNumber(-value, -tangent);
    }

    DualNumber times(DualNumber other) {
        return new DualNumber(value * other.value, Math.fma(tangent, other.value, value * other.tangent));
    }

    /** σ. */
    DualNumber logistic() {
        return new DualNumber(Logistic.value(value), Logistic.slope(value) * tangent);
    }

    /** σ′; σ″(x) = σ′(x)·(1 − 2 σ(x)) = −σ′(x) tanh(x/2). */
    DualNumber logisticSlope() {
        double slope = Logistic.slope(value);
        return new DualNumber(slope, -slope * Hyperbolic.tangent(value / 2) * tangent);
    }

    /** tanh. */
    DualNumber tanh() {
        return new DualNumber(Hyperbolic.tangent(value), Hyperbolic.tangentSlope(value) * tangent);
    }

    /** tanh′. */
    DualNumber tanhSlope() {
        return new DualNumber(Hyperbolic.tangentSlope(value), Hyperbolic.tangentSecondSlope(value) * tangent);
    }
}
