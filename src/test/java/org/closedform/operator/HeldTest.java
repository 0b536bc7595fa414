package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What chains remember of their parts. */
class HeldTest {
    private static final Tensor WEIGHT = Tensor.of(new double[][] {{1, -1}, {0.5, 2}});
    private static final Tensor X = Tensor.of(new double[][] {{1, 2}, {-1, 0.5}});

    private final Operator<Tensor, Tensor> layer =
            new LinearWithoutBias().holding(x -> new LinearWithoutBias.Inputs(x, WEIGHT), LinearWithoutBias.Inputs::x);

    @Test
    void hasTheGradientsOfWhatIsHeld() {
        Held<Tensor, LinearWithoutBias.Inputs, Tensor> held = new Held<>(
                new LinearWithoutBias(), x -> new LinearWithoutBias.Inputs(x, WEIGHT), LinearWithoutBias.Inputs::x);
        Tensor dy = Tensor.of(new double[][] {{1, 0}, {0, -2}});
        LinearWithoutBias.Inputs d = held.full(X).backward(dy);
        assertEquals(dy.transpose().matmul(X), d.weight());
        assertEquals(held.forward(X).backward(dy), d.x());
        assertEquals(new LinearWithoutBias.Inputs(X, WEIGHT), held.inputs(X));
    }

    @Test
    void chainsRememberTheirParts() {
        Operator<Tensor, Tensor> chain = layer.then(new Sigmoid());
        Chain<?, ?, ?> parts = assertInstanceOf(Chain.class, chain);
        assertEquals(layer, parts.first());
        assertEquals(new Sigmoid(), parts.next());
        assertEquals(new Chain<>(new Tanh(), new Sigmoid()), new Tanh().then(new Sigmoid()));
        assertEquals(new Addition<>(new Tanh(), new Relu()), new Tanh().plus(new Relu()));
        assertEquals(new Residual<>(new Tanh()), Operator.residual(new Tanh()));
    }
}
