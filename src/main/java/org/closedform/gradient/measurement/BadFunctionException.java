package org.closedform.gradient.measurement;

/** The user's function broke a rule: it wrote to its input, or returned something that does not fit. */
public final class BadFunctionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public BadFunctionException(String message) {
        super(message);
    }

    public BadFunctionException(String message, RuntimeException cause) {
        super(message, cause);
    }
}
