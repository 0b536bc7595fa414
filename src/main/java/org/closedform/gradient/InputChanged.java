package org.closedform.gradient;

/** A plain Java function wrote to the array that it was given. */
final class InputChanged extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InputChanged(String function, int index, double was, double is) {
        super("GradientCheck: " + function + " changes its input: x[" + index + "] was " + was + " and became " + is
                + "; let it work on a copy");
    }
}
