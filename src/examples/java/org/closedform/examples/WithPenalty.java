package org.closedform.examples;

import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * A loss with an L2 term, f(θ) = ℓ(θ) + λ/2 ‖θ‖², whose gradient has λ θ more and whose Hessian λ on its diagonal.
 *
 * @param <X> the parameters
 * @param loss ℓ
 * @param lambda λ
 */
record WithPenalty<X extends TensorTree<X>>(Operator<X, Tensor> loss, double lambda) implements Operator<X, Tensor> {

    @Override
    public Pass<X> forward(X theta) {
        return new Pass<>(loss.forward(theta), theta, lambda);
    }

    /**
     * One evaluation.
     *
     * @param <X> the parameters
     * @param loss the evaluation of ℓ
     * @param theta θ
     * @param lambda λ
     */
    record Pass<X extends TensorTree<X>>(Operator.Pass<X, Tensor> loss, X theta, double lambda)
            implements Operator.Pass<X, Tensor> {

        @Override
        public Tensor output() {
            return loss.output().plus(lambda / 2 * theta.dot(theta));
        }

        @Override
        public X backward(Tensor dy) {
            return loss.backward(dy).plus(theta.times(lambda * dy.item()));
        }

        @Override
        public Tensor pushforward(X v) {
            return loss.pushforward(v).plus(lambda * theta.dot(v));
        }

        @Override
        public X curvature(Tensor dy, X v) {
            return loss.curvature(dy, v).plus(v.times(lambda * dy.item()));
        }
    }
}
