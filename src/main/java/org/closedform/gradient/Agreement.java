package org.closedform.gradient;

import java.util.function.DoubleSupplier;
import org.closedform.gradient.measurement.Kink;
import org.closedform.gradient.measurement.Ladder;
import org.closedform.gradient.measurement.Noise;
import org.closedform.gradient.measurement.Path;
import org.closedform.gradient.measurement.Tableau;

/** One derivative as derived and as measured: which measurement to believe, how far both may be off, and so whether they agree. */
final class Agreement {
    /** An error estimate times this holds the error. */
    private static final double ERROR_BARS = 4;
    /** Roundings in a derivation that is not measured. */
    private static final double ULPS = 16;
    /** Roundings of terms of size 1 that may be hidden in a smaller output. */
    private static final double HIDDEN_ULPS = 8;
    /** A function whose values are all that much below 1 has no terms of size 1. */
    private static final double HIDDEN_SIZE = 1e6;
    /** Error bars up to that, relative to the derivative, tell it. */
    private static final double RELATIVE_RESOLUTION = 1e-3;
    /** Error bars up to that, relative to the slopes around, tell that it is nothing. */
    private static final double ABSOLUTE_RESOLUTION = 1e-6;
    /** The same two for coarse numbers, in √ε. */
    private static final double RELATIVE_ROOTS = 32;

    private static final double ABSOLUTE_ROOTS = 8;
    /** Error bars up to that, relative to the derivative, tell its sign. */
    private static final double TOLD = 0.5;
    /** What moves by up to that many roundings in all may do so in stairs. */
    private static final double LAST_BITS = 64;
    /** How narrow a feature may be, in scales of the path; it may be as narrow as the coordinates around are small. */
    private static final double FEATURE = 0x1p-14;
    /** How much less, and more, than its height by its width the first step of stairs to both sides may seem to rise. */
    private static final double LEAST_RISE = 0.5;

    private static final double GREATEST_RISE = 3;
    /** A disagreement by that many error bars is one even if they are wider. */
    private static final double CLEAR = 4;
    /** How much larger than its rounding a disagreement is in the first step of the last ladder. */
    private static final double SHOWING = 256;
    /** A measurement that agrees may be that much blunter than one that does not; more, if they differ by almost nothing. */
    private static final double BLUNTER = 8;

    private static final double BLUNTER_FAINT = 1024;
    private static final double FAINT = 64;
    /** A difference up to that, relative to the slopes around, may be rounding in the derivation. */
    private static final double SLIGHT = 1e-5;

    private static final double SLIGHT_ROOTS = 4;
    /** Error bars up to that, relative to the derivative, need no second look. */
    private static final double SHARP = 0x1p-30;

    private static final double SHARP_ULPS = 0x1p12;
    /** A corner that shows at that many steps, each a quarter of the last, needs no second look. */
    private static final int PLAIN_ROWS = 8;

    private final Path path;
    private final Noise noise;
    private final int channel;
    private final double analytic;
    private final double largestDerivative;

    private double numeric = Double.NaN;
    private double error = Double.POSITIVE_INFINITY;
    private double excuse;
    private double step;
    private Tableau believed;
    private double rise = Double.NaN;
    private double steepest;
    private double movement;
    private double size;
    private double spread;
    private double closestMove = Double.POSITIVE_INFINITY;
    private boolean fits;
    private boolean flat;
    private boolean kink;

    /** Of a channel; a derivative may be nothing beside the largest of the same part of the input. */
    Agreement(Path path, Noise noise, int channel, double largestDerivative) {
        this.path = path;
        this.noise = noise;
        this.channel = channel;
        this.analytic = path.analytic(channel);
        this.largestDerivative = largestDerivative;
    }

    double analytic() {
        return analytic;
    }

    double numeric() {
        return numeric;
    }

    /** How far the two may be apart. */
    double error() {
        return error + excuse;
    }

    /** How far they are apart. */
    double apart() {
        return Math.abs(analytic - numeric);
    }

    Verdict verdict() {
        if (!Double.isFinite(analytic)) {
            return Verdict.FAIL;
        }
        if (kink) {
            return Verdict.KINK;
        }
        if (apart() <= error()) {
            return isResolved() ? Verdict.PASS : Verdict.INCONCLUSIVE;
        }
        boolean sharp = error() <= RELATIVE_RESOLUTION * Math.max(Math.abs(analytic), Math.abs(numeric));
        boolean clear =
                apart() > 2 * spread && (sharp || apart() > CLEAR * error()) && !isInLastBits() && !isOnStairs();
        return clear ? Verdict.FAIL : Verdict.INCONCLUSIVE;
    }

