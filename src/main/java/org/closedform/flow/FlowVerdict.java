package org.closedform.flow;

/** What becomes of a gradient on its way through a chain. */
public enum FlowVerdict {
    /** Less than a tenth of it arrives. */
    VANISHES,
    /** Between a tenth of it and ten times as much arrives. */
    STEADY,
    /** More than ten times as much arrives. */
    EXPLODES,
    /** The ratio is NaN, for example because the gradient at the end of the chain is 0. */
    UNDEFINED;

    private static final double FACTOR = 10;

    /**
     * {@return the verdict on a ratio of norms; {@link #UNDEFINED} for NaN}
     *
     * @param ratio ‖∂C/∂x‖ / ‖∂C/∂y‖, for the input x and the output y of a chain
     */
    public static FlowVerdict of(double ratio) {
        if (Double.isNaN(ratio)) {
            return UNDEFINED;
        }
        return ratio < 1 / FACTOR ? VANISHES : ratio > FACTOR ? EXPLODES : STEADY;
    }
}
