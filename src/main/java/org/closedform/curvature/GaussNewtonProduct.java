package org.closedform.curvature;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.closedform.operator.Operator;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.TensorTree;

/**
 * The product of the Gauss–Newton matrix of a model and a loss with a direction: the Hessian of the chain, but for the bending of the
 * model.
 *
 * <pre>{@code
 * f(x) = ℓ(y(x))          ∇²f = Jᵀ · ∇²ℓ · J + Σ_j ∂ℓ/∂y_j ∇²y_j
 * G v  = Jᵀ · ∇²ℓ · J · v       with J = ∂y/∂x
 * }</pre>
 *
 * <p>G is symmetric, and positive semi-definite behind a convex loss, as cross-entropy is of its logits: ⟨v, G v⟩ = ⟨J v, ∇²ℓ · J v⟩. It
 * is the Hessian itself where the model is linear, and near it where the loss is nearly flat in every y_j. Its null space has at least
 * what does not move y, and what moves y within the null space of ∇²ℓ. For softmax cross-entropy it is the Fisher information.
 *
 * <pre>{@code
 * GaussNewtonProduct<Parameters> matrix = GaussNewtonProduct.of(model, loss, parameters);
 * Parameters product = matrix.apply(v);
 * }</pre>
 *
 * <p>The model needs no second derivative, but a pushforward: that of an operator without one of its own costs a backward for every
 * number of its output. <b>Accuracy:</b> that of the pushforward, the loss's second derivative and the backward.
 *
 * <p>Source: Schraudolph, Fast Curvature Matrix-Vector Products for Second-Order Gradient Descent, 2002, §3.
 *
 * @param <X> what the model is a function of, such as a record of parameters
 */
public final class GaussNewtonProduct<X extends TensorTree<X>> implements Operator<X, X> {
    private final SymmetricMap<X> map;

    private GaussNewtonProduct(X gradient, UnaryOperator<X> product) {
        this.map = new SymmetricMap<>("GaussNewtonProduct", gradient, product);
    }

    /**
     * {@return the product with the Gauss–Newton matrix at a point}
     *
     * @param <X> what the model is a function of
     * @param <Y> what the model makes of it
     * @param <Z> a tree of a single number
     * @param model the part whose bending is left out
     * @param loss the part behind it, whose second derivative is taken; a product throws an {@link UnsupportedOperationException} if
     *     it has none
     * @param x the point
     * @throws ShapeException if the loss is more than one number
     * @throws IllegalArgumentException if x does not fit the model, or what it makes does not fit the loss
     */
    public static <X extends TensorTree<X>, Y extends TensorTree<Y>, Z extends TensorTree<Z>> GaussNewtonProduct<X> of(
            Operator<X, Y> model, Operator<Y, Z> loss, X x) {
        Objects.requireNonNull(model, "GaussNewtonProduct.of: model is null");
        Objects.requireNonNull(loss, "GaussNewtonProduct.of: loss is null");
        Operator.Pass<X, Y> first = Objects.requireNonNull(
                model.forward(Objects.requireNonNull(x, "GaussNewtonProduct.of: x is null")),
                "GaussNewtonProduct.of: the model's pass is null");
        return of(first, loss.forward(first.output()));
    }

    /**
     * {@return the product with the Gauss–Newton matrix where model and loss were evaluated}
     *
     * @param <X> what the model is a function of
     * @param <Y> what the model makes of it
     * @param <Z> a tree of a single number
     * @param model an evaluation of the model
     * @param loss the evaluation of the loss at its output
     * @throws ShapeException if the loss is more than one number
     */
    public static <X extends TensorTree<X>, Y extends TensorTree<Y>, Z extends TensorTree<Z>> GaussNewtonProduct<X> of(
            Operator.Pass<X, Y> model, Operator.Pass<Y, Z> loss) {
        Objects.requireNonNull(model, "GaussNewtonProduct.of: the model's pass is null");
        Objects.requireNonNull(loss, "GaussNewtonProduct.of: the loss's pass is null");
        X gradient = model.backward(SymmetricMap.gradient(loss));
        Z one = loss.output().onesLike();
        return new GaussNewtonProduct<>(gradient, v -> model.backward(loss.curvature(one, model.pushforward(v))));
    }

    /** {@return the gradient of the loss by x, which a step of the Gauss–Newton method takes beside the matrix} */
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
