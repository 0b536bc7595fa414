package org.closedform.expression;

import java.util.List;
import org.closedform.tensor.Tensor;

/** The larger of two values, number by number: {@code max(0, x)}. NaN if one is NaN. */
record Larger(Node left, Node right, Place place) implements Node {
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
        return Infix.each(Math::max, left.value(scope), right.value(scope));
    }

    @Override
    public Precedence precedence() {
        return Precedence.ATOM;
    }

    @Override
    public String text() {
        return "max(" + left.text() + ", " + right.text() + ")";
    }
}
