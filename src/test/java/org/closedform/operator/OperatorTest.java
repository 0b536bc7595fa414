package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.closedform.gradient.GradientCheck;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OperatorTest {
    private static final Operator<Tensor, Tensor> SQUARE =
            Operator.of(x -> x.times(x), (x, y, dy) -> dy.times(x).times(2));

    record Pair(Tensor left, Tensor right) implements TensorTree<Pair> {}

    private static final Operator<Pair, Tensor> PRODUCT = Operator.of(
            in -> in.left().times(in.right()), (in, y, dy) -> new Pair(dy.times(in.right()), dy.times(in.left())));

    /** (σ(x)²)′ = 2σ(x)·σ(x)(1 − σ(x)), by hand. */
    @Property
    void thenIsTheChainRule(@ForAll @DoubleRange(min = -20, max = 20) double x) {
        Operator.Pass<Tensor, Tensor> pass = new Sigmoid().then(SQUARE).forward(Tensor.scalar(x));
        double y = new Sigmoid().apply(Tensor.scalar(x)).item();
        double complement = new Sigmoid().apply(Tensor.scalar(-x)).item();
        assertEquals(y * y, pass.output().item());
        assertTrue(pass.backward(Tensor.scalar(3)).isClose(Tensor.scalar(6 * y * y * complement), 1e-14, 0));
    }

    /** J(g∘f) = J(g)·J(f), with dense matrices. */
    @Property(tries = 50)
    void theJacobianOfAChainIsTheProductOfJacobians(@ForAll @DoubleRange(min = -3, max = 3) double a) {
        Tensor x = Tensor.of(a, 0.5, -a * a);
        Softmax first = new Softmax(0);
        LogSoftmax second = new LogSoftmax(0);
        Tensor chain = Jacobian.of(first.then(second).forward(x)).toDense();
        Tensor outer = Jacobian.of(second.forward(first.apply(x))).toDense();
        Tensor inner = first.forward(x).jacobian().toDense();
        assertTrue(chain.isClose(outer.matmul(inner), 1e-12, 1e-14), () -> chain + "\n" + outer.matmul(inner));
    }

    @Test
    void thenIsAssociative() {
        Tensor x = Tensor.of(0.3, -2, 1);
        Operator.Pass<Tensor, Tensor> left =
                SQUARE.then(new Sigmoid()).then(new Softmax(0)).forward(x);
        Operator.Pass<Tensor, Tensor> right =
                SQUARE.then(new Sigmoid().then(new Softmax(0))).forward(x);
        assertEquals(left.output(), right.output());
        assertEquals(left.backward(Tensor.of(1, 2, 3)), right.backward(Tensor.of(1, 2, 3)));
    }

    @Test
    void applyOfAChainIsItsOutput() {
        Tensor x = Tensor.of(0.3, -2, 1);
        assertEquals(
                new Softmax(0).apply(SQUARE.apply(x)),
                SQUARE.then(new Softmax(0)).apply(x));
    }

    @Nested
    class OnAPart {
        private final Tensor held = Tensor.of(3, -1);
        private final Operator<Tensor, Tensor> timesHeld = PRODUCT.holding(left -> new Pair(left, held), Pair::left);

        @Test
        void holdsTheOthers() {
            Operator.Pass<Tensor, Tensor> pass = timesHeld.forward(Tensor.of(2, 5));
            assertEquals(Tensor.of(6, -5), pass.output());
            assertEquals(Tensor.of(30, -10), pass.backward(Tensor.of(10, 10)));
        }

        @Test
        void makesLayersOfAChain() {
            Tensor weight = Tensor.of(new double[][] {{1, -2}, {0.5, 3}});
            Tensor bias = Tensor.of(0.1, -0.2);
            Operator<Tensor, Tensor> layer =
                    new Linear().holding(x -> new Linear.Inputs(x, weight, bias), Linear.Inputs::x);
            Operator<Tensor, Tensor> network =
                    layer.then(new Sigmoid()).then(layer).then(new Softmax(1));
            Tensor x = Tensor.of(new double[][] {{0.3, -0.7}, {1, 2}, {0, 0}});
            assertEquals(Shape.of(3, 2), network.apply(x).shape());
            GradientCheck.of(network).at(x).assertPasses();
        }
    }

    @Nested
    class GradientOfANumber {
        private static final Operator<Tensor, Tensor> TOTAL =
                Operator.of(Tensor::sum, (x, y, dy) -> dy.broadcastTo(x.shape()));

        @Test
        void isBackwardOfOneInTheOutputsType() {
            for (ElementType type : ElementType.values()) {
                Tensor x = Tensor.of(3, -4).to(type);
                Tensor expected = Tensor.of(6, -8).to(type);
                assertEquals(expected, SQUARE.then(TOTAL).forward(x).gradient());
                assertEquals(
                        Tensor.of(6).to(type), SQUARE.forward(x.slice(0, 0, 1)).gradient());
            }
        }

        @Test
        void namesAnOutputThatIsNull() {
            Operator.Pass<Tensor, Tensor> broken = new Operator.Pass<>() {
                @Override
                public Tensor output() {
                    return null;
                }

                @Override
                public Tensor backward(Tensor upstream) {
                    return upstream;
                }
            };
            assertEquals(
                    "Operator.Pass.gradient: the output is null",
                    assertThrows(NullPointerException.class, broken::gradient).getMessage());
        }

        @Test
        void isRefusedForSeveralNumbers() {
            String message =
                    ", but a gradient is of a single number; backward(upstream) says how much each number counts";
            assertRefused("Operator.Pass.gradient: the output is [2]" + message, SQUARE.forward(Tensor.of(3, -4)));
            Operator<Tensor, Pair> twice = Operator.of(x -> new Pair(x, x), (x, y, dy) -> dy.left());
            assertRefused(
                    "Operator.Pass.gradient: the output is left [], right []" + message,
                    twice.forward(Tensor.scalar(1)));
        }

        private static void assertRefused(String message, Operator.Pass<?, ?> pass) {
            assertEquals(
                    message, assertThrows(ShapeException.class, pass::gradient).getMessage());
        }
    }

    @Nested
    class YourOwn {
        @Test
        void takesThreeLines() {
            GradientCheck.of(SQUARE).at(Tensor.of(-1.5, 0, 2)).assertPasses();
            assertEquals(Tensor.of(4, 9), SQUARE.apply(Tensor.of(2, 3)));
        }

        @Test
        void mayTakeARecord() {
            GradientCheck.of(PRODUCT)
                    .at(new Pair(Tensor.of(1, 2), Tensor.of(3, -4)))
                    .assertPasses();
        }
    }

    @Nested
    class BadInput {
        @Test
        void namesWhatIsNull() {
            assertMessage("Operator.of: f is null", () -> Operator.<Tensor, Tensor>of(null, (x, y, dy) -> dy));
            assertMessage("Operator.of: backward is null", () -> Operator.<Tensor, Tensor>of(x -> x, null));
            assertMessage("Operator.then: next is null", () -> SQUARE.<Tensor>then(null));
            assertMessage("Operator.holding: place is null", () -> PRODUCT.<Tensor>holding(null, Pair::left));
            assertMessage("Operator.holding: part is null", () -> PRODUCT.<Tensor>holding(a -> new Pair(a, a), null));
            assertMessage("Operator: the forward's output is null", () -> Operator.<Tensor, Tensor>of(
                            x -> null, (x, y, dy) -> dy)
                    .forward(Tensor.of(1)));
            Operator.Pass<Tensor, Tensor> pass = SQUARE.forward(Tensor.of(1));
            assertMessage("Operator.backward: upstream is null", () -> pass.backward(null));
            assertMessage("Operator.backward: the gradient is null", () -> Operator.<Tensor, Tensor>of(
                            x -> x, (x, y, dy) -> null)
                    .forward(Tensor.of(1))
                    .backward(Tensor.of(1)));
        }

        /** Either broadcasts to the output, so that arithmetic would take it. */
        @Test
        void namesAnUpstreamUnlikeTheOutput() {
            Tensor x = Tensor.of(1, 2);
            List<Operator<Tensor, Tensor>> composed = List.of(
                    SQUARE, SQUARE.then(SQUARE), PRODUCT.holding(left -> new Pair(left, Tensor.of(3, -1)), Pair::left));
            for (Operator<Tensor, Tensor> operator : composed) {
                Operator.Pass<Tensor, Tensor> pass = operator.forward(x);
                assertEquals(
                        "Operator.backward: upstream has shape [], but [2] is needed",
                        assertThrows(ShapeException.class, () -> pass.backward(Tensor.scalar(1)))
                                .getMessage());
                assertEquals(
                        "Operator.backward: upstream: float32[2] does not mix with float64[2]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                        assertThrows(IllegalArgumentException.class, () -> pass.backward(x.to(ElementType.FLOAT32)))
                                .getMessage());
            }
        }

        private void assertMessage(String expected, org.junit.jupiter.api.function.Executable action) {
            assertEquals(
                    expected, assertThrows(NullPointerException.class, action).getMessage());
        }
    }
}
