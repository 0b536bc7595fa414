package org.closedform.expression;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Tensor;

/** A function of each number. */
record Elementwise(Function function, Node part, Place place) implements Node {
    enum Function {
        EXP(Tensor::exp),
        LOG(Tensor::log),
        SQRT(Tensor::sqrt),
        TANH(x -> new Tanh().apply(x)),
        SIGMOID(x -> new Sigmoid().apply(x)),
        /** 1 above 0, and 0 from 0 on down: the slope of ReLU. */
        STEP(x -> x.map(number -> number > 0 ? 1 : number <= 0 ? 0 : number));

        private final UnaryOperator<Tensor> f;

        Function(UnaryOperator<Tensor> f) {
            this.f = f;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

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
        return function.f.apply(part.value(scope));
    }

    @Override
    public Precedence precedence() {
        return Precedence.ATOM;
    }

    @Override
    public String text() {
        return function.text() + "(" + part.text() + ")";
    }
}
