package org.closedform.examples.app;

import java.util.function.BinaryOperator;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Tensor;

/** What somebody may have derived for the gradient of cross-entropy on logits. */
enum Derivation {
    /** y − t, which is right. */
    RIGHT((y, t) -> y.minus(t)),
    /** t − y, uphill. */
    SIGN((y, t) -> t.minus(y)),
    /** y alone. */
    FORGOTTEN_TARGET((y, t) -> y),
    /** 2 (y − t), as from a square. */
    FACTOR((y, t) -> y.minus(t).times(2)),
    /** 1.000001 (y − t), which no plot shows. */
    NEARLY((y, t) -> y.minus(t).times(1.000001));

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
    Operator<Tensor, Tensor> of(Operator<Tensor, Tensor> loss, Tensor t) {
        return Operator.of(loss::apply, (a, l, dl) -> gradient.apply(new Softmax(1).apply(a), t)
                .times(dl.item()));
    }
}
