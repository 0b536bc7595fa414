package org.closedform.expression;

import java.util.List;
import org.closedform.tensor.Tensor;

/** A part of a formula, with its parts below it. */
sealed interface Node permits Literal, Name, Negative, Combination, Elementwise, AlongAxis, Larger {
    /** Where its first character is; of an operator, where the operator is. */
    Place place();

    List<Node> parts();

    /**
     * How many numbers it will have.
     *
     * @throws ExpressionException if a name is unknown, or there is nothing to add up
     */
    Extent extent(Scope scope);

    /** Its numbers, of the scope's lengths along the axes of its extent and of length 1 along the others. */
    Tensor value(Scope scope);

    Precedence precedence();

    /** In ASCII, with no more brackets than are needed. */
    String text();

    /** The same text, in brackets if this part holds less tightly than what it stands in. */
    default String text(Precedence least) {
        return precedence().compareTo(least) < 0 ? "(" + text() + ")" : text();
    }
}
