package org.closedform.gradient.measurement;

import java.util.Arrays;

/**
 * The points to the right and to the left of a path's, a step apart, and the outputs there. Where one is outside of the domain,
 * the other is not looked at, and at the next step that one is looked at first.
 */
final class Sides {
    private static final double[] NONE = {};

    private final Path path;
    private final int side;
    private double[] right;
    private double[] left;
    private double[] after;
    private double[] before;
    private double width;
    private boolean leftFirst;

    /** To both sides (0), or to one only (1 or −1); the other point is the path's own. */
    Sides(Path path, int side) {
        this.path = path;
        this.side = side;
    }

    /** Goes a step to each side. Returns false where it is lost in the rounding of the input. */
    boolean go(double h) {
        right = side < 0 ? path.f().point() : path.direction().move(path.f().point(), h);
        left = side > 0 ? path.f().point() : path.direction().move(path.f().point(), -h);
        width = path.width(right, left, nominal(h));
        if (Double.isNaN(width)) {
            return false;
        }
        if (leftFirst) {
            before = outputs(left);
            after = isInside(before) ? outputs(right) : NONE;
        } else {
            after = outputs(right);
            before = isInside(after) ? outputs(left) : NONE;
        }
        leftFirst = !isInside(before) && (leftFirst || isInside(after));
        return true;
    }

    private double nominal(double h) {
        return side == 0 ? 2 * h : h;
    }

    private double[] outputs(double[] there) {
        double[] outputs =
                there == path.f().point() ? path.f().value() : path.f().evaluate(there);
        path.channels().see(outputs);
        return outputs;
    }

    private static boolean isInside(double[] outputs) {
        return Arrays.stream(outputs).anyMatch(Double::isFinite);
    }

    /** By how much a channel changes from left to right; NaN where it is not defined. */
    double difference(int channel, double h) {
        return after.length == 0 || before.length == 0
                ? Double.NaN
                : path.channels().difference(channel, after, before)
                        - path.correction(channel, right, left, nominal(h));
    }

    /** How far the points are apart, in steps of the path. */
    double width() {
        return width;
    }

    /** The size of a channel at the point where it is larger. */
    double size(int channel) {
        return Math.max(path.channels().size(channel, after), path.channels().size(channel, before));
    }

    /** How far rounding of outputs may move the difference; of those that have ever moved, or of the others. */
    double rounding(int channel, boolean[] moved, boolean ofMoved) {
        return path.channels().rounding(channel, after, before, moved, ofMoved);
    }

    /** How far the channel at the path's point is off the middle, given the slope between both sides; 0 where there is but one. */
    double bend(int channel, double slope) {
        return side == 0 ? path.bend(channel, slope, right, left, after, before) : 0;
    }

    /** Whether a channel is where it was at the path's point on both sides. */
    boolean areStill(int channel) {
        return path.channels().isStill(channel, after) && path.channels().isStill(channel, before);
    }

    /** Whether a channel has moved on both sides. */
    boolean haveMoved(int channel) {
        return !path.channels().isStill(channel, after) && !path.channels().isStill(channel, before);
    }
}
