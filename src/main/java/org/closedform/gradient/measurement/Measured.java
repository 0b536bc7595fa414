package org.closedform.gradient.measurement;

import java.util.Set;

/**
 * One derivative as derived and as measured, and what is known of its surroundings.
 *
 * @param analytic as derived
 * @param value as measured; NaN where nothing is known
 * @param error how far the two may be apart, as far as measurements show; infinite where nothing is known
 * @param hidden by how much more, of rounding that they do not show
 * @param spread how far measurements were apart that should have agreed
 * @param contradictions how many measurements, all that there are, agree with each other and contradict what was derived
 * @param doubts why a disagreement may be none
 * @param around how steep the channel is around the point, or might be
 * @param usual how steep it would be if it changed by its own size over the scale of the path
 * @param epsilon how coarse inputs and outputs are rounded
 * @param outputEpsilon how coarse the outputs are rounded, as their type says or as they were seen
 * @param rounding how far rounding may move what was derived, at least
 * @param least what no difference of outputs can be smaller than, with room
 */
public record Measured(
        double analytic,
        double value,
        double error,
        double hidden,
        double spread,
        int contradictions,
        Set<Doubt> doubts,
        double around,
        double usual,
        double epsilon,
        double outputEpsilon,
        double rounding,
        double least) {
    /** Why a disagreement may be none. */
    public enum Doubt {
        /** The channel moves by no more than its own last bits, within a width that a feature of it may well have. */
        IN_LAST_BITS,
        /** It stands still, and rises on the whole, at the next steps to both sides, about as was derived. */
        ON_STAIRS,
        /** Differences much closer by than those that it was measured with fit what was derived. */
        FITS_CLOSER_BY,
        /** Differences over much wider steps fit what was derived, and only last bits speak against it. */
        FITS_WIDER
    }

    /** The slope, less than an ulp of an ulp, of what has saturated. */
    public double saturated() {
        return outputEpsilon * outputEpsilon * usual;
    }
}
