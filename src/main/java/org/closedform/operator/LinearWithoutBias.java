package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.kernel.Matrix;
import org.closedform.kernel.MatrixProduct;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * The linear map of a layer without a bias, for example before a batch norm, whose β replaces it.
 *
 * <pre>{@code
 * y  = x·Wᵀ           y_o = Σ_i W_oi x_i
 * dx = dy·W
 * dW = dyᵀ·x
 * ẏ  = ẋ·Wᵀ + x·Ẇᵀ
 * curvature: (dy·Ẇ, dyᵀ·ẋ)
 * }</pre>
 *
 * <p>Shapes, special values, accuracy and source: see {@link Linear}.
 */
public record LinearWithoutBias() implements Operator<LinearWithoutBias.Inputs, Tensor>, Serializable {

    /**
     * The differentiable inputs of a layer, and the type of its gradient.
     *
     * @param x samples, […, in]
     * @param weight one row for each output, [out, in]
     */
    public record Inputs(Tensor x, Tensor weight) implements TensorTree<Inputs>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param x samples, […, in]
         * @param weight one row for each output, [out, in]
         */
        public Inputs {
            Objects.requireNonNull(x, "LinearWithoutBias.Inputs: x is null");
            Objects.requireNonNull(weight, "LinearWithoutBias.Inputs: weight is null");
        }
    }

    /** @throws ShapeException if x and weight do not fit each other */
    @Override
    public Pass<Inputs, Tensor> forward(Inputs in) {
        Objects.requireNonNull(in, "LinearWithoutBias: the inputs are null");
        requireFit("LinearWithoutBias", in.x(), in.weight());
        return new Evaluation(in, product(in.x(), in.weight()));
    }

    /** Checks x and weight against each other. */
    static void requireFit(String operation, Tensor x, Tensor weight) {
        if (weight.rank() != 2) {
            throw new ShapeException(
                    operation + ": weight has shape " + weight.shape() + ", but a matrix [out, in] is needed");
        }
        int in = weight.shape().dimension(1);
        if (x.rank() == 0 || x.shape().dimension(-1) != in) {
            String features = x.rank() == 0 ? "no features" : x.shape().dimension(-1) + " features";
            throw new ShapeException(operation + ": x has " + features + " in " + x.shape() + ", but weight "
                    + weight.shape() + " takes " + in);
        }
        requireType(operation + ": weight", weight, x);
    }

    static void requireType(String name, Tensor tensor, Tensor x) {
        if (tensor.elementType() != x.elementType()) {
            throw new IllegalArgumentException(
                    name + " " + tensor.elementType() + tensor.shape() + " does not mix with x " + x.elementType()
                            + x.shape() + "; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)");
        }
    }

    /** x·Wᵀ. */
    static Tensor product(Tensor x, Tensor weight) {
        return Storage.tensor(
                outputShape(x, weight),
                MatrixProduct.multiply(rows(x), rows(weight).transposed(), 1));
    }

    private static Shape outputShape(Tensor x, Tensor weight) {
        return x.shape().without(-1).with(-1, weight.shape().dimension(0));
    }

    /** dx = dy·W, dW = dyᵀ·x. */
    static Inputs backward(Tensor x, Tensor weight, Tensor dy) {
        Matrix upstream = rows(dy);
        return new Inputs(
                Storage.tensor(x.shape(), MatrixProduct.multiply(upstream, rows(weight), 1)),
                Storage.tensor(weight.shape(), MatrixProduct.multiply(upstream.transposed(), rows(x), 1)));
    }

    /** ẏ = ẋ·Wᵀ + x·Ẇᵀ. */
    static Tensor pushforward(Tensor x, Tensor weight, Tensor xTangent, Tensor weightTangent) {
        return product(xTangent, weight).plus(product(x, weightTangent));
    }

    /** One row for each sample. */
    static Matrix rows(Tensor x) {
        return Matrix.of(Storage.of(x), samples(x), x.shape().dimension(-1));
    }

    /** The number of rows along the last axis. */
    static int samples(Tensor x) {
        return x.shape().without(-1).size();
    }

    private record Evaluation(Inputs inputs, Tensor output) implements Pass<Inputs, Tensor> {

        /** dx = dy·W, dW = dyᵀ·x. */
        @Override
        public Inputs backward(Tensor dy) {
            Required.like(dy, output, "LinearWithoutBias.backward: dy");
            return LinearWithoutBias.backward(inputs.x(), inputs.weight(), dy);
        }

        /** ẏ = ẋ·Wᵀ + x·Ẇᵀ. */
        @Override
        public Tensor pushforward(Inputs tangent) {
            Required.like(tangent, inputs, "LinearWithoutBias.pushforward: tangent");
            return LinearWithoutBias.pushforward(inputs.x(), inputs.weight(), tangent.x(), tangent.weight());
        }

        /** (dy·Ẇ, dyᵀ·ẋ). */
        @Override
        public Inputs curvature(Tensor dy, Inputs tangent) {
            Required.like(dy, output, "LinearWithoutBias.curvature: dy");
            Required.like(tangent, inputs, "LinearWithoutBias.curvature: tangent");
            return LinearWithoutBias.backward(tangent.x(), tangent.weight(), dy);
        }
    }
}
