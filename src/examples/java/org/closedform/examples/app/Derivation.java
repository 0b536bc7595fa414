package org.closedform.examples.app;

import java.util.function.BinaryOperator;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;

/** What somebody may have derived for the gradient of cross-entropy on logits, from the right one, g = y − t. */
enum Derivation {
    /** y − t. */
    RIGHT((g, t) -> g),
    /** t − y, uphill. */
    SIGN((g, t) -> g.negate()),
    /** y alone. */
    FORGOTTEN_TARGET(Tensor::plus),
    /** 2 (y − t), as from a square. */
    FACTOR((g, t) -> g.times(2)),
    /** 1.000001 (y − t), which no plot shows. */
    NEARLY((g, t) -> g.times(1.000001));

    private final BinaryOperator<Tensor> gradient;

    Derivation(BinaryOperator<Tensor> gradient) {
        this.gradient = gradient;
    }

    /**
     * The loss with this as its backward.
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
