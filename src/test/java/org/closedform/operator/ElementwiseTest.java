package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.Arbitrary;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.Verdict;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.junit.jupiter.api.Test;

class ElementwiseTest extends OperatorContract<Tensor, Tensor> {
    private static final Elementwise CUBE = new Elementwise(x -> x * x * x, x -> 3 * x * x);

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return TensorArbitraries.shapes(1, 3)
                .flatMap(shape -> TensorArbitraries.tensors(shape, type).map(x -> Case.rowwise(CUBE, x)));
    }

    @Test
    void liftsAFunctionAndItsDerivative() {
        Elementwise.Pass pass = CUBE.forward(Tensor.of(2, -3));
        assertEquals(Tensor.of(8, -27), pass.output());
        assertEquals(Tensor.of(12, 27), pass.slope());
        assertEquals(Tensor.of(6, -27), pass.backward(Tensor.of(0.5, -1)));
    }

    @Test
    void wrongDerivativeIsCaught() {
        Elementwise wrong = new Elementwise(x -> x * x * x, x -> 2 * x * x);
        assertEquals(Verdict.FAIL, GradientCheck.of(wrong).at(Tensor.of(2, -3)).verdict());
    }

    @Test
    void namesTheFunctionThatIsNull() {
        assertEquals(
                "Elementwise: derivative is null",
                assertThrows(NullPointerException.class, () -> new Elementwise(x -> x, null))
                        .getMessage());
        assertEquals(
                "Elementwise: f is null",
                assertThrows(NullPointerException.class, () -> new Elementwise(null, x -> x))
                        .getMessage());
    }
}
