package org.closedform.flow;

/** What becomes of a gradient on its way through a chain. */
public enum FlowVerdict {
    /** Less than a tenth of it arrives. */
    VANISHES,
    /** Between a tenth of it and ten times as much arrives. */
    STEADY,
    /** More than ten times as much arrives. */
    EXPLODES,
    /** There is none at the end of the chain, or it is not a number: nothing to compare. */
    UNDEFINED;

    private static final double FACTOR = 10;

    /**
     * {@return the verdict on a ratio of norms; {@link #UNDEFINED} for NaN}
     *
     * @param ratio ‖∂C/∂x‖ / ‖∂C/∂y‖, of the beginning and the end of a chain
     */
    public static FlowVerdict of(double ratio) {
        if (Double.isNaN(ratio)) {
            return UNDEFINED;
        }
        return ratio < 1 / FACTOR ? VANISHES : ratio > FACTOR ? EXPLODES : STEADY;
    }
}
