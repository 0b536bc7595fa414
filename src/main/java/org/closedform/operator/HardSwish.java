package org.closedform.operator;

import java.io.Serializable;
import org.closedform.kernel.RampGate;
import org.closedform.kernel.ScalarFunction;
import org.closedform.tensor.Tensor;

/**
 * The hard swish, elementwise: x times its {@link HardSigmoid}, {@link Silu} without an exponential.
 *
 * <pre>{@code
 * y  = x·min(max((x + 3) / 6, 0), 1)
 * y′ = 0 where x ≤ −3,  (2x + 3) / 6 between,  1 where x ≥ 3
 * y″ = 0                1/3                    0
 * dx = y′ ⊙ dy
 * ẏ  = y′ ⊙ ẋ
 * }</pre>
 *
 * <p>y′ vanishes at −1.5, where y has its minimum, −0.375, and from −3 on to the left. At ±3, where there is no derivative, the slope
 * outside is taken.
 *
 * <p><b>Shapes:</b> any, and y has the shape of x. <b>Special values:</b> y(−∞) = −0.0 with slope 0, y(∞) = ∞ with slope 1; NaN gives NaN.
 * <b>Accuracy:</b> y and y′ within 2 ulp, y″ rounded once.
 *
 * <p>Source: Howard, Sandler, Chu and others, Searching for MobileNetV3, 2019, §5.2.
 */
public record HardSwish() implements Operator<Tensor, Tensor>, Serializable {
    private static final ScalarFunction FUNCTION = new RampGate();

    @Override
    public Elementwise.Pass forward(Tensor x) {
        return Pointwise.forward("HardSwish", FUNCTION, x);
    }

    @Override
    public Tensor apply(Tensor x) {
        return Pointwise.apply("HardSwish", FUNCTION, x);
    }
}
