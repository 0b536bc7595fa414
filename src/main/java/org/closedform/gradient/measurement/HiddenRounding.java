package org.closedform.gradient.measurement;

/**
 * How much rounding a measurement of a channel may hide: that of terms which cancel in the output, of the function or of the
 * derivation.
 */
final class HiddenRounding {
    /** Roundings of the size of a channel that stood still. */
    private static final double STILL_ULPS = 16;
    /** Roundings of terms of size 1 that may be hidden in a smaller output. */
    private static final double HIDDEN_ULPS = 8;
    /** A function whose values are all that much below 1 has no terms of size 1. */
    private static final double HIDDEN_SIZE = 1e6;

    private final Path path;
    private final int channel;
    private final Movement movement;
    private final double largestDerivative;

    HiddenRounding(Path path, int channel, Movement movement, double largestDerivative) {
        this.path = path;
        this.channel = channel;
        this.movement = movement;
        this.largestDerivative = largestDerivative;
    }

    /** How large the slope may be although the measurement saw the channel stand still. */
    double ofStill(Tableau tableau) {
        return STILL_ULPS * path.channels().epsilon(channel) * terms(tableau) / tableau.step();
    }

    /** A function that moves by much more than the rounding of its terms shows it; one that hardly moves may be on one step of stairs. */
    double of(Tableau tableau) {
        double terms = terms(tableau);
        boolean stands = tableau.isFlat() || tableau.movement() <= movement.lastBits(terms);
        double reach = Math.min(path.scale(), stands ? tableau.step() : Math.max(1, tableau.step()));
        return HIDDEN_ULPS
                * path.channels().epsilon(channel)
                * Math.max(terms / reach, Math.max(Math.min(1, largestDerivative), ofBend()));
    }

    /** How large the terms may be that a small output is the difference of: as derived, as the function of a gradient, or of size 1. */
    private double terms(Tableau tableau) {
        double known = Math.max(path.terms(channel), ofSize(path.f().innerTerms()));
        return Math.max(known, tableau.isFlat() ? 1 : ofSize(movement.size()));
    }

    /** How large the terms of a second derivative may be that cancel in it: of a function of that size, over inputs of theirs. */
    private double ofBend() {
        double terms = path.f().innerTerms();
        boolean known = terms > 0 && channel < path.f().point().length;
        return known ? terms / path.scale() / Math.max(1, Math.abs(path.f().point()[channel])) : 0;
    }

    private static double ofSize(double size) {
        return Math.min(1, HIDDEN_SIZE * size);
    }
}
