package org.closedform.operator;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.TensorTree;

/**
 * A differentiable function y = f(x), with its derivative in closed form.
 *
 * <pre>{@code
 * Operator.Pass<Tensor, Tensor> pass = new Sigmoid().forward(x);
 * Tensor y = pass.output();           // f(x)
 * Tensor dx = pass.backward(dy);      // Jᵀ·dy: the gradient of any C with ∂C/∂y = dy
 * }</pre>
 *
 * <p>All that is differentiable is in x, a tensor or a record of tensors. Its gradient is a value of the same type, so callers read
 * {@code d.gamma()}, never {@code grads[1]}. Everything else (an axis, an epsilon, targets) belongs to the operator. Operators and
 * passes are immutable values: no state, no hidden last input, safe for use by many threads.
 *
 * <p>Built-in operators that consist of settings are serializable; those that hold a function are not, and passes are not either.
 *
 * @param <X> what goes in
 * @param <Y> what comes out
 */
@FunctionalInterface
public interface Operator<X extends TensorTree<X>, Y extends TensorTree<Y>> {

    /**
     * {@return the function's value at a point, with all that its backward needs}
     *
     * @param x the point
     * @throws IllegalArgumentException if the input does not fit the operator, before any work is done
     */
    Pass<X, Y> forward(X x);

    /**
     * {@return f(x), the value alone}
     *
     * @param x the point
     * @throws IllegalArgumentException if the input does not fit the operator
     */
    default Y apply(X x) {
        return Objects.requireNonNull(forward(x), "Operator.apply: the pass is null")
                .output();
    }

    /**
     * One evaluation at a point: its output and its derivatives.
     *
     * @param <X> what went in
     * @param <Y> what came out
     */
    interface Pass<X extends TensorTree<X>, Y extends TensorTree<Y>> {

        /** {@return y = f(x)} */
        Y output();

        /**
         * Pulls a gradient back through the function: the vector-Jacobian product. It is linear in {@code upstream}.
         *
         * @param upstream ∂C/∂y, of the structure, shapes and element types of the output
         * @return ∂C/∂x = Jᵀ · ∂C/∂y, of the structure, shapes and element types of the input
         * @throws IllegalArgumentException if the upstream is not like the output
         */
        X backward(Y upstream);

        /**
         * Pushes a tangent forward through the function: the Jacobian-vector product (JVP). It is linear in {@code tangent}.
         *
         * <p>All built-in operators have it in closed form. The default calls the backward once for every output element, so it is
         * right only if the backward is, and no check of it.
         *
         * @param tangent ẋ, how x moves, of the structure, shapes and element types of the input
         * @return ẏ = J · ẋ, how y moves, of the structure, shapes and element types of the output
         * @throws IllegalArgumentException if the tangent is not like the input
         */
        default Y pushforward(X tangent) {
            return BackwardPushforward.of(this, tangent);
        }

        /** {@return whether the pushforward is derived by itself, and not computed by the backward} */
        default boolean hasPushforward() {
            return BackwardPushforward.isOverridden(getClass());
        }

        /**
         * The second derivative: how {@link #backward} of a fixed upstream moves as x moves along a tangent, Σ_j dy_j · ∇²y_j · ẋ. It is
         * linear in either argument, and every ∇²y_j is symmetric.
         *
         * @param upstream ∂C/∂y, of the structure, shapes and element types of the output
         * @param tangent ẋ, of the structure, shapes and element types of the input
         * @return the derivative of Jᵀ · ∂C/∂y along ẋ, of the structure, shapes and element types of the input
         * @throws IllegalArgumentException if the upstream is not like the output, or the tangent not like the input
         * @throws UnsupportedOperationException if the operator has no second derivative in closed form
         */
        default X curvature(Y upstream, X tangent) {
            Objects.requireNonNull(upstream, "Operator.Pass.curvature: upstream is null");
            Objects.requireNonNull(tangent, "Operator.Pass.curvature: tangent is null");
            throw new UnsupportedOperationException("Operator.Pass.curvature: "
                    + getClass().getName() + " has no second derivative; override curvature");
        }

        /**
         * The gradient of an output that is a single number, such as the loss at the end of a chain: {@link #backward} of an
         * upstream of 1. (The passes of the losses have it for several numbers too: each position has its own gradient.)
         *
         * @return ∂y/∂x, of the structure, shapes and element types of the input
         * @throws ShapeException if the output is more than one number
         */
        default X gradient() {
            Y y = Objects.requireNonNull(output(), "Operator.Pass.gradient: the output is null");
            List<NamedTensor> parts = y.parts();
            if (parts.size() != 1 || parts.get(0).tensor().size() != 1) {
                throw new ShapeException(
                        "Operator.Pass.gradient: the output is "
                                + parts.stream()
                                        .map(part -> (part.name() + " "
                                                        + part.tensor().shape())
                                                .strip())
                                        .collect(Collectors.joining(", "))
                                + ", but a gradient is of a single number; backward(upstream) says how much each number counts");
            }
            return backward(y.onesLike());
        }

        /**
         * {@return a pass from its two halves}
         *
         * @param <X> what went in
         * @param <Y> what came out
         * @param output y
         * @param pullback from ∂C/∂y to ∂C/∂x
         */
        static <X extends TensorTree<X>, Y extends TensorTree<Y>> Pass<X, Y> of(Y output, Function<Y, X> pullback) {
            return new ComposedPass<>(output, pullback);
        }

