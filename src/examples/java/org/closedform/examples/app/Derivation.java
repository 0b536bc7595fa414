package org.closedform.examples.app;

import java.util.function.BinaryOperator;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;

/** Derivations of the gradient of cross-entropy on logits: the right one, g = y − t, and common mistakes. */
enum Derivation {
    /** y − t. */
    RIGHT((g, t) -> g),
    /** t − y: the sign is wrong, and descent goes uphill. */
    SIGN((g, t) -> g.negate()),
    /** y alone. */
    FORGOTTEN_TARGET(Tensor::plus),
    /** 2 (y − t), as for a squared error. */
    FACTOR((g, t) -> g.times(2)),
    /** 1.000001 (y − t), a mistake too small for any plot. */
    NEARLY((g, t) -> g.times(1.000001));

    private final BinaryOperator<Tensor> gradient;

    Derivation(BinaryOperator<Tensor> gradient) {
        this.gradient = gradient;
    }

    /**
     * The loss with this derivation as its backward.
     *
     * @param loss cross-entropy on logits, of one row
     * @param t its target, one-hot
     */
    Operator<Tensor, Tensor> of(CrossEntropyLoss loss, Tensor t) {
        return Operator.of(
                loss::apply,
                (a, l, dl) -> gradient.apply(loss.forward(a).gradient(), t).times(dl.item()));
    }
}
