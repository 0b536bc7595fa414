package org.closedform.operator;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.Verdict;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.SpecialValue;
import org.junit.jupiter.api.Test;

class EluTest extends ActivationContract {

    @Override
    Arbitrary<Elu> operators() {
        return Arbitraries.of(new Elu(), new Elu(0.3), new Elu(2));
    }

    @Override
    Arbitrary<Double> numbers() {
        return awayFromZero();
    }

    @Override
    protected List<SpecialValue<Tensor, Tensor>> specialValues() {
        return List.of(
                atTheEnds(new Elu(), Tensor.of(-1, -0.0, 0.0, POSITIVE_INFINITY), Tensor.of(0, 1, 1, 1)),
                atTheEnds(new Elu(2), Tensor.of(-2, -0.0, 0.0, POSITIVE_INFINITY), Tensor.of(0, 2, 2, 1)));
    }

    @Test
    void hasAKinkUnlessAlphaIsOne() {
        assertKinkAt(0, new Elu(2));
        assertEquals(
                Verdict.PASS,
                GradientCheck.of(new Elu()).at(Tensor.of(0.0, 1, -1)).verdict());
    }

    @Test
    void refusesWhatIsNotFinite() {
        assertEquals(
                "Elu: alpha is -Infinity, but a finite number is needed",
                assertThrows(IllegalArgumentException.class, () -> new Elu(NEGATIVE_INFINITY))
                        .getMessage());
    }
}
