package org.closedform.operator;

import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.SpecialValue;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

class GeluTest extends ActivationContract {

    @Override
    Arbitrary<Gelu> operators() {
        return Arbitraries.of(new Gelu(), new Gelu(Gelu.Approximation.TANH));
    }

    @Override
    protected List<SpecialValue<Tensor, Tensor>> specialValues() {
        return Stream.of(Gelu.Approximation.values())
                .map(approximation -> atTheEnds(
                        new Gelu(approximation),
                        Tensor.of(-0.0, -0.0, 0.0, POSITIVE_INFINITY),
                        Tensor.of(-0.0, 0.5, 0.5, 1)))
                .toList();
    }

    /** 10·Φ(−10) and 30·Φ(−30). */
    @Test
    void keepsItsDigitsInTheTail() {
        Ulps.assertWithin(
                1,
                new Gelu().apply(Tensor.of(-10, -30, 1)),
                new BigDecimal("-7.6198530241605260659733432515993083635040332779570e-23"),
                new BigDecimal("-1.4720141781444561178601427769740571415990954824e-196"),
                new BigDecimal("0.84134474606854294858523254563203792247791296672661"));
    }

    @Test
    void differsByTheApproximation() {
        Tensor x = Tensor.generate(Shape.of(1000), i -> (i[0] - 500) / 100.0);
        Tensor difference = new Gelu().apply(x).minus(new Gelu(Gelu.Approximation.TANH).apply(x));
        assertTrue(difference.map(Math::abs).max().item() < 5e-4);
        assertTrue(difference.map(Math::abs).max().item() > 4e-4);
    }

    @Test
    void refusesNoApproximation() {
        assertEquals(
                "Gelu: approximation is null",
                assertThrows(NullPointerException.class, () -> new Gelu(null)).getMessage());
    }
}
