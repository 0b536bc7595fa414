package org.closedform.operator;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.SpecialValue;
import org.junit.jupiter.api.Test;

class LeakyReluTest extends ActivationContract {

    @Override
    Arbitrary<LeakyRelu> operators() {
        return Arbitraries.of(new LeakyRelu(), new LeakyRelu(0.5), new LeakyRelu(-1));
    }

    @Override
    Arbitrary<Double> numbers() {
        return awayFromZero();
    }

    @Override
    protected List<SpecialValue<Tensor, Tensor>> specialValues() {
        return List.of(atTheEnds(
                new LeakyRelu(0.5),
                Tensor.of(NEGATIVE_INFINITY, -0.0, 0.0, POSITIVE_INFINITY),
                Tensor.of(0.5, 0.5, 0.5, 1)));
    }

    @Test
    void letsAHundredthPass() {
        assertEquals(Tensor.of(-0.02, 3), new LeakyRelu().apply(Tensor.of(-2, 3)));
    }

    @Test
    void hasAKinkAtZero() {
        assertKinkAt(0, new LeakyRelu());
    }

    @Test
    void refusesWhatIsNotFinite() {
        assertEquals(
                "LeakyRelu: slope is Infinity, but a finite number is needed",
                assertThrows(IllegalArgumentException.class, () -> new LeakyRelu(POSITIVE_INFINITY))
                        .getMessage());
    }
}
