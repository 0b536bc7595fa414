package org.closedform.expression;

import java.util.List;
import org.closedform.tensor.Tensor;

/** What the scope knows by a name. */
record Name(String name, Place place) implements Node {
    @Override
    public List<Node> parts() {
        return List.of();
    }

    @Override
    public Extent extent(Scope scope) {
        return scope.extent(name).orElseThrow(() -> place.error(Unknown.name(name, scope.names())));
    }

    @Override
    public Tensor value(Scope scope) {
        return scope.value(name);
    }

    @Override
    public Precedence precedence() {
        return Precedence.ATOM;
    }

    @Override
    public String text() {
        return name;
    }
}
