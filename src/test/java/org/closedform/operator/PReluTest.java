package org.closedform.operator;

import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.Verdict;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.SpecialValue;
import org.closedform.testkit.TensorArbitraries;
import org.junit.jupiter.api.Test;

class PReluTest extends OperatorContract<PRelu.Inputs, Tensor> {
    private static final Tensor X = Tensor.of(new double[][] {{-1, 2, -3}, {4, -5, 6}});

    /** One slope, one a channel along any axis, or any part of the shape. */
    @Override
    protected Arbitrary<Case<PRelu.Inputs, Tensor>> cases(ElementType type) {
        return TensorArbitraries.axes(1, 3).flatMap(along -> {
            Shape shape = along.shape();
            int[] ones = shape.dimensions();
            ones[0] = 1;
            Arbitrary<Shape> slopes =
                    Arbitraries.of(Shape.of(), Shape.of(1), Shape.of(along.length()), shape, Shape.of(ones));
            return Combinators.combine(
                            TensorArbitraries.tensors(shape, type, ActivationContract.awayFromZero()),
                            slopes.flatMap(slope -> TensorArbitraries.tensors(slope, type)))
                    .as((x, slope) ->
                            Case.of(new PRelu(slope.rank() == 1 ? along.axis() : 0), new PRelu.Inputs(x, slope)));
        });
    }

    @Override
    protected List<SpecialValue<PRelu.Inputs, Tensor>> specialValues() {
        Tensor x = Tensor.of(-0.0, 0.0, POSITIVE_INFINITY, 1, NaN);
        Tensor slope = Tensor.of(2, 2, 0, NaN, 2);
        return List.of(SpecialValue.of(
                        new PRelu(0), new PRelu.Inputs(x, slope), Tensor.of(-0.0, 0.0, POSITIVE_INFINITY, 1, NaN))
                .withGradient(
                        x.onesLike(), new PRelu.Inputs(Tensor.of(2, 2, 1, 1, NaN), Tensor.of(-0.0, 0, 0, 0, NaN))));
    }

    @Test
    void hasOneSlopeForAll() {
        for (Tensor slope : new Tensor[] {Tensor.scalar(0.5), Tensor.of(0.5)}) {
            Operator.Pass<PRelu.Inputs, Tensor> pass = new PRelu().forward(new PRelu.Inputs(X, slope));
            assertEquals(Tensor.of(new double[][] {{-0.5, 2, -1.5}, {4, -2.5, 6}}), pass.output());
            assertEquals(
                    new PRelu.Inputs(
                            Tensor.of(new double[][] {{0.5, 1, 0.5}, {1, 0.5, 1}}), slope.map(s -> -1 - 3 - 5)),
                    pass.backward(X.onesLike()));
        }
    }

    @Test
    void hasOneSlopeAChannel() {
        Tensor slope = Tensor.of(0.5, 2, 0);
        Operator.Pass<PRelu.Inputs, Tensor> pass = new PRelu().forward(new PRelu.Inputs(X, slope));
        assertEquals(Tensor.of(new double[][] {{-0.5, 2, -0.0}, {4, -10, 6}}), pass.output());
        assertEquals(Tensor.of(-1, -5, -3), pass.backward(X.onesLike()).slope());
        Tensor transposed = new PRelu(0).apply(new PRelu.Inputs(X.transpose(), slope));
        assertEquals(pass.output().transpose(), transposed);
    }

    @Test
    void broadcastsASlopeOfMoreAxes() {
        Tensor slope = Tensor.of(new double[][] {{0.5}, {2}});
        Operator.Pass<PRelu.Inputs, Tensor> pass = new PRelu().forward(new PRelu.Inputs(X, slope));
        assertEquals(Tensor.of(new double[][] {{-0.5, 2, -1.5}, {4, -10, 6}}), pass.output());
        assertEquals(
                Tensor.of(new double[][] {{-4}, {-5}}),
                pass.backward(X.onesLike()).slope());
    }

    @Test
    void isTheLeakyRectifierForOneSlope() {
        assertEquals(new LeakyRelu(0.1).apply(X), new PRelu().apply(new PRelu.Inputs(X, Tensor.scalar(0.1))));
    }

    @Test
    void movesWithBoth() {
        Operator.Pass<PRelu.Inputs, Tensor> pass =
                new PRelu().forward(new PRelu.Inputs(Tensor.of(-2, 3), Tensor.of(0.5)));
        PRelu.Inputs tangent = new PRelu.Inputs(Tensor.of(10, 20), Tensor.of(100));
        assertEquals(Tensor.of(0.5 * 10 - 2 * 100, 20), pass.pushforward(tangent));
        assertEquals(
                new PRelu.Inputs(Tensor.of(100 * 7, 0), Tensor.of(10 * 7)), pass.curvature(Tensor.of(7, 9), tangent));
    }

    @Test
    void wrongGradientsAreCaught() {
        PRelu right = new PRelu();
        Operator<PRelu.Inputs, Tensor> unsummed = Operator.of(right::apply, (in, y, dy) -> {
            PRelu.Inputs d = right.forward(in).backward(dy);
            return new PRelu.Inputs(d.x(), d.slope().dividedBy(2));
        });
        assertEquals(
                Verdict.FAIL,
                GradientCheck.of(unsummed)
                        .at(new PRelu.Inputs(X, Tensor.of(0.5, 2, 0)))
                        .verdict());
    }

    @Test
    void namesTheSlopeThatDoesNotFit() {
        assertMessage(
                "PRelu: slope has shape [2], but x [2, 3] has 3 channels along axis 1; one slope, or one a channel, is"
                        + " needed",
                new PRelu(),
                Tensor.of(1, 2));
        assertMessage(
                "PRelu: slope has shape [3, 2], which is not broadcast to x [2, 3]; lengths of 1, or those of the last"
                        + " axes of x, are needed",
                new PRelu(),
                Tensor.zeros(Shape.of(3, 2)));
        assertMessage(
                "PRelu: axis 2 of shape [2, 3], whose axes are 0 to 1 (or -2 to -1)", new PRelu(2), Tensor.of(1, 2));
        assertEquals(
                "PRelu: slope is float32 and x float64, but one element type is needed",
                assertThrows(IllegalArgumentException.class, () -> new PRelu()
                                .forward(new PRelu.Inputs(X, Tensor.of(1).to(ElementType.FLOAT32))))
                        .getMessage());
    }

    private static void assertMessage(String message, PRelu operator, Tensor slope) {
        assertEquals(
                message,
                assertThrows(ShapeException.class, () -> operator.forward(new PRelu.Inputs(X, slope)))
                        .getMessage());
    }
}
