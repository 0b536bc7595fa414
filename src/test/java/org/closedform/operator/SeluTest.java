package org.closedform.operator;

import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.SpecialValue;
import org.junit.jupiter.api.Test;

class SeluTest extends ActivationContract {

    @Override
    Arbitrary<Selu> operators() {
        return Arbitraries.of(new Selu(), new Selu(2, 3));
    }

    @Override
    Arbitrary<Double> numbers() {
        return awayFromZero();
    }

    @Override
    protected List<SpecialValue<Tensor, Tensor>> specialValues() {
        return List.of(atTheEnds(new Selu(2, 3), Tensor.of(-6, -0.0, 0.0, POSITIVE_INFINITY), Tensor.of(0, 6, 6, 3)));
    }

    @Test
    void keepsMeanAndVariance() {
        Random random = new Random(5);
        Tensor y = new Selu().apply(Tensor.draw(Shape.of(1_000_000), random::nextGaussian));
        assertEquals(0, y.mean().item(), 5e-3);
        assertEquals(1, y.square().mean().item(), 5e-3);
    }

    @Test
    void hasAKinkAtZero() {
        assertKinkAt(0, new Selu());
    }

    @Test
    void refusesWhatIsNotFinite() {
        assertEquals(
                "Selu: gamma is NaN, but a finite number is needed",
                assertThrows(IllegalArgumentException.class, () -> new Selu(1, Double.NaN))
                        .getMessage());
    }
}
