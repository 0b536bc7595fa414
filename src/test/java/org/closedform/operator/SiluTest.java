package org.closedform.operator;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.SpecialValue;
import org.junit.jupiter.api.Test;

class SiluTest extends ActivationContract {

    @Override
    Arbitrary<Silu> operators() {
        return Arbitraries.of(new Silu(), new Silu(1.702), new Silu(-0.5));
    }

    @Override
    protected List<SpecialValue<Tensor, Tensor>> specialValues() {
        return List.of(
                atTheEnds(new Silu(), Tensor.of(-0.0, -0.0, 0.0, POSITIVE_INFINITY), Tensor.of(-0.0, 0.5, 0.5, 1)),
                atTheEnds(new Silu(-1), Tensor.of(NEGATIVE_INFINITY, -0.0, 0.0, 0.0), Tensor.of(1, 0.5, 0.5, -0.0)),
                atTheEnds(
                        new Silu(0),
                        Tensor.of(NEGATIVE_INFINITY, -0.0, 0.0, POSITIVE_INFINITY),
                        Tensor.of(0.5, 0.5, 0.5, 0.5)),
                at(
                        new Silu(),
                        Tensor.of(-1e300, 1e300, -Double.MIN_VALUE),
                        Tensor.of(-0.0, 1e300, -0.0),
                        Tensor.of(-0.0, 1, 0.5)));
    }

    @Test
    void isTheNumberTimesItsSigmoid() {
        Tensor x = Tensor.of(-20, -1, 0.5, 3);
        for (double beta : new double[] {1, 1.702, -0.5}) {
            Tensor product = new Sigmoid().apply(x.times(beta)).times(x);
            assertTrue(new Silu(beta).apply(x).isClose(product, 1e-14, 0));
        }
    }

    @Test
    void refusesWhatIsNotFinite() {
        assertEquals(
                "Silu: beta is NaN, but a finite number is needed",
                assertThrows(IllegalArgumentException.class, () -> new Silu(Double.NaN))
                        .getMessage());
    }
}
