package org.closedform.tensor;

import java.util.Objects;

/** Thrown if a shape, an axis or an index does not fit. The message names the operation, what it was given, and what it needs. */
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with a message.
     *
     * @param message the operation, what it was given, and what it needs
     */
    public ShapeException(String message) {
        super(Objects.requireNonNull(message, "ShapeException: message is null"));
    }
}
