package org.closedform.expression;

import java.util.List;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** A number. */
record Literal(double number, Place place) implements Node {
    @Override
    public List<Node> parts() {
        return List.of();
    }

    @Override
    public Extent extent(Scope scope) {
        return Extent.NUMBER;
    }

    @Override
    public Tensor value(Scope scope) {
        return Tensor.full(Shape.of(1, 1), number);
    }

    @Override
    public Precedence precedence() {
        return Precedence.ATOM;
    }

    @Override
    public String text() {
        String text = Double.toString(number).replace('E', 'e');
        return text.replaceFirst("\\.0(?=e|$)", "");
    }
}
