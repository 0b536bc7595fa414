package org.closedform.expression;

/**
 * Where something stands in a formula.
 *
 * @param formula as it was typed
 * @param index of its first {@code char}
 */
record Place(String formula, int index) {

    /** An error that points here; the reason is a sentence without its full stop. */
    ExpressionException error(String reason) {
        return new ExpressionException(formula, index, reason);
    }
}
