package org.closedform.operator;

import java.io.Serializable;
import org.closedform.kernel.Quotient;
import org.closedform.tensor.Tensor;

/**
 * Logits divided by a temperature, before a softmax or a loss: above 1 the probabilities come closer to each other, below 1 they go
 * apart.
 *
 * <pre>{@code
 * y_i = x_i / T,  dx_i = dy_i / T,  ẏ_i = ẋ_i / T,  curvature 0
 * }</pre>
 *
 * <pre>{@code
 * Operator<Tensor, Tensor> soft = new Temperature(4).then(new Softmax(-1));
 * Operator<Tensor, Tensor> loss = new Temperature(4).then(CrossEntropyLoss.onLogits(teacher));   // ∂ℓ/∂x = (y − t) / (T N)
 * }</pre>
 *
 * <p><b>In distillation</b>, where both teacher and student have the temperature T, the gradient is (y − t)/T with a y − t that is itself
 * about 1/T of what it is at T = 1, so it shrinks as 1/T². Hinton, Vinyals and Dean therefore multiply this loss by T² where it is added to
 * the one on labels: the gradient is then T (y − t), and T can be changed without a new learning rate. Nothing here does so by itself;
 * {@code DistillationLoss} does.
 *
 * <p><b>Shapes:</b> any. <b>Special values:</b> as IEEE 754 divides. <b>Accuracy:</b> y is rounded once, dx and ẏ within 2 ulp; for T a
 * power of two nothing is rounded. Softmax then sees logits that are off by half an ulp, which changes a probability by |x/T| ulps at most.
 *
 * <p>Source: Hinton, Vinyals, Dean, Distilling the Knowledge in a Neural Network, 2015, eq. (1) and §2.
 *
 * @param temperature T > 0
 */
public record Temperature(double temperature) implements Operator<Tensor, Tensor>, Serializable {
    /**
     * Checks T.
     *
     * @param temperature T > 0
     * @throws IllegalArgumentException if it is not positive, or infinite
     */
    public Temperature {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Temperature: temperature is " + temperature + "; a finite number above 0 is needed");
        }
    }

    @Override
    public Elementwise.Pass forward(Tensor x) {
        return Pointwise.forward("Temperature", new Quotient(temperature), x);
    }

    @Override
    public Tensor apply(Tensor x) {
        return Pointwise.apply("Temperature", new Quotient(temperature), x);
    }
}
