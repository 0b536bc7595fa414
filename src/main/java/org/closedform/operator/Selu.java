package org.closedform.operator;

import java.io.Serializable;
import org.closedform.kernel.ExponentialUnit;
import org.closedform.tensor.Tensor;

/**
 * The scaled exponential linear unit, elementwise: {@link Elu} times γ, with the α and γ that keep a mean of 0 and a variance of 1
 * from layer to layer.
 *
 * <pre>{@code
 * y  = γ·x where x > 0,  γ·α (e^x − 1) where x ≤ 0
 * y′ = γ                 γ·α·e^x
 * y″ = 0                 γ·α·e^x
 * dx = y′ ⊙ dy
 * ẏ  = y′ ⊙ ẋ
 * }</pre>
 *
 * <p>y′ vanishes as e^x on the left. At 0, where there is no derivative, the slope on the left is taken, γ·α = 1.758; on the right
 * it is 1.051.
 *
 * <p><b>Shapes:</b> any, and y has the shape of x. <b>Special values:</b> y(−∞) = −γ·α with slope 0, y(∞) = ∞ with slope γ, y(−0.0)
 * = −0.0; NaN gives NaN. <b>Accuracy:</b> y, y′ and y″ within 2 ulp; where e^x is subnormal, within 2 of its smaller ulps, times
 * γ·α.
 *
 * <p>Source: Klambauer, Unterthiner, Mayr, Hochreiter, Self-Normalizing Neural Networks, 2017, eq. (2) and (14).
 *
 * @param alpha α, any finite number
 * @param gamma γ, any finite number
 */
public record Selu(double alpha, double gamma) implements Operator<Tensor, Tensor>, Serializable {

    /**
     * Checks both.
     *
     * @param alpha α, any finite number
     * @param gamma γ, any finite number
     * @throws IllegalArgumentException if one is not finite
     */
    public Selu {
        Pointwise.requireFinite(alpha, "Selu: alpha");
        Pointwise.requireFinite(gamma, "Selu: gamma");
    }

    /** With α = 1.6732632423543772 and γ = 1.0507009873554805. */
    public Selu() {
        this(1.6732632423543772, 1.0507009873554805);
    }

    @Override
    public Elementwise.Pass forward(Tensor x) {
        return Pointwise.forward("Selu", ExponentialUnit.selu(alpha, gamma), x);
    }

    @Override
    public Tensor apply(Tensor x) {
        return Pointwise.apply("Selu", ExponentialUnit.selu(alpha, gamma), x);
    }
}
