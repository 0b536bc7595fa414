package org.closedform.operator;

import java.io.Serializable;
import org.closedform.kernel.ExponentialUnit;
import org.closedform.tensor.Tensor;

/**
 * The exponential linear unit, elementwise: it saturates at −α on the left.
 *
 * <pre>{@code
 * y  = x where x > 0,  α (e^x − 1) where x ≤ 0
 * y′ = 1               α·e^x = y + α
 * y″ = 0               α·e^x
 * dx = y′ ⊙ dy
 * ẏ  = y′ ⊙ ẋ
 * }</pre>
 *
 * <p>y′ vanishes as e^x on the left. e^x − 1 is not computed as a difference, which would lose the digits of a small x; nor is y′
 * computed as y + α, which would lose those of a small y′. At 0, where there is no derivative unless α = 1, the slope on the left
 * is taken, α.
 *
 * <p><b>Shapes:</b> any, and y has the shape of x. <b>Special values:</b> y(−∞) = −α with slope 0, y(∞) = ∞ with slope 1, y(−0.0) =
 * −0.0; NaN gives NaN. <b>Accuracy:</b> y, y′ and y″ within 2 ulp; where e^x is subnormal, within 2 of its smaller ulps, times α.
 *
 * <p>Source: Clevert, Unterthiner, Hochreiter, Fast and Accurate Deep Network Learning by Exponential Linear Units, 2015, eq. (14)
 * and (15).
 *
 * @param alpha α, any finite number
 */
public record Elu(double alpha) implements Operator<Tensor, Tensor>, Serializable {

    /**
     * Checks α.
     *
     * @param alpha α, any finite number
     * @throws IllegalArgumentException if it is not finite
     */
    public Elu {
        Pointwise.requireFinite(alpha, "Elu: alpha");
    }

    /** With α = 1. */
    public Elu() {
        this(1);
    }

    @Override
    public Elementwise.Pass forward(Tensor x) {
        return Pointwise.forward("Elu", ExponentialUnit.elu(alpha), x);
    }

    @Override
    public Tensor apply(Tensor x) {
        return Pointwise.apply("Elu", ExponentialUnit.elu(alpha), x);
    }
}
