package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.SpecialValue;
import org.junit.jupiter.api.Test;

class SoftsignTest extends ActivationContract {

    @Override
    Arbitrary<Softsign> operators() {
        return Arbitraries.of(new Softsign());
    }

    @Override
    Arbitrary<Double> numbers() {
        return awayFromZero();
    }

    @Override
    protected List<SpecialValue<Tensor, Tensor>> specialValues() {
        return List.of(
                atTheEnds(new Softsign(), Tensor.of(-1, -0.0, 0.0, 1), Tensor.of(0, 1, 1, 0)),
                at(
                        new Softsign(),
                        Tensor.of(1, -3, Double.MAX_VALUE),
                        Tensor.of(0.5, -0.75, 1),
                        Tensor.of(0.25, 0.0625, 0)));
    }

    @Test
    void saturatesSlowly() {
        assertEquals(1e-6, new Softsign().forward(Tensor.of(999)).slope().item(), 1e-21);
        assertEquals(0, new Tanh().forward(Tensor.of(999)).slope().item());
    }
}
