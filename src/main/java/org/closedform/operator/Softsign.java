package org.closedform.operator;

import java.io.Serializable;
import org.closedform.kernel.RationalSigmoid;
import org.closedform.kernel.ScalarFunction;
import org.closedform.tensor.Tensor;

/**
 * Softsign, elementwise: a sigmoid into (−1, 1) that saturates slowly.
 *
 * <pre>{@code
 * y  = x / (1 + |x|)
 * y′ = 1 / (1 + |x|)² = (1 − |y|)²
 * y″ = −2·sign(x) / (1 + |x|)³
 * dx = y′ ⊙ dy
 * ẏ  = y′ ⊙ ẋ
 * }</pre>
 *
 * <p>y′ is at most 1, at 0 only, and falls as 1/x², where that of {@link Tanh} falls as 4e^(−2|x|). At 0 y″ jumps from 2 to −2, and 0 is
 * taken.
 *
 * <p><b>Shapes:</b> any, and y has the shape of x. <b>Special values:</b> y(±∞) = ±1 with slope 0, y(−0.0) = −0.0; NaN gives NaN.
 * <b>Accuracy:</b> y, y′ and y″ within 1 ulp.
 *
 * <p>Source: Bergstra, Desjardins, Lamblin, Bengio, Quadratic Polynomials Learn Better Image Features, 2009, §2; Glorot, Bengio,
 * Understanding the Difficulty of Training Deep Feedforward Neural Networks, 2010, §3.
 */
public record Softsign() implements Operator<Tensor, Tensor>, Serializable {
    private static final ScalarFunction FUNCTION = new RationalSigmoid();

    @Override
    public Elementwise.Pass forward(Tensor x) {
        return Pointwise.forward("Softsign", FUNCTION, x);
    }

    @Override
    public Tensor apply(Tensor x) {
        return Pointwise.apply("Softsign", FUNCTION, x);
    }
}
