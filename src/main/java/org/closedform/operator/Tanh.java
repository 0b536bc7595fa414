package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.kernel.Hyperbolic;
import org.closedform.storage.Storage;
import org.closedform.tensor.Tensor;

/**
 * The hyperbolic tangent, elementwise: a sigmoid into (−1, 1), centred at 0.
 *
 * <pre>{@code
 * y  = tanh(x) = (e^x − e^−x) / (e^x + e^−x) = 2σ(2x) − 1
 * y′ = 1 − tanh²(x) = 4σ′(2x)
 * y″ = −2 y y′
 * dx = y′ ⊙ dy
 * ẏ  = y′ ⊙ ẋ
 * }</pre>
 *
 * <p>Its slope is at most 1, with equality at 0 only. It is computed through σ′, so it keeps its digits where tanh rounds to
 * ±1; 1 − y² would lose them.
 *
 * <p><b>Shapes:</b> any, and y has the shape of x. <b>Special values:</b> tanh(±∞) = ±1 with slopes y′ and y″ of 0,
 * tanh(−0.0) = −0.0; NaN gives NaN. <b>Accuracy:</b> y within 2 ulp, y′ within 4 ulp and y″ within 6 ulp.
 *
 * <p>Source: LeCun, Bottou, Orr, Müller, Efficient BackProp, 1998, §4.4.
 */
public record Tanh() implements Operator<Tensor, Tensor>, Serializable {

    @Override
    public Elementwise.Pass forward(Tensor x) {
        Tensor y = apply(x);
        Tensor slope = Storage.tensor(x.shape(), Hyperbolic.tangentSlope(Storage.of(x)));
        return Elementwise.Pass.of(y, slope, () -> slope.times(y).times(-2));
    }

    @Override
    public Tensor apply(Tensor x) {
        Objects.requireNonNull(x, "Tanh: x is null");
        return Storage.tensor(x.shape(), Hyperbolic.tangent(Storage.of(x)));
    }
}
