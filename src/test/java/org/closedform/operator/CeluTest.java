package org.closedform.operator;

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

class CeluTest extends ActivationContract {

    @Override
    Arbitrary<Celu> operators() {
        return Arbitraries.of(new Celu(), new Celu(0.3), new Celu(2));
    }

    @Override
    Arbitrary<Double> numbers() {
        return awayFromZero();
    }

    @Override
    protected List<SpecialValue<Tensor, Tensor>> specialValues() {
        return List.of(
                atTheEnds(new Celu(), Tensor.of(-1, -0.0, 0.0, POSITIVE_INFINITY), Tensor.of(0, 1, 1, 1)),
                atTheEnds(new Celu(0.5), Tensor.of(-0.5, -0.0, 0.0, POSITIVE_INFINITY), Tensor.of(0, 1, 1, 1)),
                at(new Celu(1e-300), Tensor.of(-1e300, 1e300), Tensor.of(-1e-300, 1e300), Tensor.of(0, 1)));
    }

    @Test
    void isTheEluStretched() {
        Tensor x = Tensor.of(-20, -1, 0.5, 3);
        Tensor stretched = new Elu().apply(x.dividedBy(4)).times(4);
        assertTrue(new Celu(4).apply(x).isClose(stretched, 1e-15, 0));
    }

    @Test
    void refusesAnAlphaThatIsNotPositive() {
        for (double alpha : new double[] {0, -1, POSITIVE_INFINITY, Double.NaN}) {
            assertEquals(
                    "Celu: alpha is " + alpha + ", but a positive finite number is needed",
                    assertThrows(IllegalArgumentException.class, () -> new Celu(alpha))
                            .getMessage());
        }
    }
}
