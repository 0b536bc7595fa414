package org.closedform.gradient.measurement;

import java.util.HashMap;
import java.util.Map;

/**
 * Whether the function has a corner at the point: slopes to the right and to the left that differ by the same gap however close
 * we look, down to rounding. Curvature closes the gap, a pole widens it, and so does a corner that is near but elsewhere.
 */
public final class Kink {
    private static final double CLOSEST = 0x1p-60;
    private static final double SHRINK = 4;
    private static final int STEADY = 3;
    private static final double ROUNDING_BARS = 8;
    private static final double CHANGES = 2;
    private static final double HIDDEN = 0.1;
    /** How much of the gap a subgradient may be beside it. */
    private static final double SLACK = 1e-3;

    private final Path path;
    private final Noise noise;
    private final Map<Double, double[]> outputs = new HashMap<>();

    public Kink(Path path, Noise noise) {
        this.path = path;
        this.noise = noise;
    }

    /** The two slopes of a corner, how far they may be off, and at how many steps in a row they were seen. */
    public record Slopes(double least, double greatest, double slack, int rows) {
        /** The slope nearest to a given one, of all between the slopes to the left and to the right. */
        public double nearest(double slope) {
            return Math.max(least, Math.min(greatest, slope));
        }
    }

    /** The slopes of a channel at its corner; null if it has none at the point. */
    public Slopes slopes(int channel, double largestStep) {
        double closest = Math.max(CLOSEST, 64 * path.direction().type().epsilon() * path.smallest());
        double lastGap = Double.NaN;
        Slopes slopes = null;
        int steady = 0;
        for (double h = largestStep; h >= closest; h /= SHRINK) {
            double right = slope(channel, h);
            double left = slope(channel, -h);
            double gap = Math.abs(right - left);
            double ofInput =
                    path.direction().type().epsilon() * path.largest() * Math.max(Math.abs(right), Math.abs(left));
            double ofOutput = Math.max(path.channels().epsilon(channel) * path.size(channel), noise.of(channel));
            double rounding = (ofInput + ofOutput) / h;
            boolean hidden = ROUNDING_BARS * rounding >= lastGap * (steady >= STEADY ? HIDDEN : 1);
            if (steady > 0 && hidden) {
                break;
            }
            boolean constant = steady == 0 || gap >= lastGap / CHANGES && gap <= lastGap * CHANGES;
            boolean same = constant && gap > ROUNDING_BARS * rounding;
            steady = same ? steady + 1 : 0;
            slopes = steady > 1 && ROUNDING_BARS * rounding > SLACK * gap
                    ? slopes
                    : new Slopes(
                            Math.min(left, right), Math.max(left, right), ROUNDING_BARS * rounding + SLACK * gap, 0);
            lastGap = gap;
        }
        return steady >= STEADY ? new Slopes(slopes.least, slopes.greatest, slopes.slack, steady) : null;
    }

    private double slope(int channel, double h) {
        double[] there = outputs.computeIfAbsent(h, path::outputs);
        return there.length == 0
                ? Double.NaN
                : path.channels().difference(channel, there, path.f().value()) / h;
    }
}
