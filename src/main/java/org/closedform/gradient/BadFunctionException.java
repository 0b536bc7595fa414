package org.closedform.gradient;

/** A plain Java function did what none may: wrote to its input, or returned what does not fit. */
final class BadFunctionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BadFunctionException(String message) {
        super(message);
    }
}