        /**
         * {@return a pass from its two halves, that can push a tangent forward too}
         *
         * @param <X> what went in
         * @param <Y> what came out
         * @param output y
         * @param pullback from ∂C/∂y to ∂C/∂x
         * @param pushforward from ẋ to ẏ
         */
        static <X extends TensorTree<X>, Y extends TensorTree<Y>> Pass<X, Y> of(
                Y output, Function<Y, X> pullback, Function<X, Y> pushforward) {
            return new TwoWayPass<>(new ComposedPass<>(output, pullback), pushforward);
        }
    }

    /**
     * A derivation: ∂C/∂x as a function of x, y and ∂C/∂y.
     *
     * @param <X> what went in
     * @param <Y> what came out
     */
    @FunctionalInterface
    interface Backward<X extends TensorTree<X>, Y extends TensorTree<Y>> {

        /**
         * {@return ∂C/∂x}
         *
         * @param x the input
         * @param y the output, f(x)
         * @param dy the upstream, ∂C/∂y
         */
        X apply(X x, Y y, Y dy);
    }

    /**
     * A derivation in forward mode: ẏ as a function of x, y and ẋ.
     *
     * @param <X> what goes in
     * @param <Y> what comes out
     */
    @FunctionalInterface
    interface Pushforward<X extends TensorTree<X>, Y extends TensorTree<Y>> {

        /**
         * {@return ẏ}
         *
         * @param x the input
         * @param y the output, f(x)
         * @param tangent ẋ
         */
        Y apply(X x, Y y, X tangent);
    }

    /**
     * Your own operator: a function and the backward that you derived for it.
     *
     * <pre>{@code
     * Operator<Tensor, Tensor> square = Operator.of(
     *         x -> x.times(x),
     *         (x, y, dy) -> dy.times(x).times(2));
     * }</pre>
     *
     * @param <X> what goes in
     * @param <Y> what comes out
     * @param f the function
     * @param backward its derivative
     * @return the operator
     */
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Operator<X, Y> of(
            Function<X, Y> f, Backward<X, Y> backward) {
        Objects.requireNonNull(f, "Operator.of: f is null");
        Objects.requireNonNull(backward, "Operator.of: backward is null");
        return x -> {
            Y y = f.apply(Objects.requireNonNull(x, "Operator.of: x is null"));
            return Pass.of(y, dy -> backward.apply(x, y, dy));
        };
    }

    /**
     * Your own operator with a derivation in forward mode too, which {@code GradientCheck} compares with the backward.
     *
     * @param <X> what goes in
     * @param <Y> what comes out
     * @param f the function
     * @param backward its derivative, from ∂C/∂y to ∂C/∂x
     * @param pushforward its derivative, from ẋ to ẏ
     * @return the operator
     */
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Operator<X, Y> of(
            Function<X, Y> f, Backward<X, Y> backward, Pushforward<X, Y> pushforward) {
        Objects.requireNonNull(f, "Operator.of: f is null");
        Objects.requireNonNull(backward, "Operator.of: backward is null");
        Objects.requireNonNull(pushforward, "Operator.of: pushforward is null");
        return x -> {
            Y y = f.apply(Objects.requireNonNull(x, "Operator.of: x is null"));
            return Pass.of(
                    y,
                    dy -> backward.apply(x, y, dy),
                    tangent -> pushforward.apply(x, y, tangent.requireLike(x, "Operator.pushforward: the tangent")));
        };
    }

    /**
     * {@return z = next(f(x)), this operator and the next one on its output} The chain rule: ∂C/∂x = J₁ᵀ·(J₂ᵀ·∂C/∂z). It is a
     * {@link Chain}, which remembers both.
     *
     * @param <Z> what comes out of the next
     * @param next the next operator
     */
    default <Z extends TensorTree<Z>> Operator<X, Z> then(Operator<Y, Z> next) {
        return new Chain<>(this, next);
    }

    /**
     * {@return y = f(x) + g(x), such as a loss and what is to be held small beside it} All derivatives add up; the outputs have to be
     * alike, nothing is repeated. It is an {@link Addition}, which remembers both.
     *
     * <pre>{@code
     * Operator<Tensor, Tensor> loss = CrossEntropyLoss.onLogits(labels).plus(ZLoss.of(1e-4));
     * }</pre>
     *
     * @param other g, of the same input
     */
    default Operator<X, Y> plus(Operator<X, Y> other) {
        return new Addition<>(this, other);
    }

    /**
     * {@return y = x + f(x), a residual connection around f} Its Jacobian is I + J: the gradient dx = dy + Jᵀ·dy reaches x even where f's
     * own vanishes, and where f is small a deep chain of these is neither vanishing nor exploding. ẏ = ẋ + J·ẋ, and the curvature is f's.
     *
     * <p>The outputs of f have to be like its inputs. Source: He, Zhang, Ren, Sun, Deep Residual Learning for Image Recognition, 2016, eq.
     * (1); Identity Mappings in Deep Residual Networks, 2016, eq. (5). It is a {@link Residual}, which remembers f.
     *
     * @param <X> what goes in, and comes out
     * @param f what is added to x
     */
    static <X extends TensorTree<X>> Operator<X, X> residual(Operator<X, X> f) {
        return new Residual<>(f);
    }

    /**
     * This operator as a function of one part of its input, the other parts held: a layer with its parameters, ready for
     * {@link #then}. It is a {@link Held}, which has the gradients of the parameters too.
     *
     * <pre>{@code
     * Operator<Tensor, Tensor> layer =
     *         new Linear().holding(x -> new Linear.Inputs(x, weight, bias), Linear.Inputs::x);
     * }</pre>
     *
     * @param <A> the part
     * @param place puts the part in its place, and nothing else
     * @param part takes the part out again, here out of the gradient
     * @return the operator on that part
     */
    default <A extends TensorTree<A>> Operator<A, Y> holding(Function<A, X> place, Function<X, A> part) {
        return new Held<>(this, place, part);
    }
}
