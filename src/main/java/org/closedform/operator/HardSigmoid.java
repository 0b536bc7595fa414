package org.closedform.operator;

import java.io.Serializable;
import org.closedform.kernel.Ramp;
import org.closedform.tensor.Tensor;

/**
 * The hard sigmoid, elementwise: a line from 0 to 1, clipped at both ends.
 *
 * <pre>{@code
 * y  = min(max((x − low) / (high − low), 0), 1)
 * y′ = 1 / (high − low) where low < x < high,  0 elsewhere
 * y″ = 0
 * dx = y′ ⊙ dy
 * ẏ  = y′ ⊙ ẋ
 * }</pre>
 *
 * <p>The line is given by its ends, by default −3 and 3 as in PyTorch; {@link #ofLine} makes αx + β as in ONNX and older Keras.
 * Given by its ends, y keeps all its digits next to them, where αx + β would cancel. y′ vanishes outside, and at both corners,
 * where there is no derivative.
 *
 * <p><b>Shapes:</b> any, and y has the shape of x. <b>Special values:</b> y(−∞) = 0 and y(∞) = 1 with slope 0; NaN gives NaN.
 * <b>Accuracy:</b> y and y′ within 2 ulp.
 *
 * <p>Source: Courbariaux, Bengio, David, BinaryConnect: Training Deep Neural Networks with Binary Weights during Propagations,
 * 2015, eq. (3).
 *
 * @param low where the line leaves 0
 * @param high where it reaches 1
 */
public record HardSigmoid(double low, double high) implements Operator<Tensor, Tensor>, Serializable {

    /**
     * Checks the ends.
     *
     * @param low where the line leaves 0
     * @param high where it reaches 1
     * @throws IllegalArgumentException if high − low is not a positive finite number
     */
    public HardSigmoid {
        double length = high - low;
        if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "HardSigmoid: low is " + low + " and high " + high + "; finite numbers low < high are needed");
        }
    }

    /** From −3 to 3: PyTorch's, relu6(x + 3) / 6. */
    public HardSigmoid() {
        this(-3, 3);
    }

    /**
     * {@return the one with y = αx + β between its corners} ONNX and older Keras have α = 0.2 and β = 0.5 by default: from −2.5 to 2.5.
     *
     * @param alpha α, the slope, a positive finite number
     * @param beta β, the value at 0, any finite number
     * @throws IllegalArgumentException if they are not
     */
    public static HardSigmoid ofLine(double alpha, double beta) {
        double low = -beta / alpha;
        double high = (1 - beta) / alpha;
        if (!(alpha > 0 && low < high && Double.isFinite(high - low))) {
            throw new IllegalArgumentException("HardSigmoid.ofLine: alpha is " + alpha + " and beta " + beta
                    + ", but a positive and a finite number are needed");
        }
        return new HardSigmoid(low, high);
    }

    @Override
    public Elementwise.Pass forward(Tensor x) {
        return Pointwise.forward("HardSigmoid", new Ramp(low, high), x);
    }

    @Override
    public Tensor apply(Tensor x) {
        return Pointwise.apply("HardSigmoid", new Ramp(low, high), x);
    }
}
