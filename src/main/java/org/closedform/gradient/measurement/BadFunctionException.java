package org.closedform.gradient.measurement;

/** A plain Java function did what none may: wrote to its input, or returned what does not fit. */
public final class BadFunctionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public BadFunctionException(String message) {
        super(message);
    }

    public BadFunctionException(String message, RuntimeException cause) {
        super(message, cause);
    }
}
