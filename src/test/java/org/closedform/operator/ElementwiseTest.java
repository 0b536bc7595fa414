package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.Arbitrary;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.Verdict;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.junit.jupiter.api.Test;

class ElementwiseTest extends OperatorContract<Tensor, Tensor> {
    private static final Elementwise CUBE = new Elementwise(x -> x * x * x, x -> 3 * x * x, x -> 6 * x);

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
        assertEquals(Tensor.of(6, -27), pass.pushforward(Tensor.of(0.5, -1)));
        assertEquals(Tensor.of(12, -18), pass.secondSlope());
        assertEquals(Tensor.of(12, 36), pass.curvature(Tensor.of(0.5, -1), Tensor.of(2, 2)));
    }

    @Test
    void asksForNoSecondDerivativeBeforeItIsNeeded() {
        Elementwise square = new Elementwise(x -> x * x, x -> 2 * x);
        Tensor x = Tensor.of(3, 4);
        Elementwise.Pass pass = square.forward(x);
        assertEquals(Tensor.of(6, 8), pass.pushforward(Tensor.of(1, 1)));
        String expected = "Elementwise.curvature: there is no second derivative;"
                + " new Elementwise(f, derivative, secondDerivative) takes one";
        for (Elementwise.Pass without : List.of(pass, Elementwise.Pass.of(x, x))) {
            assertEquals(
                    expected,
                    assertThrows(UnsupportedOperationException.class, () -> without.curvature(x, x))
                            .getMessage());
        }
    }

    @Test
    void takesAnEvaluationOfYourOwn() {
        Tensor x = Tensor.of(3, 4);
        Elementwise.Pass pass = Elementwise.Pass.of(x.times(x), x.times(2), () -> Tensor.of(2, 2));
        assertEquals(Tensor.of(6, 8), pass.backward(Tensor.of(1, 1)));
        assertEquals(Tensor.of(2, 6), pass.curvature(Tensor.of(1, 1), Tensor.of(1, 3)));
    }

    @Test
    void namesAnEvaluationThatDoesNotFit() {
        Tensor x = Tensor.of(3, 4);
        assertEquals(
                "Elementwise.Pass: slope has shape [], but [2] is needed",
                assertThrows(ShapeException.class, () -> Elementwise.Pass.of(x, Tensor.scalar(1)))
                        .getMessage());
        assertEquals(
                "Elementwise.Pass: secondSlope is null",
                assertThrows(NullPointerException.class, () -> Elementwise.Pass.of(x, x, null))
                        .getMessage());
        assertEquals(
                "Elementwise.Pass: secondSlope has shape [], but [2] is needed",
                assertThrows(ShapeException.class, () -> Elementwise.Pass.of(x, x, () -> Tensor.scalar(1))
                                .secondSlope())
                        .getMessage());
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
        assertEquals(
                "Elementwise: secondDerivative is null",
                assertThrows(NullPointerException.class, () -> new Elementwise(x -> x, x -> 1, null))
                        .getMessage());
    }
}
