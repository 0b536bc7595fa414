package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.kernel.Rectifier;
import org.closedform.tensor.Tensor;

/**
 * The rectifier, elementwise.
 *
 * <pre>{@code
 * y  = max(x, 0)
 * y′ = 1 where x > 0, 0 where x ≤ 0
 * y″ = 0
 * dx = y′ ⊙ dy
 * ẏ  = y′ ⊙ ẋ
 * }</pre>
 *
 * <p>At 0, where there is no derivative, 0 is chosen from the subgradients [0, 1].
 *
 * <p><b>Shapes:</b> any, and y has the shape of x. <b>Special values:</b> ReLU(NaN) and its slopes y′ and y″ are NaN; ReLU(−0.0) =
 * 0.0. <b>Accuracy:</b> exact.
 *
 * <p>Source: Nair and Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines, 2010, §2.
 */
public record Relu() implements Operator<Tensor, Tensor>, Serializable {

    @Override
    public Elementwise.Pass forward(Tensor x) {
        Tensor y = apply(x);
        Tensor slope = x.map(Rectifier::slope);
        return Elementwise.Pass.of(y, slope, () -> slope.times(0));
    }

    @Override
    public Tensor apply(Tensor x) {
        Objects.requireNonNull(x, "Relu: x is null");
        return x.map(Rectifier::value);
    }
}
