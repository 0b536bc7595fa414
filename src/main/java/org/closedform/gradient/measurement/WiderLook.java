package org.closedform.gradient.measurement;

/**
 * Whether differences over much wider steps than those that a measurement was made of speak for what was derived, where the two are no
 * further apart than rounding. A small function that is the difference of terms of size 1 runs in stairs of their last bits; between
 * two steps it may have a slope of its own, from all that is not rounded there, which repeats at smaller steps as a true slope does.
 */
public final class WiderLook {
    /** Irregular, as other steps are. */
    private static final double SHRINK = 0.2360679774997897;
    /** A value fits one of two candidates if it is this many times nearer to it than to the other. */
    private static final double NEARER = 4;
    /** At so many steps in a row: the error of differences of a smooth function would change twentyfold from each to the next. */
    private static final int IN_A_ROW = 3;
    /** What moves by up to that many roundings in all may do so in stairs. */
    private static final double LAST_BITS = 64;

    private final Path path;
    private final double widest;

    /** Up to a step that the function may be evaluated at to both sides. */
    public WiderLook(Path path, double widest) {
        this.path = path;
        this.widest = widest;
    }

    /** Whether, of steps that are larger than one that was measured with, three in a row fit what was derived for a channel. */
    boolean fits(int channel, double measured, double measuredStep) {
        double derived = path.analytic(channel);
        double stairs = LAST_BITS * path.channels().epsilon(channel) * Math.max(1, path.terms(channel));
        int fitting = 0;
        for (double h = Math.min(widest, stairs / Math.abs(derived - measured));
                h * SHRINK > measuredStep;
                h *= SHRINK) {
            double slope = path.slope(channel, h);
            boolean fits = Math.abs(slope - derived) * NEARER < Math.abs(slope - measured);
            fitting = fits ? fitting + 1 : 0;
            if (fitting == IN_A_ROW) {
                return true;
            }
        }
        return false;
    }
}
