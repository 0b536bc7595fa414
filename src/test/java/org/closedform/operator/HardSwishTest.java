package org.closedform.operator;

import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.SpecialValue;
import org.closedform.testkit.TensorArbitraries;
import org.junit.jupiter.api.Test;

class HardSwishTest extends ActivationContract {

    @Override
    Arbitrary<HardSwish> operators() {
        return Arbitraries.of(new HardSwish());
    }

    /** Away from the corners at ±3. */
    @Override
    Arbitrary<Double> numbers() {
        return TensorArbitraries.moderate().map(x -> 0.8 * x);
    }

    @Override
    protected List<SpecialValue<Tensor, Tensor>> specialValues() {
        return List.of(
                atTheEnds(new HardSwish(), Tensor.of(-0.0, -0.0, 0.0, POSITIVE_INFINITY), Tensor.of(0, 0.5, 0.5, 1)),
                at(
                        new HardSwish(),
                        Tensor.of(-3, -1.5, 3, 1e300),
                        Tensor.of(-0.0, -0.375, 3, 1e300),
                        Tensor.of(0, 0, 1, 1)));
    }

    @Test
    void isTheNumberTimesItsHardSigmoid() {
        Tensor x = Tensor.of(-4, -2, -1, 0.5, 3, 7);
        assertTrue(new HardSwish().apply(x).isClose(new HardSigmoid().apply(x).times(x), 1e-15, 0));
    }

    @Test
    void hasAKinkAtEitherEnd() {
        assertKinkAt(-3, new HardSwish());
        assertKinkAt(3, new HardSwish());
    }
}
