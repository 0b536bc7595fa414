package org.closedform.examples.app;

/** Thrown if a request is invalid. The message names the parameter, its value and what is needed. */
final class BadQueryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadQueryException(String message) {
        super(message);
    }
}
