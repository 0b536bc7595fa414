package org.closedform.gradient.measurement;

/** Between which bounds the function may be evaluated. */
public record Domain(double lower, double upper) {
    public static final Domain EVERYWHERE = new Domain(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }

    /** How far a point may move along a direction, with h growing (sign 1) or falling (sign −1). */
    public double reach(double[] point, Direction direction, int sign) {
        double reach = Double.POSITIVE_INFINITY;
        for (int k = 0; k < direction.indices().length; k++) {
            double step = sign * direction.steps()[k];
            double x = point[direction.indices()[k]];
            if (step != 0) {
                reach = Math.min(reach, (step > 0 ? upper - x : x - lower) / Math.abs(step));
            }
        }
        return reach;
    }
}
