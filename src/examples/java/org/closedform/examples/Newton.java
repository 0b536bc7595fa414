package org.closedform.examples;

import org.closedform.curvature.HessianProduct;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * Newton's method for a strictly convex function of any tree of parameters. Each step solves H d = ∇f by conjugate gradients, from
 * products with the Hessian alone, and only as exactly as it pays.
 *
 * <pre>{@code
 * θ ← θ − H⁻¹ ∇f(θ)
 * }</pre>
 *
 * <p>Source: Nocedal, Wright, Numerical Optimization, 2006, algorithms 5.2 and 7.1.
 *
 * @param <X> the parameters
 * @param theta θ
 * @param loss f(θ)
 * @param gradient ∇f(θ)
 * @param products how many products with the Hessian the step that led here took
 */
record Newton<X extends TensorTree<X>>(X theta, double loss, X gradient, int products) {

    /** Where the method begins. */
    static <X extends TensorTree<X>> Newton<X> at(Operator<X, Tensor> f, X theta) {
        return at(f, theta, 0);
    }

    private static <X extends TensorTree<X>> Newton<X> at(Operator<X, Tensor> f, X theta, int products) {
        Operator.Pass<X, Tensor> pass = f.forward(theta);
        return new Newton<>(theta, pass.output().item(), pass.gradient(), products);
    }

    /** One step on: the whole step, or half of it as often as the loss would not fall. */
    Newton<X> next(Operator<X, Tensor> f) {
        double norm = gradient.norm();
        Solution<X> step = solve(HessianProduct.of(f, theta), gradient, Math.min(0.1, norm) * norm);
        X d = step.x();
        Newton<X> next = at(f, theta.minus(d), step.products());
        while (next.loss > loss && d.norm() > 1e-8 * theta.norm()) {
            d = d.times(0.5);
            next = at(f, theta.minus(d), step.products());
        }
        return next;
    }

    /**
     * What conjugate gradients have found.
     *
     * @param x where ‖b − H x‖ is small enough
     * @param products how many products with H it took
     */
    record Solution<X extends TensorTree<X>>(X x, int products) {}

    /** Conjugate gradients for H x = b, until ‖b − H x‖ is at most the tolerance. */
    static <X extends TensorTree<X>> Solution<X> solve(Operator<X, X> hessian, X b, double tolerance) {
        X x = b.zerosLike();
        X r = b;
        X d = r;
        double rr = r.dot(r);
        int products = 0;
        for (; rr > tolerance * tolerance; products++) {
            X product = hessian.apply(d);
            double step = rr / d.dot(product);
            x = x.plus(d.times(step));
            r = r.minus(product.times(step));
            double next = r.dot(r);
            d = r.plus(d.times(next / rr));
            rr = next;
        }
        return new Solution<>(x, products);
    }
}
