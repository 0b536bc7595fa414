package org.closedform.operator;

import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.closedform.tensor.Tensor;

/**
 * A function of one number, lifted to every element.
 *
 * <pre>{@code
 * y_i  = f(x_i)
 * dx_i = f′(x_i) · dy_i
 * }</pre>
 *
 * <pre>{@code
 * Operator<Tensor, Tensor> cube = new Elementwise(x -> x * x * x, x -> 3 * x * x);
 * }</pre>
 *
 * <p>Shapes: any, and y has the shape of x. Numbers are passed to f as {@code double} and rounded to the element type after.
 * Special values and accuracy are those of f and f′; for the same bits on every machine take them from {@code StrictMath}.
 *
 * @param f the function
 * @param derivative its derivative, f′
 */
public record Elementwise(DoubleUnaryOperator f, DoubleUnaryOperator derivative) implements Operator<Tensor, Tensor> {
    /**
     * Checks that neither is null.
     *
     * @param f the function
     * @param derivative its derivative, f′
     */
    public Elementwise {
        Objects.requireNonNull(f, "Elementwise: f is null");
        Objects.requireNonNull(derivative, "Elementwise: derivative is null");
    }

    @Override
    public Pass forward(Tensor x) {
        return new Pass(apply(x), x.map(derivative));
    }

    @Override
    public Tensor apply(Tensor x) {
        Objects.requireNonNull(x, "Elementwise: x is null");
        return x.map(f);
    }

    /**
     * An evaluation of an elementwise function.
     *
     * @param output y = f(x)
     * @param slope f′(x), of the shape of x
     */
    public record Pass(Tensor output, Tensor slope) implements Operator.Pass<Tensor, Tensor> {
        /**
         * Checks that the slope is like the output.
         *
         * @param output y = f(x)
         * @param slope f′(x), of the shape of x
         * @throws IllegalArgumentException if it is not
         */
        public Pass {
            Objects.requireNonNull(output, "Elementwise.Pass: output is null");
            Objects.requireNonNull(slope, "Elementwise.Pass: slope is null");
            slope.requireLike(output, "Elementwise.Pass: slope");
        }

        /** dx = f′(x) ⊙ dy. */
        @Override
        public Tensor backward(Tensor dy) {
            Objects.requireNonNull(dy, "Elementwise.backward: dy is null");
            return slope.times(dy.requireLike(output, "Elementwise.backward: dy"));
        }

        /** {@return ∂y/∂x = diag(f′(x))} */
        public Jacobian jacobian() {
            return Jacobian.diagonal(slope);
        }
    }
}
