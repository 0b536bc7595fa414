package org.closedform.gradient;

/**
 * A slope and how far it may be off.
 *
 * @param error by curvature, and by the rounding of the outputs that moved
 * @param hidden by what the outputs that did not move may have rounded away: almost always nothing, since almost always they do
 *     not depend on the input
 */
record Estimate(double value, double error, double hidden) {
    static final Estimate NONE = new Estimate(Double.NaN, Double.POSITIVE_INFINITY, 0);

    double bound() {
        return error + hidden;
    }
}
