package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.kernel.Logistic;
import org.closedform.storage.Storage;
import org.closedform.tensor.Tensor;

/**
 * The logistic sigmoid, elementwise: maps any number into (0, 1), as a probability.
 *
 * <pre>{@code
 * σ(x)  = 1 / (1 + e^−x)
 * σ′(x) = σ(x) (1 − σ(x)) = σ(x) σ(−x) = e^−|x| / (1 + e^−|x|)²
 * σ″(x) = σ′(x) (1 − 2σ(x)) = −σ′(x) tanh(x/2)
 * dx    = σ′(x) ⊙ dy
 * ẏ     = σ′(x) ⊙ ẋ
 * }</pre>
 *
 * <p>σ′ ≤ 1/4, with equality at 0 only: why deep chains of sigmoids make gradients vanish. Both are computed through e^−|x|,
 * so nothing overflows and σ′ keeps its digits where σ rounds to 1; forming 1 − σ would lose them. So would 1 − 2σ near 0.
 *
 * <p><b>Shapes:</b> any, and y has the shape of x. <b>Special values:</b> σ(−∞) = 0, σ(∞) = 1, both with slopes σ′ and σ″ of 0;
 * NaN gives NaN. <b>Accuracy:</b> σ within 2 ulp, σ′ within 4 ulp and σ″ within 6 ulp; subnormal results to the same number of their
 * smaller ulps.
 *
 * <p>Source: Verhulst 1845; as the two-class softmax: Bridle, Probabilistic Interpretation of Feedforward Classification
 * Network Outputs, 1990, eq. (1).
 */
public record Sigmoid() implements Operator<Tensor, Tensor>, Serializable {

    @Override
    public Elementwise.Pass forward(Tensor x) {
        Tensor y = apply(x);
        Tensor slope = slope(x);
        return Elementwise.Pass.of(y, slope, () -> slope.times(new Tanh().apply(x.times(-0.5))));
    }

    /** σ′(x), which is softplus″(x) too. */
    static Tensor slope(Tensor x) {
        return Storage.tensor(x.shape(), Logistic.slope(Storage.of(x)));
    }

    @Override
    public Tensor apply(Tensor x) {
        Objects.requireNonNull(x, "Sigmoid: x is null");
        return Storage.tensor(x.shape(), Logistic.value(Storage.of(x)));
    }
}
