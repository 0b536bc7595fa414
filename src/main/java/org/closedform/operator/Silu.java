package org.closedform.operator;

import java.io.Serializable;
import org.closedform.kernel.LogisticGate;
import org.closedform.tensor.Tensor;

/**
 * The sigmoid linear unit, elementwise, also called swish: x times a sigmoid.
 *
 * <pre>{@code
 * y  = x·σ(βx)
 * y′ = σ(βx) + βx·σ′(βx) = σ(βx) (1 + βx·σ(−βx))
 * y″ = β·σ′(βx) (2 − βx·tanh(βx/2))            σ″(z) = −σ′(z)·tanh(z/2)
 * dx = y′ ⊙ dy
 * ẏ  = y′ ⊙ ẋ
 * }</pre>
 *
 * <p>y′ is 0 at βx = −1.2785 only, where y has its minimum, −0.2785/β; it is at most 1.0998, at βx = 2.3994, and falls to 0 as
 * x·e^βx on the left. β = 0 gives x/2, and β → ∞ the rectifier.
 *
 * <p><b>Shapes:</b> any, and y has the shape of x. <b>Special values:</b> for β > 0, y(−∞) = −0.0 with slope −0.0, y(∞) = ∞ with
 * slope 1, y(−0.0) = −0.0; NaN gives NaN. <b>Accuracy:</b> y within 1 ulp, and so are y′ and y″, or within 2⁻⁶⁴ next to their
 * zeros, wherever |βx| ≤ 800; subnormal results within 1 of their smaller ulps.
 *
 * <p>Source: Elfwing, Uchibe, Doya, Sigmoid-Weighted Linear Units, 2017, eq. (9) and (10); with β: Ramachandran, Zoph, Le,
 * Searching for Activation Functions, 2017, §4.
 *
 * @param beta β, how steep the sigmoid is; any finite number
 */
public record Silu(double beta) implements Operator<Tensor, Tensor>, Serializable {

    /**
     * Checks β.
     *
     * @param beta β, how steep the sigmoid is; any finite number
     * @throws IllegalArgumentException if it is not finite
     */
    public Silu {
        Pointwise.requireFinite(beta, "Silu: beta");
    }

    /** With β = 1. */
    public Silu() {
        this(1);
    }

    @Override
    public Elementwise.Pass forward(Tensor x) {
        return Pointwise.forward("Silu", LogisticGate.linear(beta), x);
    }

    @Override
    public Tensor apply(Tensor x) {
        return Pointwise.apply("Silu", LogisticGate.linear(beta), x);
    }
}
