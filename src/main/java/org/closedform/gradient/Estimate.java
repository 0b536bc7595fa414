package org.closedform.gradient;

/** A number and how far it may be off. */
record Estimate(double value, double error) {
    static final Estimate NONE = new Estimate(Double.NaN, Double.POSITIVE_INFINITY);
}
