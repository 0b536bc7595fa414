package org.closedform.examples.app;

/** A request asks for something that there is not. The message names the parameter, what came and what would be right. */
final class BadQueryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadQueryException(String message) {
        super(message);
    }
}
