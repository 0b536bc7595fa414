package org.closedform.operator;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.Verdict;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.SpecialValue;
import org.closedform.testkit.TensorArbitraries;

/** What every activation is held to. */
abstract class ActivationContract extends OperatorContract<Tensor, Tensor> {

    /** With settings of all kinds. */
    abstract Arbitrary<? extends Operator<Tensor, Tensor>> operators();

    /** Numbers away from kinks. */
    Arbitrary<Double> numbers() {
        return TensorArbitraries.moderate();
    }

    static Arbitrary<Double> awayFromZero() {
        return TensorArbitraries.moderate().map(x -> x < 0 ? x - 0.01 : x + 0.01);
    }

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return operators().flatMap(operator -> TensorArbitraries.shapes(1, 3)
                .flatMap(shape -> TensorArbitraries.tensors(shape, type, numbers()))
                .map(x -> Case.rowwise(operator, x)));
    }

    /** y and y′ at −∞, −0.0, 0.0, ∞ and NaN, the last being NaN both. */
    static SpecialValue<Tensor, Tensor> atTheEnds(Operator<Tensor, Tensor> operator, Tensor y, Tensor slope) {
        return at(
                operator,
                Tensor.of(NEGATIVE_INFINITY, -0.0, 0.0, POSITIVE_INFINITY, NaN),
                Tensor.concatenate(0, y, Tensor.of(NaN)),
                Tensor.concatenate(0, slope, Tensor.of(NaN)));
    }

    static SpecialValue<Tensor, Tensor> at(Operator<Tensor, Tensor> operator, Tensor x, Tensor y, Tensor slope) {
        return SpecialValue.of(operator, x, y).withGradient(x.onesLike(), slope);
    }

    static void assertKinkAt(double x, Operator<Tensor, Tensor> operator) {
        assertEquals(
                Verdict.KINK,
                GradientCheck.of(operator)
                        .at(Tensor.of(x, 1.25, -1.25))
                        .assertPasses()
                        .verdict());
    }

    @Example
    void wrongSlopesAreCaught() {
        operators().allValues().orElseThrow().forEach(operator -> {
            Tensor x = Tensor.of(-1.5, 0.3, 2);
            assertCaught(operator, x, (in, y, dy) -> gradient(operator, in, dy).negate());
            assertCaught(operator, x, (in, y, dy) -> gradient(operator, in, dy).times(1 + 1e-8));
            assertCaught(operator, x, (in, y, dy) -> gradient(operator, in, dy.onesLike()));
        });
    }

    private static Tensor gradient(Operator<Tensor, Tensor> operator, Tensor x, Tensor dy) {
        return operator.forward(x).backward(dy);
    }

    private static void assertCaught(
            Operator<Tensor, Tensor> operator, Tensor x, Operator.Backward<Tensor, Tensor> wrong) {
        Operator<Tensor, Tensor> mutant = Operator.of(operator::apply, wrong);
        assertEquals(Verdict.FAIL, GradientCheck.of(mutant).at(x).verdict(), operator::toString);
    }

    @Example
    void namesItselfWhereThereIsNoInput() {
        operators().allValues().orElseThrow().forEach(operator -> {
            String message = operator.getClass().getSimpleName() + ": x is null";
            assertEquals(
                    message,
                    assertThrows(NullPointerException.class, () -> operator.apply(null))
                            .getMessage());
            assertEquals(
                    message,
                    assertThrows(NullPointerException.class, () -> operator.forward(null))
                            .getMessage());
        });
    }
}
