package org.closedform.operator;

import java.io.Serializable;
import org.closedform.kernel.ExponentialUnit;
import org.closedform.tensor.Tensor;

/**
 * The continuously differentiable exponential linear unit, elementwise: {@link Elu}, stretched so that its slope at 0 is 1 for
 * every α.
 *
 * <pre>{@code
 * y  = x where x > 0,  α (e^(x/α) − 1) where x ≤ 0
 * y′ = 1               e^(x/α)
 * y″ = 0               e^(x/α) / α
 * dx = y′ ⊙ dy
 * ẏ  = y′ ⊙ ẋ
 * }</pre>
 *
 * <p>y′ vanishes as e^(x/α) on the left. The rounding error of x/α is corrected, since the exponential would multiply it by x/α.
 *
 * <p><b>Shapes:</b> any, and y has the shape of x. <b>Special values:</b> y(−∞) = −α with slope 0, y(∞) = ∞ with slope 1, y(−0.0) =
 * −0.0; y″(0) is that on the left; NaN gives NaN. <b>Accuracy:</b> y, y′ and y″ within 2 ulp; where e^(x/α) is subnormal, within 2
 * of its smaller ulps, divided by α.
 *
 * <p>Source: Barron, Continuously Differentiable Exponential Linear Units, 2017, eq. (2) and (3).
 *
 * @param alpha α, a positive finite number
 */
public record Celu(double alpha) implements Operator<Tensor, Tensor>, Serializable {

    /**
     * Checks α.
     *
     * @param alpha α, a positive finite number
     * @throws IllegalArgumentException if it is not
     */
    public Celu {
        if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Celu: alpha is " + alpha + ", but a positive finite number is needed");
        }
    }

    /** With α = 1. */
    public Celu() {
        this(1);
    }

    @Override
    public Elementwise.Pass forward(Tensor x) {
        return Pointwise.forward("Celu", ExponentialUnit.celu(alpha), x);
    }

    @Override
    public Tensor apply(Tensor x) {
        return Pointwise.apply("Celu", ExponentialUnit.celu(alpha), x);
    }
}