    /** Whether the channel moves by no more than its own last bits, within a width that a feature of it may well have. */
    private boolean isInLastBits() {
        double rounding = LAST_BITS * noise.epsilon(channel) * path.size(channel);
        double width = Math.min(FEATURE * path.scale(), path.size() > 0 ? path.size() : FEATURE);
        return movement <= rounding && Math.abs(analytic) * width <= rounding;
    }

    /** Whether the channel stands still, and rises on the whole, at the next steps to both sides, about as was derived. */
    private boolean isOnStairs() {
        double ratio = rise / analytic;
        return flat && ratio > LEAST_RISE && ratio < GREATEST_RISE;
    }

    private double relativeResolution() {
        return Math.max(RELATIVE_RESOLUTION, RELATIVE_ROOTS * Math.sqrt(noise.epsilon(channel)));
    }

    /** The first step of a ladder that ends where rounding begins to hide the disagreement; 0 if there is none. */
    double lastStepToShow() {
        double rounding = Math.max(path.epsilon() * path.size(channel), noise.of(channel));
        return apart() > error() ? SHOWING * rounding / apart() : 0;
    }

    /** Whether a closer look would not show more. */
    boolean isSharp() {
        return analytic == 0 || error <= Math.max(SHARP, SHARP_ULPS * path.epsilon()) * Math.abs(analytic);
    }

    /**
     * Weighs another measurement. Of two that are consistent the sharper is believed, of two that are not the one that agrees:
     * coincidences in one tableau do not repeat. None is believed that missed a move.
     */
    void take(Ladder ladder) {
        Tableau tableau = ladder.tableau(channel);
        closestMove = Math.min(closestMove, ladder.closestMove(channel));
        movement = Math.max(movement, ladder.movement(channel));
        if (misses(flat, step)) {
            numeric = Double.NaN;
            error = Double.POSITIVE_INFINITY;
        }
        rise = Double.isNaN(ladder.rise(channel)) ? rise : ladder.rise(channel);
        steepest = Math.max(steepest, ladder.steepest(channel));
        size = Math.max(size, ladder.largest(channel));
        if (!(tableau.error() < Double.POSITIVE_INFINITY) || misses(tableau.isFlat(), tableau.step())) {
            return;
        }
        flat = tableau.isFlat();
        double bar = ERROR_BARS * tableau.error()
                + ULPS * path.epsilon() * (Double.isFinite(analytic) ? Math.abs(analytic) : 0);
        if (flat && Math.abs(analytic) > bar) {
            bar += ULPS * noise.epsilon(channel) * hiddenSize() / tableau.step();
        }
        if (Double.isNaN(numeric) || isBetter(tableau, bar)) {
            numeric = tableau.value();
            error = bar;
            step = tableau.step();
            believed = tableau;
            fits = fits(numeric, error, believed);
        }
    }

    /** Whether a measurement saw the channel stand still, which moves closer by, or should, by more than its last bits. */
    private boolean misses(boolean still, double atStep) {
        double moves = Math.max(movement, Math.abs(analytic) * atStep);
        return still && atStep >= closestMove && moves > LAST_BITS * noise.epsilon(channel) * path.size(channel);
    }

    private boolean fits(double value, double bar, Tableau tableau) {
        double apart = Math.abs(analytic - value);
        return apart <= bar || apart <= bar + hidden(tableau);
    }

    /** Whether a measurement is to be believed rather than the last, rounding that neither shows counted in. */
    private boolean isBetter(Tableau tableau, double bar) {
        double value = tableau.value();
        double newHidden = hidden(tableau);
        double moved = Math.abs(value - numeric);
        boolean consistent = moved <= bar + error;
        spread = consistent ? spread : Math.max(spread, moved);
        double newBar = bar + newHidden;
        double oldHidden = hidden(believed);
        double oldBar = error + oldHidden;
        boolean newFits = fits(value, bar, tableau);
        if (newFits == fits) {
            return newBar < oldBar;
        }
        double disagreement = newFits ? apart() : Math.abs(analytic - value);
        double blunter = disagreement <= FAINT * (newFits ? oldHidden : newHidden) ? BLUNTER_FAINT : BLUNTER;
        return newFits ? !consistent || newBar < blunter * oldBar : consistent && blunter * newBar < oldBar;
    }

