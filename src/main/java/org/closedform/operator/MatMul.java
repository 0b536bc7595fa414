package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * The matrix product of matrices, or of batches of matrices whose leading axes broadcast.
 *
 * <pre>{@code
 * Y  = L·R
 * dL = dY·Rᵀ      summed over the matrices that L was repeated for
 * dR = Lᵀ·dY      summed over the matrices that R was repeated for
 * Ẏ  = L̇·R + L·Ṙ
 * curvature: (dY·Ṙᵀ, L̇ᵀ·dY), summed likewise
 * }</pre>
 *
 * <p><b>Shapes:</b> left […, m, k], right […, k, n]; Y […, m, n]. <b>Special values:</b> as in IEEE arithmetic. <b>Accuracy:</b>
 * each result has that of {@link Tensor#matmul} for its number of products.
 *
 * <p>Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, §6.5.6; Giles, An Extended Collection of Matrix Derivative
 * Results, 2008, §2.2.2.
 */
public record MatMul() implements Operator<MatMul.Inputs, Tensor>, Serializable {

    /**
     * The two factors, and the type of their gradient.
     *
     * @param left […, m, k]
     * @param right […, k, n]
     */
    public record Inputs(Tensor left, Tensor right) implements TensorTree<Inputs>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param left […, m, k]
         * @param right […, k, n]
         */
        public Inputs {
            Objects.requireNonNull(left, "MatMul.Inputs: left is null");
            Objects.requireNonNull(right, "MatMul.Inputs: right is null");
        }
    }

    /** @throws ShapeException if a factor has rank below 2, or the factors do not fit each other */
    @Override
    public Pass<Inputs, Tensor> forward(Inputs in) {
        Objects.requireNonNull(in, "MatMul: the inputs are null");
        if (in.left().rank() < 2 || in.right().rank() < 2) {
            throw new ShapeException("MatMul: left has shape " + in.left().shape() + " and right "
                    + in.right().shape() + ", but matrices […, m, k] and […, k, n] are needed");
        }
        return new Evaluation(in, in.left().matmul(in.right()));
    }

    private record Evaluation(Inputs inputs, Tensor output) implements Pass<Inputs, Tensor> {

        /** dL = dY·Rᵀ, dR = Lᵀ·dY. */
        @Override
        public Inputs backward(Tensor dy) {
            return backward(inputs, Required.like(dy, output, "MatMul.backward: dy"));
        }

        private static Inputs backward(Inputs at, Tensor dy) {
            Tensor dLeft = dy.matmul(at.right().transpose()).sumTo(at.left().shape());
            Tensor dRight = at.left().transpose().matmul(dy).sumTo(at.right().shape());
            return new Inputs(dLeft, dRight);
        }

        /** Ẏ = L̇·R + L·Ṙ. */
        @Override
        public Tensor pushforward(Inputs tangent) {
            Required.like(tangent, inputs, "MatMul.pushforward: tangent");
            return tangent.left().matmul(inputs.right()).plus(inputs.left().matmul(tangent.right()));
        }

        /** (dY·Ṙᵀ, L̇ᵀ·dY): the backward is linear in either factor. */
        @Override
        public Inputs curvature(Tensor dy, Inputs tangent) {
            Required.like(dy, output, "MatMul.curvature: dy");
            return backward(Required.like(tangent, inputs, "MatMul.curvature: tangent"), dy);
        }
    }
}
