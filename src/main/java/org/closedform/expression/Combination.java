package org.closedform.expression;

import java.util.List;
import org.closedform.tensor.Tensor;

/** Two values and an operator between them. */
record Combination(Infix operator, Node left, Node right, Place place) implements Node {
    @Override
    public List<Node> parts() {
        return List.of(left, right);
    }

    @Override
    public Extent extent(Scope scope) {
        return left.extent(scope).with(right.extent(scope));
    }

    @Override
    public Tensor value(Scope scope) {
        return operator.of(left.value(scope), right.value(scope));
    }

    @Override
    public Precedence precedence() {
        return operator.precedence();
    }

    /** The right side of a − (b − c) needs brackets, and so does the left side of (a^b)^c. */
    @Override
    public String text() {
        boolean isPower = operator == Infix.POWER;
        return left.text(isPower ? Precedence.ATOM : precedence())
                + operator.text()
                + right.text(isPower ? Precedence.SIGN : precedence().next());
    }
}
