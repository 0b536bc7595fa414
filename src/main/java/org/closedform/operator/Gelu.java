package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.kernel.GaussianGate;
import org.closedform.kernel.LogisticGate;
import org.closedform.kernel.ScalarFunction;
import org.closedform.tensor.Tensor;

/**
 * The Gaussian error linear unit, elementwise: x, times the probability that a normal number is below it.
 *
 * <pre>{@code
 * y  = x·Φ(x) = x/2 (1 + erf(x/√2))
 * y′ = Φ(x) + x·φ(x)                           φ(x) = Φ′(x) = e^(−x²/2) / √(2π)
 * y″ = φ(x) (2 − x²)                           φ′(x) = −x·φ(x)
 * dx = y′ ⊙ dy
 * ẏ  = y′ ⊙ ẋ
 * }</pre>
 *
 * <p>y′ is 0 at x = −0.7518 only, where y has its minimum, −0.17; it is at most 1.129, at √2, and falls to 0 as e^(−x²/2) on the
 * left. With {@link Approximation#TANH}, in place of Φ,
 *
 * <pre>{@code
 * y  = x/2 (1 + tanh u) = x·σ(2u)              u = √(2/π) (x + 0.044715 x³)
 * y′ = σ(2u) + 2x·u′·σ′(2u)
 * y″ = σ′(2u) (4u′ + 2x·u″ − 4x·u′²·tanh u)
 * }</pre>
 *
 * <p>On the left Φ is computed as e^(−x²/2) times a ratio that does not underflow, never as 1 − Φ. And x² keeps all its digits,
 * since the exponential would multiply its rounding error by x²/2. So y(−10) has as many digits as y(1).
 *
 * <p><b>Shapes:</b> any, and y has the shape of x. <b>Special values:</b> y(−∞) = −0.0 with slope −0.0, y(∞) = ∞ with slope 1,
 * y(−0.0) = −0.0; NaN gives NaN. <b>Accuracy:</b> y within 1 ulp, and so are y′ and y″, or within 2⁻⁶⁴ next to their zeros;
 * subnormal results within 1 of their smaller ulps.
 *
 * <p>Source: Hendrycks, Gimpel, Gaussian Error Linear Units, 2016, §2.
 *
 * @param approximation what replaces Φ, if anything
 */
public record Gelu(Approximation approximation) implements Operator<Tensor, Tensor>, Serializable {

    /** What replaces the normal distribution Φ: PyTorch's {@code approximate}. */
    public enum Approximation {
        /** Nothing: Φ itself. */
        NONE(new GaussianGate()),
        /** (1 + tanh u) / 2, which is off by less than 0.0002. */
        TANH(LogisticGate.cubic());

        private final ScalarFunction function;

        Approximation(ScalarFunction function) {
            this.function = function;
        }
    }

    /**
     * Checks that there is one.
     *
     * @param approximation what stands in for Φ, if anything
     */
    public Gelu {
        Objects.requireNonNull(approximation, "Gelu: approximation is null");
    }

    /** The exact one. */
    public Gelu() {
        this(Approximation.NONE);
    }

    @Override
    public Elementwise.Pass forward(Tensor x) {
        return Pointwise.forward("Gelu", approximation.function, x);
    }

    @Override
    public Tensor apply(Tensor x) {
        return Pointwise.apply("Gelu", approximation.function, x);
    }
}
