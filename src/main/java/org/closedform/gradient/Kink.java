package org.closedform.gradient;

/**
 * Whether the slopes to the right and to the left differ by the same gap however close we look, down to rounding, with the
 * gradient between them. Curvature closes the gap, a pole widens it, and so does a corner that is near but elsewhere.
 */
final class Kink {
    private static final double FIRST = 1;
    private static final double CLOSEST = 0x1p-60;
    private static final double SHRINK = 4;
    private static final int STEADY = 3;
    private static final double ROUNDING_BARS = 8;
    private static final double CHANGES = 2;
    private static final double HIDDEN = 0.1;

    private final Path path;
    private final Noise noise;

    Kink(Path path, Noise noise) {
        this.path = path;
        this.noise = noise;
    }

    boolean explains(int channel, double analytic, double largestStep, double tolerance) {
        double closest = Math.max(CLOSEST, 64 * path.direction().type().epsilon() * path.smallest());
        double lastGap = Double.NaN;
        int steady = 0;
        for (double h = FIRST * largestStep; h >= closest; h /= SHRINK) {
            double right = slope(channel, h);
            double left = slope(channel, -h);
            double gap = Math.abs(right - left);
            double rounding = Math.max(path.channels().outputEpsilon() * path.size(channel), noise.of(channel)) / h;
            boolean hidden = ROUNDING_BARS * rounding >= lastGap * (steady >= STEADY ? HIDDEN : 1);
            if (steady > 0 && hidden) {
                break;
            }
            double slack = rounding + tolerance + 1e-3 * gap;
            boolean between = analytic >= Math.min(left, right) - slack && analytic <= Math.max(left, right) + slack;
            boolean constant = steady == 0 || gap >= lastGap / CHANGES && gap <= lastGap * CHANGES;
            boolean same = between && constant && gap > ROUNDING_BARS * rounding;
            steady = same ? steady + 1 : 0;
            lastGap = gap;
        }
        return steady >= STEADY;
    }

    private double slope(int channel, double h) {
        double[] there = path.outputs(h);
        return there.length == 0
                ? Double.NaN
                : path.channels().difference(channel, there, path.f().value()) / h;
    }
}
