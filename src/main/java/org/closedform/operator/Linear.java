package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * The affine map of a fully connected layer, with a sample in each row.
 *
 * <pre>{@code
 * y  = x·Wᵀ + b           y_o = Σ_i W_oi x_i + b_o
 * dx = dy·W
 * dW = dyᵀ·x
 * db = Σ over samples of dy
 * ẏ  = ẋ·Wᵀ + x·Ẇᵀ + ḃ
 * curvature: (dy·Ẇ, dyᵀ·ẋ, 0)
 * }</pre>
 *
 * <p><b>Shapes:</b> x […, in], weight [out, in] as in PyTorch, bias [out]; y […, out]. <b>Special values:</b> as in IEEE
 * arithmetic. <b>Accuracy:</b> of y, |error| ≤ in · ε · (Σ|W_oi x_i| + |b_o|), where ε = 2⁻⁵², or 2⁻²³ in float32; of dx with out
 * in place of in, and of dW and db with the number of samples. Of ẏ, |error| ≤ (in + 1) · ε · (Σ|W_oi ẋ_i| + Σ|Ẇ_oi x_i| + |ḃ_o|);
 * the curvature is as the gradient. For long sums {@link Tensor#matmul} has a closer bound.
 *
 * <p>Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, §6.5.4, algorithm 6.4.
 */
public record Linear() implements Operator<Linear.Inputs, Tensor>, Serializable {

    /**
     * The differentiable inputs of a layer, and the type of its gradient.
     *
     * @param x samples, […, in]
     * @param weight one row for each output, [out, in]
     * @param bias one number for each output, [out]
     */
    public record Inputs(Tensor x, Tensor weight, Tensor bias) implements TensorTree<Inputs>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param x samples, […, in]
         * @param weight one row for each output, [out, in]
         * @param bias one number for each output, [out]
         */
        public Inputs {
            Objects.requireNonNull(x, "Linear.Inputs: x is null");
            Objects.requireNonNull(weight, "Linear.Inputs: weight is null");
            Objects.requireNonNull(bias, "Linear.Inputs: bias is null");
        }
    }

    /** @throws ShapeException if x, weight and bias do not fit each other */
    @Override
    public Pass<Inputs, Tensor> forward(Inputs in) {
        Objects.requireNonNull(in, "Linear: the inputs are null");
        LinearWithoutBias.requireFit("Linear", in.x(), in.weight());
        requireBias(in);
        return new Evaluation(in, LinearWithoutBias.product(in.x(), in.weight()).plus(in.bias()));
    }

    private static void requireBias(Inputs in) {
        int outputs = in.weight().shape().dimension(0);
        if (in.bias().rank() != 1 || in.bias().size() != outputs) {
            throw new ShapeException("Linear: bias has shape " + in.bias().shape() + ", but weight "
                    + in.weight().shape() + " makes " + outputs + " outputs, which take [" + outputs + "]");
        }
        LinearWithoutBias.requireType("Linear: bias", in.bias(), in.x());
    }

    private record Evaluation(Inputs inputs, Tensor output) implements Pass<Inputs, Tensor> {

        /** dx = dy·W, dW = dyᵀ·x, db = Σ dy. */
        @Override
        public Inputs backward(Tensor dy) {
            Required.like(dy, output, "Linear.backward: dy");
            LinearWithoutBias.Inputs product = LinearWithoutBias.backward(inputs.x(), inputs.weight(), dy);
            Tensor dBias = dy.reshape(
                            LinearWithoutBias.samples(dy), inputs.bias().size())
                    .sum(0);
            return new Inputs(product.x(), product.weight(), dBias);
        }

        /** ẏ = ẋ·Wᵀ + x·Ẇᵀ + ḃ. */
        @Override
        public Tensor pushforward(Inputs tangent) {
            Required.like(tangent, inputs, "Linear.pushforward: tangent");
            return LinearWithoutBias.pushforward(inputs.x(), inputs.weight(), tangent.x(), tangent.weight())
                    .plus(tangent.bias());
        }

        /** (dy·Ẇ, dyᵀ·ẋ, 0). */
        @Override
        public Inputs curvature(Tensor dy, Inputs tangent) {
            Required.like(dy, output, "Linear.curvature: dy");
            Required.like(tangent, inputs, "Linear.curvature: tangent");
            LinearWithoutBias.Inputs product = LinearWithoutBias.backward(tangent.x(), tangent.weight(), dy);
            return new Inputs(product.x(), product.weight(), inputs.bias().zerosLike());
        }
    }
}
