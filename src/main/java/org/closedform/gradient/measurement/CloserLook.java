package org.closedform.gradient.measurement;

/**
 * Whether differences much closer by than those that a measurement was made of speak for what was derived: a wave is another one
 * if each step is many periods long, and what has saturated a step further stands still.
 */
public final class CloserLook {
    /** Irregular, as other steps are. */
    private static final double SHRINK = 0.0901699437494742;
    /** A value fits one of two candidates if it is this many times nearer to it than to the other. */
    private static final double NEARER = 8;
    /** Roundings of the input between the points of a difference, at least. */
    private static final double INPUT_ULPS = 16;
    /** Roundings of the output that a difference has to be larger than. */
    private static final double OUTPUT_ULPS = 64;
    /** The closest look, in steps that were measured with. */
    private static final double CLOSEST = 0x1p-52;

    private final Path path;
    private final double closest;

    public CloserLook(Path path) {
        this.path = path;
        this.closest = INPUT_ULPS * path.direction().type().epsilon() * path.largest();
    }

    /** Whether, of steps that are smaller than one that was measured with, two in a row fit what was derived for a channel. */
    boolean fits(int channel, double measured, double measuredStep) {
        double derived = path.analytic(channel);
        double rounding = path.channels().epsilon(channel) * path.size(channel);
        double showing = OUTPUT_ULPS * rounding / Math.abs(derived - measured);
        double least = Math.max(Math.max(closest, showing), Math.max(measuredStep * CLOSEST, Double.MIN_NORMAL));
        int fitting = 0;
        for (double h = least; h < measuredStep * SHRINK; h /= SHRINK) {
            double slope = path.slope(channel, h);
            if (slope == 0 && measured != 0) {
                continue; // on one step of stairs
            }
            double offDerived = Math.abs(slope - derived);
            double offMeasured = Math.abs(slope - measured);
            if (offMeasured * NEARER < offDerived) {
                return false;
            }
            fitting = offDerived * NEARER < offMeasured ? fitting + 1 : 0;
            if (fitting == 2) {
                return true;
            }
        }
        return false;
    }
}
