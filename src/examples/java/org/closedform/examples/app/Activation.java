package org.closedform.examples.app;

import org.closedform.operator.Operator;
import org.closedform.operator.Relu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Tensor;

/** The activations to choose from. */
enum Activation {
    SIGMOID(new Sigmoid()),
    TANH(new Tanh()),
    RELU(new Relu());

    private final Operator<Tensor, Tensor> operator;

    Activation(Operator<Tensor, Tensor> operator) {
        this.operator = operator;
    }

    Operator<Tensor, Tensor> operator() {
        return operator;
    }

    /** φ′ at every element. */
    Tensor slope(Tensor z) {
        Operator.Pass<Tensor, Tensor> pass = operator.forward(z);
        return pass.backward(Tensor.ones(z.shape()));
    }
}
