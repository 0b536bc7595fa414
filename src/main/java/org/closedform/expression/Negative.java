package org.closedform.expression;

import java.util.List;
import org.closedform.tensor.Tensor;

/** −a. */
record Negative(Node part, Place place) implements Node {
    @Override
    public List<Node> parts() {
        return List.of(part);
    }

    @Override
    public Extent extent(Scope scope) {
        return part.extent(scope);
    }

    @Override
    public Tensor value(Scope scope) {
        return part.value(scope).negate();
    }

    @Override
    public Precedence precedence() {
        return Precedence.SIGN;
    }

    @Override
    public String text() {
        return "-" + part.text(Precedence.SIGN);
    }
}
