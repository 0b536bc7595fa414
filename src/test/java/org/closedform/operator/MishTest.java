package org.closedform.operator;

import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.SpecialValue;
import org.junit.jupiter.api.Test;

class MishTest extends ActivationContract {

    @Override
    Arbitrary<Mish> operators() {
        return Arbitraries.of(new Mish());
    }

    @Override
    protected List<SpecialValue<Tensor, Tensor>> specialValues() {
        return List.of(
                atTheEnds(new Mish(), Tensor.of(-0.0, -0.0, 0.0, POSITIVE_INFINITY), Tensor.of(-0.0, 0.6, 0.6, 1)),
                at(new Mish(), Tensor.of(-1e300, 1e300), Tensor.of(-0.0, 1e300), Tensor.of(-0.0, 1)));
    }

    @Test
    void isTheNumberTimesTanhOfItsSoftplus() {
        Tensor x = Tensor.of(-20, -1, 0.5, 3);
        Tensor product = new Softplus().then(new Tanh()).apply(x).times(x);
        assertTrue(new Mish().apply(x).isClose(product, 1e-14, 0));
    }
}
