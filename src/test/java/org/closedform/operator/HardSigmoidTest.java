package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.SpecialValue;
import org.closedform.testkit.TensorArbitraries;
import org.junit.jupiter.api.Test;

class HardSigmoidTest extends ActivationContract {

    @Override
    Arbitrary<HardSigmoid> operators() {
        return Arbitraries.of(new HardSigmoid(), HardSigmoid.ofLine(0.2, 0.5));
    }

    /** Away from the corners at ±2.5 and ±3. */
    @Override
    Arbitrary<Double> numbers() {
        return TensorArbitraries.moderate().map(x -> 0.8 * x);
    }

    @Override
    protected List<SpecialValue<Tensor, Tensor>> specialValues() {
        return List.of(
                atTheEnds(new HardSigmoid(-2, 2), Tensor.of(0, 0.5, 0.5, 1), Tensor.of(0, 0.25, 0.25, 0)),
                at(
                        new HardSigmoid(-2, 2),
                        Tensor.of(-2, Math.nextUp(-2.0), 1, 2, 9),
                        Tensor.of(0, 0x1p-54, 0.75, 1, 1),
                        Tensor.of(0, 0.25, 0.25, 0, 0)));
    }

    @Test
    void isThatOfPyTorchOrOfOnnx() {
        assertEquals(new HardSigmoid(-3, 3), new HardSigmoid());
        assertEquals(new HardSigmoid(-2.5, 2.5), HardSigmoid.ofLine(0.2, 0.5));
        assertEquals(Tensor.of(0.7), HardSigmoid.ofLine(0.2, 0.5).apply(Tensor.of(1)));
    }

    @Test
    void hasAKinkAtEitherEnd() {
        assertKinkAt(-3, new HardSigmoid());
        assertKinkAt(3, new HardSigmoid());
    }

    @Test
    void refusesALineThatDoesNotRise() {
        assertEquals(
                "HardSigmoid: low is 1.0 and high 1.0; finite numbers low < high are needed",
                assertThrows(IllegalArgumentException.class, () -> new HardSigmoid(1, 1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new HardSigmoid(-Double.MAX_VALUE, Double.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> new HardSigmoid(0, Double.NaN));
        for (double alpha : new double[] {0, -1, Double.POSITIVE_INFINITY, Double.NaN, Double.MIN_VALUE}) {
            assertEquals(
                    "HardSigmoid.ofLine: alpha is " + alpha
                            + " and beta 0.5, but a positive and a finite number are needed",
                    assertThrows(IllegalArgumentException.class, () -> HardSigmoid.ofLine(alpha, 0.5))
                            .getMessage());
        }
    }
}
