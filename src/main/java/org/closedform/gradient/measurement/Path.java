package org.closedform.gradient.measurement;

/**
 * The function along a direction through the point.
 *
 * @param f the function
 * @param channels what is watched of it
 * @param direction where the point moves
 * @param size the size of the coordinates around
 */
public record Path(FlatOperator<?, ?> f, Channels channels, Direction direction, double size) {
    /** Roundings in a usual derivation. */
    private static final double ULPS = 16;

    /** The {@link #size}, but at least 1: functions seldom change within less. */
    public double scale() {
        return Math.max(1, size);
    }

    /** The outputs h further; empty where the function throws. */
    public double[] outputs(double h) {
        double[] outputs = f.evaluate(direction.move(f.point(), h));
        channels.see(outputs);
        return outputs;
    }

    /** By how many h two points are apart, nominally: exactly what rounding made of it, where only one coordinate moves. */
    double width(double[] right, double[] left, double nominal) {
        if (!direction.isCoordinate()) {
            double lost = direction.type().epsilon() * largest();
            return nominal > 16 * lost ? nominal : Double.NaN;
        }
        int i = direction.indices()[0];
        double actual = (right[i] - left[i]) / direction.steps()[0];
        return Math.abs(actual - nominal) <= nominal / 8 ? actual : Double.NaN;
    }

    /** A plain central difference of a channel; NaN where the function throws. */
    double slope(int channel, double h) {
        double[] after = outputs(h);
        double[] before = outputs(-h);
        double width = width(direction.move(f.point(), h), direction.move(f.point(), -h), 2 * h);
        return after.length == 0 || before.length == 0
                ? Double.NaN
                : channels.difference(channel, after, before) / width;
    }

    /** What rounding the coordinates of many to what the input can hold has added to a difference. */
    double correction(int channel, double[] right, double[] left, double nominal) {
        double sum = 0;
        double[] gradient = channels.row(channel);
        for (int n = 0; n < direction.indices().length && !direction.isCoordinate(); n++) {
            int i = direction.indices()[n];
            sum += gradient[i] * ((right[i] - left[i]) - nominal * direction.steps()[n]);
        }
        return sum;
    }

    /** How far a channel at the point is off the middle of two others, twice. */
    double bend(int channel, double slope, double[] right, double[] left, double[] after, double[] before) {
        double bend = channels.difference(channel, after, f.value()) - channels.difference(channel, f.value(), before);
        double[] point = f.point();
        if (direction.isCoordinate()) {
            int i = direction.indices()[0];
            return bend - slope / direction.steps()[0] * ((right[i] - point[i]) - (point[i] - left[i]));
        }
        double[] gradient = channels.row(channel);
        for (int i : direction.indices()) {
            bend -= gradient[i] * ((right[i] - point[i]) - (point[i] - left[i]));
        }
        return bend;
    }

    /** Whether the function is finite h further. */
    public boolean isOpen(double h) {
        double[] there = outputs(h);
        return there.length > 0 && FlatOperator.isFinite(there);
    }

    /** The derivative of a channel, as derived. */
    public double analytic(int channel) {
        return direction.dot(channels.row(channel));
    }

    /** How far rounding may move the derived derivative, where rounding is not measured. */
    public double rounding(int channel) {
        double size = Math.abs(analytic(channel));
        return size <= Double.MAX_VALUE ? ULPS * epsilon(channel) * size : 0;
    }

    /** How large the terms of a channel are at the point. */
    public double size(int channel) {
        return channels.size(channel, f.value());
    }

    /**
     * How large the terms of a channel may be on the way: as the channel itself, or as what an input adds to it, x ∂y/∂x. Large
     * ones may cancel in y, and leave their rounding in it.
     */
    public double terms(int channel) {
        double[] gradient = channels.row(channel);
        double largest = size(channel);
        for (int i = 0; i < gradient.length; i++) {
            double term = Math.abs(f.point()[i] * gradient[i]);
            largest = term > largest && term <= Double.MAX_VALUE ? term : largest;
        }
        return largest;
    }

    /** How large the terms of a channel may be at most: where the largest input meets others of its size. */
    public double largestTerms(int channel) {
        double input = 0;
        double slope = 0;
        double[] gradient = channels.row(channel);
        for (int i = 0; i < gradient.length; i++) {
            input = Math.max(input, Math.abs(f.point()[i]));
            slope = Math.max(slope, Math.abs(gradient[i]));
        }
        return input * slope;
    }

    /** How coarse inputs and a channel are rounded. */
    public double epsilon(int channel) {
        return Math.max(direction.type().epsilon(), channels.epsilon(channel));
    }

    /** The largest of the coordinates that move, in size. */
    public double largest() {
        return direction.largest(f.point());
    }

    /** The smallest of the coordinates that move: a pole at 0 is as near as that. */
    public double smallest() {
        return direction.smallest(f.point());
    }
}
