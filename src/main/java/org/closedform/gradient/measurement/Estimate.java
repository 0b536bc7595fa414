package org.closedform.gradient.measurement;

import java.util.EnumSet;
import java.util.Set;

/** Collects the measurements of a channel, picks the one to believe, and keeps what casts doubt on it. */
public final class Estimate {
    /** An error estimate times this holds the error. */
    private static final double ERROR_BARS = 4;
    /** How narrow a feature may be, in scales of the path; it may be as narrow as the coordinates around are small. */
    private static final double FEATURE = 0x1p-14;
    /** How much less, and more, than its height by its width the first step of stairs to both sides may seem to rise. */
    private static final double LEAST_RISE = 0.5;

    private static final double GREATEST_RISE = 3;
    /** How much larger than its rounding a disagreement is in the first step of the last ladder. */
    private static final double SHOWING = 256;
    /** A measurement that agrees may be that much blunter than one that does not; more, if they differ by almost nothing. */
    private static final double BLUNTER = 8;

    private static final double BLUNTER_FAINT = 1024;
    private static final double FAINT = 64;
    /** A measurement contradicts the derivation if they are more than this many error bars apart. */
    private static final double CLEAR = 4;
    /** Less than this many times the smallest positive number counts as 0. */
    private static final double SMALLEST = 0x1p16;

    private final Path path;
    private final Noise noise;
    private final int channel;
    private final double analytic;
    private final double largestDerivative;
    private final Movement movement;
    private final HiddenRounding hidden;

    private double bar = Double.POSITIVE_INFINITY;
    private Tableau believed;
    private double spread;
    private int looks;
    private int contradictions;
    private double derivedMovement = Double.POSITIVE_INFINITY;
    private boolean fitsCloserBy;
    private boolean fitsWider;

    /** Of a channel; a derivative may be nothing beside the largest of the same part of the input. */
    public Estimate(Path path, Noise noise, int channel, double largestDerivative) {
        this.path = path;
        this.noise = noise;
        this.channel = channel;
        this.analytic = path.analytic(channel);
        this.largestDerivative = largestDerivative;
        this.movement = new Movement(path, channel);
        this.hidden = new HiddenRounding(path, channel, movement, largestDerivative);
    }

    /** What is known so far. */
    public Measured measured() {
        return new Measured(
                analytic,
                value(),
                bar,
                believed == null ? 0 : hidden.of(believed),
                spread,
                spread == 0 && contradictions == looks ? looks : 0,
                doubts(),
                Math.max(movement.steepest(), largestDerivative),
                path.size(channel) / path.scale(),
                path.epsilon(channel),
                path.channels().epsilon(channel),
                path.rounding(channel),
                SMALLEST * path.channels().smallestOutput());
    }

    private double value() {
        return believed == null ? Double.NaN : believed.value();
    }

    private Set<Measured.Doubt> doubts() {
        Set<Measured.Doubt> doubts = EnumSet.noneOf(Measured.Doubt.class);
        double width = Math.min(FEATURE * path.scale(), path.size() > 0 ? path.size() : FEATURE);
        boolean faint = Math.min(Math.abs(analytic) * width, derivedMovement) <= movement.lastBits();
        if (isStill() && faint || believed != null && movement.isLost(believed)) {
            doubts.add(Measured.Doubt.IN_LAST_BITS);
        }
        double ratio = movement.rise() / analytic;
        if (isFlat() && ratio > LEAST_RISE && ratio < GREATEST_RISE) {
            doubts.add(Measured.Doubt.ON_STAIRS);
        }
        if (fitsCloserBy) {
            doubts.add(Measured.Doubt.FITS_CLOSER_BY);
        }
        if (fitsWider) {
            doubts.add(Measured.Doubt.FITS_WIDER);
        }
        return doubts;
    }

    /** Whether the channel has not been seen to move by more than its last bits. */
    public boolean isStill() {
        return movement.isStill();
    }

    /** After it was found how far the channel moves at most if the derivation is right, which may saturate as well. */
    public void expect(double movement) {
        derivedMovement = movement;
    }

    /** After it was seen to disagree: whether it does closer by too. */
    public void lookCloser(CloserLook look) {
        fitsCloserBy = believed != null && look.fits(channel, value(), believed.step());
    }

    /** The same: whether it does not over wider steps. */
    public void lookWider(WiderLook look) {
        fitsWider = believed != null && look.fits(channel, value(), believed.step());
    }

    private boolean isFlat() {
        return believed != null && believed.isFlat();
    }

    /** The first step of a ladder that ends where rounding begins to hide the disagreement; 0 if there is none. */
    public double lastStepToShow() {
        double apart = Math.abs(analytic - value());
        double rounding = Math.max(path.epsilon(channel) * path.size(channel), noise.of(channel));
        return apart > bar ? SHOWING * rounding / apart : 0;
    }

    /**
     * Weighs another measurement. Of two that are consistent the sharper is believed, of two that are not the one that agrees:
     * coincidences in one tableau do not repeat. None is believed that missed a move.
     */
    public void take(Ladder ladder) {
        Tableau tableau = ladder.tableau(channel);
        movement.see(ladder);
        if (believed != null && movement.isMissedBy(believed)) {
            believed = null;
            bar = Double.POSITIVE_INFINITY;
        }
        if (!(tableau.error() < Double.POSITIVE_INFINITY) || movement.isMissedBy(tableau)) {
            return;
        }
        double newBar = bar(tableau);
        looks++;
        boolean contradicts = Math.abs(analytic - tableau.value()) > CLEAR * (newBar + hidden.of(tableau));
        contradictions += contradicts ? 1 : 0;
        if (believed == null || isBetter(tableau, newBar)) {
            believed = tableau;
            bar = newBar;
        }
    }

    private double bar(Tableau tableau) {
        double result = ERROR_BARS * tableau.error() + path.rounding(channel);
        boolean missing = tableau.isFlat() && Math.abs(analytic) > result;
        return missing ? result + hidden.ofStill(tableau) : result;
    }

    private boolean fits(Tableau tableau, double itsBar) {
        double apart = Math.abs(analytic - tableau.value());
        return apart <= itsBar || apart <= itsBar + hidden.of(tableau);
    }

    /** Whether a new measurement replaces the last one, with rounding that neither shows counted in. */
    private boolean isBetter(Tableau tableau, double itsBar) {
        double moved = Math.abs(tableau.value() - value());
        boolean consistent = moved <= itsBar + bar;
        spread = consistent ? spread : Math.max(spread, moved);
        double newBar = itsBar + hidden.of(tableau);
        double oldBar = bar + hidden.of(believed);
        boolean newFits = fits(tableau, itsBar);
        if (newFits == fits(believed, bar)) {
            return newBar < oldBar;
        }
        Tableau unfitting = newFits ? believed : tableau;
        double disagreement = Math.abs(analytic - unfitting.value());
        double blunter = disagreement <= FAINT * hidden.of(unfitting) ? BLUNTER_FAINT : BLUNTER;
        return newFits ? !consistent || newBar < blunter * oldBar : consistent && blunter * newBar < oldBar;
    }

    /** After more noise was found than was known: what it means for the measurement so far. */
    public void raiseNoise(double largestStep) {
        noise.raise(channel, largestStep);
        double more = believed == null ? 0 : ERROR_BARS * 2 * noise.of(channel) / believed.step();
        bar = more > bar ? more : bar;
    }
}
