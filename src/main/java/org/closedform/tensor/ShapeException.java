package org.closedform.tensor;

import java.util.Objects;

/** Shapes, axes or indices that do not fit. The message names the operation, what came, and what would be right. */
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with a message.
     *
     * @param message the operation, what came, and what would be right
     */
    public ShapeException(String message) {
        super(Objects.requireNonNull(message, "ShapeException: message is null"));
    }
}
