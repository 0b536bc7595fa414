package org.closedform.examples.app;

import org.closedform.operator.Operator;
import org.closedform.operator.Relu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Tensor;

/** The activations to choose from. */
enum Activation {
    SIGMOID("sigmoid", new Sigmoid()),
    TANH("tanh", new Tanh()),
    RELU("ReLU", new Relu());

    private final String title;
    private final Operator<Tensor, Tensor> operator;

    Activation(String title, Operator<Tensor, Tensor> operator) {
        this.title = title;
        this.operator = operator;
    }

    /** Its name on the page. */
    String title() {
        return title;
    }

    /** Its colour in every chart. */
    String style() {
        return "c" + (ordinal() + 1);
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
