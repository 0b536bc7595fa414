package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.Verdict;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReluTest extends OperatorContract<Tensor, Tensor> {
    private final Relu relu = new Relu();

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        Arbitrary<Double> awayFromTheKink = TensorArbitraries.moderate().map(v -> v < 0 ? v - 0.01 : v + 0.01);
        return TensorArbitraries.shapes(1, 3).flatMap(shape -> TensorArbitraries.tensors(shape, type, awayFromTheKink)
                .map(x -> Case.rowwise(new Relu(), x)));
    }

    @Property
    void isTheIdentityAboveZeroAndZeroBelow(@ForAll double x) {
        Elementwise.Pass pass = relu.forward(Tensor.scalar(x));
        assertEquals(x > 0 ? x : 0, pass.output().item());
        assertEquals(x > 0 ? 1 : 0, pass.slope().item());
    }

    @Nested
    class SpecialValues {
        @Test
        void slopeAtZeroIsZeroAndNaNStays() {
            Elementwise.Pass pass =
                    relu.forward(Tensor.of(0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
            assertEquals(Tensor.of(0.0, 0.0, Double.NaN, Double.POSITIVE_INFINITY, 0), pass.output());
            assertEquals(Tensor.of(0, 0, Double.NaN, 1, 0), pass.slope());
        }

        @Test
        void zeroIsAKinkWithTheGradientBetweenItsSlopes() {
            assertEquals(
                    Verdict.KINK,
                    GradientCheck.of(relu)
                            .at(Tensor.of(0, 1, -1))
                            .assertPasses()
                            .verdict());
        }
    }

    @Nested
    class WrongDerivations {
        @Test
        void areCaught() {
            Tensor x = Tensor.of(-1, 2, 3);
            assertEquals(
                    Verdict.FAIL,
                    GradientCheck.of(Operator.of(relu::apply, (Tensor in, Tensor y, Tensor dy) -> dy))
                            .at(x)
                            .verdict());
            assertEquals(
                    Verdict.FAIL,
                    GradientCheck.of(Operator.of(relu::apply, (Tensor in, Tensor y, Tensor dy) -> y.times(dy)))
                            .at(x)
                            .verdict());
        }
    }
}
