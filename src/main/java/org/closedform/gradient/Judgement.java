package org.closedform.gradient;

import org.closedform.gradient.measurement.Kink;
import org.closedform.gradient.measurement.Measured;

/**
 * The verdict on one derivative. All thresholds between the verdicts are here.
 *
 * @param measured what was derived and what was measured
 * @param numeric what the derivative is
 * @param error how far that and the derived one may be apart
 * @param kink whether the derived one is right for a corner
 */
record Judgement(Measured measured, double numeric, double error, boolean kink) {
    /** A derivative is known if its error bars are at most this part of it: three digits, which no wrong formula shares by chance. */
    private static final double RELATIVE_RESOLUTION = 1e-3;
    /** The same in √ε, for coarse numbers: of float32, whose best differences have three or four digits, two are enough. */
    private static final double RELATIVE_ROOTS = 32;
    /** A derivative is known to be as good as 0 if its error bars are at most this part of the slopes around. */
    private static final double ABSOLUTE_RESOLUTION = 1e-6;
    /** The same in √ε: about where the best differences of coarse numbers end. */
    private static final double ABSOLUTE_ROOTS = 8;
    /** The sign of a derivative is known if its error bars are at most this part of it. */
    private static final double TOLD = 0.5;
    /** A difference of more than this many error bars is a disagreement, even if the bars are too wide to tell the derivative. */
    private static final double CLEAR = 4;
    /** A disagreement, relative to the slopes around, that may come from the rounding of a derivation that cancels. */
    private static final double SLIGHT = 1e-5;
    /** The same in √ε. */
    private static final double SLIGHT_ROOTS = 4;
    /** Error bars that are at most this part of the derivative need no second look: a factor of 1 + 1e-8 shows in them. */
    private static final double SHARP = 0x1p-30;
    /** The same in ε: rounding leaves no better ones. */
    private static final double SHARP_ULPS = 0x1p12;
    /** A corner where nothing else was measured has to show at this many steps, each a quarter of the last. */
    private static final int PLAIN_ROWS = 8;
    /** This many looks settle a disagreement: from incommensurate steps, down to where rounding begins. */
    private static final int LOOKS = 3;

    static Judgement of(Measured measured) {
        return new Judgement(measured, measured.value(), measured.error(), false);
    }

    double analytic() {
        return measured.analytic();
    }

    /** |analytic − numeric|. */
    double apart() {
        return Math.abs(analytic() - numeric);
    }

    Verdict verdict() {
        if (!Double.isFinite(analytic())) {
            return Verdict.FAIL;
        }
        if (kink) {
            return Verdict.KINK;
        }
        if (apart() <= error) {
            return isResolved() ? Verdict.PASS : Verdict.INCONCLUSIVE;
        }
        boolean sharp = error <= RELATIVE_RESOLUTION * Math.max(Math.abs(analytic()), Math.abs(numeric));
        boolean clear = sharp || apart() > CLEAR * error;
        return clear && apart() > 2 * measured.spread() && measured.doubts().isEmpty()
                ? Verdict.FAIL
                : Verdict.INCONCLUSIVE;
    }

    private boolean isResolved() {
        double relative = Math.max(RELATIVE_RESOLUTION, RELATIVE_ROOTS * Math.sqrt(measured.outputEpsilon()));
        return error <= relative * Math.abs(analytic())
                || isNothingBeside(Math.max(measured.around(), measured.usual()));
    }

    private boolean isNothingBeside(double slope) {
        double coarsest = Math.max(measured.epsilon(), measured.outputEpsilon());
        double absolute = Math.max(ABSOLUTE_RESOLUTION, ABSOLUTE_ROOTS * Math.sqrt(coarsest));
        return error <= absolute * slope + measured.least();
    }

    /** Whether the derivative is wrong beyond doubt, and by so much that neither noise nor a corner has to be looked for. */
    boolean isSettled() {
        return verdict() == Verdict.FAIL && measured.contradictions() >= LOOKS && !isSlightlyOff();
    }

    /** Whether more measurements would not change this judgement. */
    boolean isSharp() {
        return analytic() == 0 || error <= Math.max(SHARP, SHARP_ULPS * measured.epsilon()) * Math.abs(analytic());
    }

    /** Whether it is known to be no other than about the derivative: of one sign, and not 0. */
    boolean isTold() {
        return verdict() == Verdict.PASS && error <= TOLD * Math.abs(analytic());
    }

    /**
     * Whether it passes though 0, or the wrong sign, would pass as well, and the channel is nowhere around much steeper. The slope
     * of what has saturated is as good as 0.
     */
    boolean isFaint() {
        return verdict() == Verdict.PASS
                && Math.abs(analytic()) > measured.saturated()
                && !isTold()
                && !isNothingBeside(measured.around());
    }

    /** With rounding that no measurement shows counted in, if there is a disagreement. */
    Judgement excusedByHiddenRounding() {
        return apart() > error ? excusedBy(measured.hidden()) : this;
    }

    /** Whether there is a disagreement that the rounding of the derivation may explain, which takes its time to measure. */
    boolean isSlightlyOff() {
        double slight = Math.max(SLIGHT, SLIGHT_ROOTS * Math.sqrt(measured.epsilon()));
        return apart() > error && apart() <= slight * measured.around();
    }

    Judgement excusedBy(double rounding) {
        return new Judgement(measured, numeric, error + rounding, kink);
    }

    /** Where no slope settles: at a plain corner, at which the slope derived is right, KINK. */
    Judgement atPlainCorner(Kink.Slopes slopes) {
        Judgement there = at(slopes);
        return Double.isNaN(numeric) && slopes.rows() >= PLAIN_ROWS && there.kink ? there : this;
    }

    /** At a corner any slope between the two is right, and no other. */
    Judgement at(Kink.Slopes slopes) {
        double nearest = slopes.nearest(analytic());
        double slack = slopes.slack() + measured.rounding();
        boolean right = Math.abs(analytic() - nearest) <= slack;
        return right || Double.isNaN(numeric) ? new Judgement(measured, nearest, slack, right) : this;
    }
}
