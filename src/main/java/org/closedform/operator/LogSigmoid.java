package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.kernel.Logistic;
import org.closedform.storage.Storage;
import org.closedform.tensor.Tensor;

/**
 * The logarithm of the sigmoid, elementwise, computed without the probability, which may underflow.
 *
 * <pre>{@code
 * y  = log σ(x) = −log(1 + e^−x) = −softplus(−x)
 * y′ = 1 − σ(x) = σ(−x)
 * y″ = −σ′(x)
 * dx = σ(−x) ⊙ dy
 * ẏ  = σ(−x) ⊙ ẋ
 * }</pre>
 *
 * <p><b>Shapes:</b> any, and y has the shape of x. <b>Special values:</b> log σ(−∞) = −∞ with slope 1, log σ(∞) = −0.0 with slope
 * 0, and y″ = −0.0 at both; NaN gives NaN. <b>Accuracy:</b> y and y′ within 2 ulp, y″ within 4 ulp.
 *
 * <p>Source: the derivative of {@link Softplus}, by the chain rule.
 */
public record LogSigmoid() implements Operator<Tensor, Tensor>, Serializable {

    @Override
    public Elementwise.Pass forward(Tensor x) {
        return Elementwise.Pass.of(apply(x), new Sigmoid().apply(x.negate()), () -> Sigmoid.slope(x)
                .negate());
    }

    @Override
    public Tensor apply(Tensor x) {
        Objects.requireNonNull(x, "LogSigmoid: x is null");
        return Storage.tensor(x.shape(), Logistic.logValue(Storage.of(x)));
    }
}
