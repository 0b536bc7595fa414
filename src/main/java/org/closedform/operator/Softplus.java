package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.kernel.Logistic;
import org.closedform.storage.Storage;
import org.closedform.tensor.Tensor;

/**
 * Softplus, elementwise: a smooth rectifier, and the two-class loss −log σ(−x).
 *
 * <pre>{@code
 * y  = log(1 + e^x) = max(x, 0) + log1p(e^−|x|)
 * y′ = σ(x)
 * y″ = σ′(x)
 * dx = σ(x) ⊙ dy
 * ẏ  = σ(x) ⊙ ẋ
 * }</pre>
 *
 * <p>Both terms are ≥ 0: nothing overflows and nothing cancels.
 *
 * <p><b>Shapes:</b> any, and y has the shape of x. <b>Special values:</b> softplus(−∞) = 0 with slope 0, softplus(∞) = ∞ with slope
 * 1, and y″ = 0 at both; NaN gives NaN. <b>Accuracy:</b> y and y′ within 2 ulp, y″ within 4 ulp.
 *
 * <p>Source: Dugas, Bengio, Bélisle, Nadeau, Garcia, Incorporating Second-Order Functional Knowledge for Better Option Pricing,
 * 2000, eq. (5).
 */
public record Softplus() implements Operator<Tensor, Tensor>, Serializable {

    @Override
    public Elementwise.Pass forward(Tensor x) {
        return Elementwise.Pass.of(apply(x), new Sigmoid().apply(x), () -> Sigmoid.slope(x));
    }

    @Override
    public Tensor apply(Tensor x) {
        Objects.requireNonNull(x, "Softplus: x is null");
        return Storage.tensor(x.shape(), Logistic.softplus(Storage.of(x)));
    }
}
