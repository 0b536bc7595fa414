package org.closedform.operator;

import java.io.Serializable;
import org.closedform.kernel.LeakyRectifier;
import org.closedform.tensor.Tensor;

/**
 * The leaky rectifier, elementwise: it lets a little pass on the left, so that no unit dies.
 *
 * <pre>{@code
 * y  = x where x > 0,  slope·x where x ≤ 0
 * y′ = 1               slope
 * y″ = 0
 * dx = y′ ⊙ dy
 * ẏ  = y′ ⊙ ẋ
 * }</pre>
 *
 * <p>y′ vanishes nowhere, unless the slope is 0. At 0, where there is no derivative, the slope on the left is taken.
 *
 * <p><b>Shapes:</b> any, and y has the shape of x. <b>Special values:</b> y(−0.0) = −0.0; NaN gives NaN. <b>Accuracy:</b> rounded once.
 *
 * <p>Source: Maas, Hannun, Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models, 2013, §2.
 *
 * @param slope the slope on the left, any finite number
 */
public record LeakyRelu(double slope) implements Operator<Tensor, Tensor>, Serializable {

    /**
     * Checks the slope.
     *
     * @param slope the slope on the left, any finite number
     * @throws IllegalArgumentException if it is not finite
     */
    public LeakyRelu {
        Pointwise.requireFinite(slope, "LeakyRelu: slope");
    }

    /** With a slope of 0.01. */
    public LeakyRelu() {
        this(0.01);
    }

    @Override
    public Elementwise.Pass forward(Tensor x) {
        return Pointwise.forward("LeakyRelu", new LeakyRectifier(slope), x);
    }

    @Override
    public Tensor apply(Tensor x) {
        return Pointwise.apply("LeakyRelu", new LeakyRectifier(slope), x);
    }
}
