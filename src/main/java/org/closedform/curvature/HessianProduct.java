package org.closedform.curvature;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.closedform.operator.Operator;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.TensorTree;

/**
 * The product of the Hessian of a function with a direction: exact, and without the Hessian. The function's result is a number, such
 * as the loss at the end of a chain.
 *
 * <pre>{@code
 * H v = ∇²f(x) · v = the derivative of ∇f(x + t v) by t at t = 0
 * }</pre>
 *
 * <p>The direction is pushed forward through the chain, and the derivative of the chain's backward along it is taken back: about the
 * work of two gradients, however many parameters there are. H is linear and symmetric, so as an operator it is its own backward and
 * its own pushforward.
 *
 * <pre>{@code
 * HessianProduct<Parameters> hessian = HessianProduct.of(model.then(loss), parameters);
 * Parameters product = hessian.apply(v);
 * }</pre>
 *
 * <p><b>Special values:</b> a kink, such as that of ReLU at 0, does not bend: H is the second derivative beside it. <b>Accuracy:</b>
 * that of the second derivatives, pushforwards and backwards that it is made of.
 *
 * <p>Source: Pearlmutter, Fast Exact Multiplication by the Hessian, 1994, §2.
 *
 * @param <X> what the function is of, such as a record of parameters
 */
public final class HessianProduct<X extends TensorTree<X>> implements Operator<X, X> {
    private final SymmetricMap<X> map;

    private HessianProduct(X gradient, UnaryOperator<X> product) {
        this.map = new SymmetricMap<>("HessianProduct", gradient, product);
    }

    /**
     * {@return the product with the Hessian at a point}
     *
     * @param <X> what the function is of
     * @param <Y> a tree of a single number
     * @param f the function, such as {@code model.then(loss)}; a product throws an {@link UnsupportedOperationException} if one of its
     *     operators has no second derivative
     * @param x the point
     * @throws ShapeException if the result is more than one number
     * @throws IllegalArgumentException if x does not fit the function
     */
    public static <X extends TensorTree<X>, Y extends TensorTree<Y>> HessianProduct<X> of(Operator<X, Y> f, X x) {
        Objects.requireNonNull(f, "HessianProduct.of: f is null");
        return of(f.forward(Objects.requireNonNull(x, "HessianProduct.of: x is null")));
    }

    /**
     * {@return the product with the Hessian where a function was evaluated}
     *
     * @param <X> what the function is of
     * @param <Y> a tree of a single number
     * @param pass the evaluation
     * @throws ShapeException if the result is more than one number
     */
    public static <X extends TensorTree<X>, Y extends TensorTree<Y>> HessianProduct<X> of(Operator.Pass<X, Y> pass) {
        Objects.requireNonNull(pass, "HessianProduct.of: pass is null");
        X gradient = SymmetricMap.gradient(pass);
        Y one = pass.output().onesLike();
        return new HessianProduct<>(gradient, v -> pass.curvature(one, v));
    }

    /** {@return ∇f(x), which Newton's method takes beside the Hessian} */
    public X gradient() {
        return map.like();
    }

    /** @throws IllegalArgumentException if v is not like x */
    @Override
    public Pass<X, X> forward(X v) {
        return map.forward(v);
    }

    /** @throws IllegalArgumentException if v is not like x */
    @Override
    public X apply(X v) {
        return map.apply(v);
    }
}
