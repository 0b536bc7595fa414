package org.closedform.evaluation;

import org.closedform.operator.Linear;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Tensor;

/** Ten sigmoid layers: gradients of 1e-8, which an absolute tolerance calls right whatever they are. */
final class ChainFamily {
    private static final int DEPTH = 10;

    private ChainFamily() {}

    static Case<Tensor, Tensor> draw(Draw draw) {
        int width = draw.size(1, 3);
        Operator<Tensor, Tensor> chain = layer(draw, width);
        for (int depth = 1; depth < DEPTH; depth++) {
            chain = chain.then(layer(draw, width));
        }
        return Case.of("chain of " + DEPTH + " sigmoids", chain, draw.normal(1, width));
    }

    private static Operator<Tensor, Tensor> layer(Draw draw, int width) {
        Tensor weight = draw.weights(width, width);
        Tensor bias = draw.weights(width);
        return new Linear()
                .holding((Tensor x) -> new Linear.Inputs(x, weight, bias), Linear.Inputs::x)
                .then(new Sigmoid());
    }
}
