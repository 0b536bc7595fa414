package org.closedform.operator;

import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.closedform.tensor.Tensor;

/**
 * A function of one number, lifted to every element.
 *
 * <pre>{@code
 * y_i  = f(x_i)
 * dx_i = f′(x_i) · dy_i
 * ẏ_i  = f′(x_i) · ẋ_i
 * curvature: f″(x_i) · dy_i · ẋ_i
 * }</pre>
 *
 * <pre>{@code
 * Operator<Tensor, Tensor> cube = new Elementwise(x -> x * x * x, x -> 3 * x * x, x -> 6 * x);
 * }</pre>
 *
 * <p>Shapes: any, and y has the shape of x. Numbers are passed to f as {@code double}, and the result is rounded to the element
 * type. Special values and accuracy are those of f, f′ and f″; for the same bits on every machine take them from
 * {@code StrictMath}.
 *
 * @param f the function
 * @param derivative its derivative, f′
 * @param secondDerivative the derivative of that, f″; asked for nothing but second derivatives
 */
public record Elementwise(DoubleUnaryOperator f, DoubleUnaryOperator derivative, DoubleUnaryOperator secondDerivative)
        implements Operator<Tensor, Tensor> {
    private static final DoubleUnaryOperator UNKNOWN = x -> unknown();

    /**
     * Checks that none is null.
     *
     * @param f the function
     * @param derivative its derivative, f′
     * @param secondDerivative the derivative of that, f″
     */
    public Elementwise {
        Objects.requireNonNull(f, "Elementwise: f is null");
        Objects.requireNonNull(derivative, "Elementwise: derivative is null");
        Objects.requireNonNull(secondDerivative, "Elementwise: secondDerivative is null");
    }

    /**
     * Without a second derivative: whatever asks for it gets an {@link UnsupportedOperationException}.
     *
     * @param f the function
     * @param derivative its derivative, f′
     */
    public Elementwise(DoubleUnaryOperator f, DoubleUnaryOperator derivative) {
        this(f, derivative, UNKNOWN);
    }

    @Override
    public Pass forward(Tensor x) {
        return Pass.of(apply(x), x.map(derivative), () -> x.map(secondDerivative));
    }

    @Override
    public Tensor apply(Tensor x) {
        Objects.requireNonNull(x, "Elementwise: x is null");
        return x.map(f);
    }

    private static <T> T unknown() {
        throw new UnsupportedOperationException("Elementwise.curvature: there is no second derivative;"
                + " new Elementwise(f, derivative, secondDerivative) takes one");
    }

    /** An evaluation of an elementwise function. */
    public sealed interface Pass extends Operator.Pass<Tensor, Tensor> {
        /** {@return f′(x), of the shape of x} */
        Tensor slope();

        /**
         * {@return f″(x), of the shape of x; computed again in each call}
         *
         * @throws UnsupportedOperationException if it is not known
         */
        Tensor secondSlope();

        /** dx = f′(x) ⊙ dy. */
        @Override
        default Tensor backward(Tensor dy) {
            return slope().times(Required.like(dy, output(), "Elementwise.backward: dy"));
        }

        /** ẏ = f′(x) ⊙ ẋ. */
        @Override
        default Tensor pushforward(Tensor tangent) {
            return slope().times(Required.like(tangent, output(), "Elementwise.pushforward: tangent"));
        }

        /** f″(x) ⊙ dy ⊙ ẋ. */
        @Override
        default Tensor curvature(Tensor dy, Tensor tangent) {
            Required.like(dy, output(), "Elementwise.curvature: dy");
            Required.like(tangent, output(), "Elementwise.curvature: tangent");
            return secondSlope().times(dy).times(tangent);
        }

        /** {@return ∂y/∂x = diag(f′(x))} */
        default Jacobian jacobian() {
            return Jacobian.diagonal(slope());
        }

        /**
         * {@return the evaluation of an elementwise function of your own, without its second derivative}
         *
         * @param output y = f(x)
         * @param slope f′(x), of the shape of x
         * @throws IllegalArgumentException if the slope is not like the output
         */
        static Pass of(Tensor output, Tensor slope) {
            return of(output, slope, Elementwise::unknown);
        }

        /**
         * {@return the evaluation of an elementwise function of your own}
         *
         * @param output y = f(x)
         * @param slope f′(x), of the shape of x
         * @param secondSlope makes f″(x), of the shape of x, when it is asked for
         * @throws IllegalArgumentException if the slope is not like the output
         */
        static Pass of(Tensor output, Tensor slope, Supplier<Tensor> secondSlope) {
            return new Evaluation(output, slope, secondSlope);
        }
    }

    private record Evaluation(Tensor output, Tensor slope, Supplier<Tensor> second) implements Pass {
        private Evaluation {
            Objects.requireNonNull(output, "Elementwise.Pass: output is null");
            Required.like(slope, output, "Elementwise.Pass: slope");
            Objects.requireNonNull(second, "Elementwise.Pass: secondSlope is null");
        }

        @Override
        public Tensor secondSlope() {
            return Required.like(second.get(), output, "Elementwise.Pass: secondSlope");
        }

        /** Compares the tensors only: the function that computes f″ has no {@code equals}. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Evaluation that && output.equals(that.output) && slope.equals(that.slope);
        }

        @Override
        public int hashCode() {
            return Objects.hash(output, slope);
        }
    }
}