    /** After more noise was found than was known: what it means for the measurement so far. */
    void raiseNoise(double largestStep) {
        noise.raise(channel, largestStep);
        double more = ERROR_BARS * 2 * noise.of(channel) / step;
        error = more > error ? more : error;
        fits = believed != null && fits(numeric, error, believed);
    }

    /**
     * What may excuse a small disagreement: a small output may be the difference of terms of size 1, whose rounding it does not
     * show, and the derivation rounds too. Returns whether that was measured, which takes its time.
     */
    boolean excuseRounding(DoubleSupplier gradientNoise) {
        if (apart() > error) {
            excuse = hidden(believed);
        }
        boolean slight = apart() <= Math.max(SLIGHT, SLIGHT_ROOTS * Math.sqrt(path.epsilon())) * around();
        boolean measure = apart() > error() && slight;
        excuse += measure ? gradientNoise.getAsDouble() : 0;
        return measure;
    }

    /** Where no slope settles: whether that is a corner at the point, at which the slope derived is right. */
    void acceptCorner(Kink test, double largestStep) {
        Kink.Slopes slopes = Double.isNaN(numeric) ? test.slopes(channel, largestStep) : null;
        boolean plain = slopes != null && slopes.rows() >= PLAIN_ROWS;
        if (plain && Math.abs(analytic - slopes.nearest(analytic)) <= slack(slopes)) {
            judgeBy(slopes);
        }
    }

    /** At a corner any slope between the two is right, and no other. */
    void judgeBy(Kink test, double largestStep) {
        Kink.Slopes slopes = test.slopes(channel, largestStep);
        if (slopes != null) {
            judgeBy(slopes);
        }
    }

    private void judgeBy(Kink.Slopes slopes) {
        double nearest = slopes.nearest(analytic);
        double slack = slack(slopes);
        kink = Math.abs(analytic - nearest) <= slack;
        if (kink || Double.isNaN(numeric)) {
            numeric = nearest;
            error = slack;
            excuse = 0;
        }
    }

    private double slack(Kink.Slopes slopes) {
        return slopes.slack() + ULPS * path.epsilon() * Math.abs(analytic);
    }

    private boolean isResolved() {
        return error() <= relativeResolution() * Math.abs(analytic)
                || isNegligibleBeside(Math.max(around(), path.size(channel) / path.scale()));
    }

    private boolean isNegligibleBeside(double slope) {
        double coarsest = Math.max(path.epsilon(), noise.epsilon(channel));
        double absolute = Math.max(ABSOLUTE_RESOLUTION, ABSOLUTE_ROOTS * Math.sqrt(coarsest));
        return error() <= absolute * slope + 0x1p16 * path.smallestOutput();
    }

    /** Whether it is known to be no other than about the derivative: of one sign, and not 0. */
    boolean isTold() {
        return verdict() == Verdict.PASS && error() <= TOLD * Math.abs(analytic);
    }

    /**
     * Whether it passes though 0, or the wrong sign, would pass as well, and the channel is nowhere around much steeper. The slope
     * of what has saturated, less than an ulp of an ulp, is as good as 0.
     */
    boolean isFaint() {
        double epsilon = path.channels().outputEpsilon();
        double saturated = epsilon * epsilon * path.size(channel) / path.scale();
        return verdict() == Verdict.PASS
                && Math.abs(analytic) > saturated
                && !isTold()
                && !isNegligibleBeside(around());
    }

    /** How steep the channel is around the point, or might be. */
    private double around() {
        return Math.max(steepest, largestDerivative);
    }

    /** How large the terms may be that a small output is the difference of: as derived, or of size 1. */
    private double hiddenSize() {
        return Math.max(path.terms(channel), flat ? 1 : Math.min(1, HIDDEN_SIZE * size));
    }

    /**
     * What a measurement may hide: the rounding of terms of size 1, of the function or of the derivation. A function that moves by
     * much more than that shows it; one that hardly moves may be on one step of stairs.
     */
    private double hidden(Tableau tableau) {
        double terms = hiddenSize();
        boolean stands =
                flat || tableau.movement() <= LAST_BITS * path.channels().outputEpsilon() * terms;
        double reach = Math.min(path.scale(), stands ? tableau.step() : Math.max(1, tableau.step()));
        double epsilon = stands ? path.channels().outputEpsilon() : noise.epsilon(channel);
        return HIDDEN_ULPS * epsilon * Math.max(terms / reach, Math.min(1, largestDerivative));
    }
}
