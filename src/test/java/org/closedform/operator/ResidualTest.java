package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.junit.jupiter.api.Test;

class ResidualTest extends OperatorContract<Tensor, Tensor> {

    /** Weights that are neither 0 nor large: then differences can tell the curvature. */
    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return Combinators.combine(
                        TensorArbitraries.tensors(Shape.of(2, 3), type),
                        TensorArbitraries.tensors(Shape.of(3, 3), type).filter(w -> w.norm() > 1),
                        Arbitraries.of(true, false))
                .as((x, w, sum) -> Case.of(
                                sum ? layer(w.times(0.2)).plus(new Softmax(1)) : Operator.residual(layer(w.times(0.2))),
                                x)
                        .gradientScale(20));
    }

    private static Operator<Tensor, Tensor> layer(Tensor w) {
        return new LinearWithoutBias()
                .holding((Tensor x) -> new LinearWithoutBias.Inputs(x, w), LinearWithoutBias.Inputs::x)
                .then(new Softplus());
    }

    @Test
    void itsJacobianIsTheIdentityAndThatOfTheLayer() {
        Tensor x = Tensor.of(0.5, -1, 2);
        Operator.Pass<Tensor, Tensor> inner = new Softmax(0).forward(x);
        Operator.Pass<Tensor, Tensor> pass = Operator.residual(new Softmax(0)).forward(x);
        assertEquals(x.plus(inner.output()), pass.output());
        Tensor expected = Jacobian.of(inner).toDense().plus(Tensor.eye(3));
        assertTrue(Jacobian.of(pass).toDense().isClose(expected, 1e-15, 1e-16));
        assertTrue(pass.hasPushforward());
        Tensor dy = Tensor.of(1, 2, 3);
        assertEquals(inner.curvature(dy, x), pass.curvature(dy, x));
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Tensor x = Tensor.of(1, 2);
        assertEquals(
                "Operator.residual: f(x) has shape [], but [2] is needed",
                assertThrows(ShapeException.class, () -> Operator.residual(new LogSumExp(0))
                                .forward(x))
                        .getMessage());
        assertEquals(
                "Operator.plus: the other output has shape [], but [2] is needed",
                assertThrows(
                                ShapeException.class,
                                () -> new Tanh().plus(new LogSumExp(0)).forward(x))
                        .getMessage());
        assertEquals(
                "Operator.residual: f is null",
                assertThrows(NullPointerException.class, () -> Operator.residual(null))
                        .getMessage());
        assertEquals(
                "Operator.plus: other is null",
                assertThrows(NullPointerException.class, () -> new Tanh().plus(null))
                        .getMessage());
    }
}
