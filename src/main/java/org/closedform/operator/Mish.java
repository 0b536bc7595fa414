package org.closedform.operator;

import java.io.Serializable;
import org.closedform.kernel.MishGate;
import org.closedform.kernel.ScalarFunction;
import org.closedform.tensor.Tensor;

/**
 * Mish, elementwise: x, times the hyperbolic tangent of its softplus.
 *
 * <pre>{@code
 * y  = x·T                                     T = tanh(log(1 + e^x)) = n / (n + 2),   n = e^x (e^x + 2)
 * y′ = T + x·T′                                T′ = 4e^x (1 + e^x) / (n + 2)²
 * y″ = 2T′ + x·T″                              T″ = 4e^x (2 + 2e^x − 3e^2x − 2e^3x) / (n + 2)³
 * dx = y′ ⊙ dy
 * ẏ  = y′ ⊙ ẋ
 * }</pre>
 *
 * <p>y′ is 0 at x = −1.1924 only, where y has its minimum, −0.3088; it is at most 1.0885, at x = 1.4906, and falls to 0 as x·e^x on the
 * left. With e^−|x| nothing overflows; and tanh(softplus) is a quotient of sums of positive terms, in which nothing cancels.
 *
 * <p><b>Shapes:</b> any, and y has the shape of x. <b>Special values:</b> y(−∞) = −0.0 with slope −0.0, y(∞) = ∞ with slope 1, y(−0.0) = −0.0;
 * NaN gives NaN. <b>Accuracy:</b> y within 1 ulp, and so are y′ and y″, or within 2⁻⁶⁴ next to their zeros; subnormal results within 1 of
 * their smaller ulps.
 *
 * <p>Source: Misra, Mish: A Self Regularized Non-Monotonic Activation Function, 2019, §3.
 */
public record Mish() implements Operator<Tensor, Tensor>, Serializable {
    private static final ScalarFunction FUNCTION = new MishGate();

    @Override
    public Elementwise.Pass forward(Tensor x) {
        return Pointwise.forward("Mish", FUNCTION, x);
    }

    @Override
    public Tensor apply(Tensor x) {
        return Pointwise.apply("Mish", FUNCTION, x);
    }
}
