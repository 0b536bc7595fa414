package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.closedform.gradient.GradientCheck;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorLaws;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How batch norm and its gradient move along a tangent, in training and in inference. */
class BatchNormTangentTest {
    private static BatchNorm.Inputs inputs(ElementType type, Tensor x, double gamma, double beta) {
        return new BatchNorm.Inputs(
                x.to(type),
                Tensor.of(gamma).reshape(1).to(type),
                Tensor.of(beta).reshape(1).to(type));
    }

    private static Tensor column(double... numbers) {
        return Tensor.of(numbers).reshape(numbers.length, 1);
    }

    @Nested
    class ByHand {
        /** x̂ = (−1, −1, 1, 1), ẋ − mean(ẋ) − x̂ mean(ẋ ⊙ x̂) = (½, −½, 0, 0). */
        @ParameterizedTest
        @EnumSource
        void training(ElementType type) {
            BatchNorm.Pass pass = new BatchNorm(1, 0).forward(inputs(type, column(1, 1, 3, 3), 2, 7));
            Tensor first = column(1, 0, 0, 0);
            BatchNorm.Inputs tangent = inputs(type, first, 1, 10);
            assertEquals(column(10, 8, 11, 11).to(type), pass.pushforward(tangent));
            // (1 + 2 (¼ + ¼)) (½, −½, 0, 0) − 2 · ⅛ x̂
            assertEquals(
                    inputs(type, column(1.25, -0.75, -0.25, -0.25), 0.5, 0), pass.curvature(first.to(type), tangent));
        }

        /** 1/√(σ² + ε) = ½, x̂ = (1, −2). */
        @ParameterizedTest
        @EnumSource
        void inference(ElementType type) {
            RunningStatistics running = RunningStatistics.of(Tensor.of(new double[] {5}), Tensor.of(new double[] {3}));
            BatchNormInference.Pass pass =
                    new BatchNormInference(1, 1, running).forward(inputs(type, column(7, 1), 3, 9));
            BatchNorm.Inputs tangent = inputs(type, column(4, 2), 10, 100);
            assertEquals(column(116, 83).to(type), pass.pushforward(tangent));
            assertEquals(
                    inputs(type, column(5, -15), -1, 0),
                    pass.curvature(column(1, -3).to(type), tangent));
        }
    }

    @Nested
    class SpecialValues {
        private final Tensor x = Tensor.of(new double[][] {{1, 4}, {3, 1}, {4, 1}});
        private final BatchNorm.Inputs in = new BatchNorm.Inputs(x, Tensor.of(2, 3), Tensor.of(5, 7));
        private final BatchNorm.Inputs tangent = OperatorLaws.randomLike(in, 1);
        private final Tensor dy = OperatorLaws.randomLike(x, 2);

        /** The second channel with a number that is not finite in its first row. */
        private static Tensor spoilt(Tensor tensor, double bad) {
            return tensor.plus(Tensor.generate(tensor.shape(), i -> i[0] == 0 && i[1] == 1 ? bad : 0));
        }

        private static void assertSecondIsNaN(Tensor expected, Tensor actual) {
            assertEquals(expected.select(1, 0), actual.select(1, 0));
            assertTrue(Arrays.stream(actual.select(1, 1).toDoubleArray()).allMatch(Double::isNaN), actual::toString);
        }

        @ParameterizedTest
        @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
        void aNumberThatIsNotFiniteStaysInItsChannel(double bad) {
            BatchNorm.Pass pass = new BatchNorm().forward(in);
            BatchNorm.Pass badPass =
                    new BatchNorm().forward(new BatchNorm.Inputs(spoilt(x, bad), in.gamma(), in.beta()));
            BatchNorm.Inputs badTangent =
                    new BatchNorm.Inputs(spoilt(tangent.x(), bad), tangent.gamma(), tangent.beta());
            assertSecondIsNaN(pass.pushforward(tangent), badPass.pushforward(tangent));
            assertSecondIsNaN(pass.pushforward(tangent), pass.pushforward(badTangent));
            Tensor dx = pass.curvature(dy, tangent).x();
            assertSecondIsNaN(dx, badPass.curvature(dy, tangent).x());
            assertSecondIsNaN(dx, pass.curvature(dy, badTangent).x());
            assertSecondIsNaN(dx, pass.curvature(spoilt(dy, bad), tangent).x());
        }

        @Test
        void oneValuePerChannelMovesWithBetaAlone() {
            BatchNorm.Inputs one = new BatchNorm.Inputs(x.slice(0, 0, 1), in.gamma(), in.beta());
            BatchNorm.Inputs moved = OperatorLaws.randomLike(one, 1);
            BatchNorm.Pass pass = new BatchNorm().forward(one);
            assertEquals(moved.beta(), pass.pushforward(moved).reshape(2));
            assertEquals(0, pass.curvature(dy.slice(0, 0, 1), moved).norm());
        }

        @Test
        void aConstantChannelWithoutEpsilonIsNaN() {
            BatchNorm.Pass pass = new BatchNorm(1, 0)
                    .forward(new BatchNorm.Inputs(Tensor.ones(Shape.of(3, 2)), in.gamma(), in.beta()));
            assertTrue(Double.isNaN(pass.pushforward(tangent).sum().item()));
            assertTrue(Double.isNaN(pass.curvature(dy, tangent).x().sum().item()));
        }

        @Test
        void withoutChannelsOrSamplesAllIsEmpty() {
            Tensor none = Tensor.zeros(Shape.of(0));
            BatchNorm.Inputs noChannel = new BatchNorm.Inputs(Tensor.zeros(Shape.of(4, 0)), none, none);
            BatchNorm.Pass training = new BatchNorm().forward(noChannel);
            assertEquals(noChannel.x(), training.pushforward(noChannel));
            assertEquals(noChannel, training.curvature(noChannel.x(), noChannel));
            BatchNorm.Inputs noSample = new BatchNorm.Inputs(Tensor.zeros(Shape.of(0, 2)), in.gamma(), in.beta());
            BatchNormInference.Pass inference =
                    new BatchNorm().inference(RunningStatistics.initial(2)).forward(noSample);
            assertEquals(noSample.x(), inference.pushforward(noSample));
            assertEquals(noSample.zerosLike(), inference.curvature(noSample.x(), noSample));
        }
    }

    /** The second derivative is symmetric: as a map of the tangent it is its own backward. */
    @Test
    void curvatureIsTheDerivativeOfTheGradient() {
        for (int seed = 0; seed < 5; seed++) {
            BatchNorm.Inputs in = OperatorLaws.randomLike(
                    new BatchNorm.Inputs(
                            Tensor.zeros(Shape.of(4, 3, 2)), Tensor.zeros(Shape.of(3)), Tensor.zeros(Shape.of(3))),
                    seed);
            Tensor dy = OperatorLaws.randomLike(in.x(), seed + 1);
            BatchNorm training = new BatchNorm(1, 0.01);
            RunningStatistics running = RunningStatistics.of(Tensor.of(-1, 0, 1), Tensor.of(1, 2, 3));
            for (Operator<BatchNorm.Inputs, Tensor> norm : List.of(training, training.inference(running))) {
                Operator<BatchNorm.Inputs, BatchNorm.Inputs> gradient = Operator.of(
                        point -> norm.forward(point).backward(dy),
                        (point, d, upstream) -> norm.forward(point).curvature(dy, upstream));
                GradientCheck.of(gradient).at(in).assertPasses();
            }
        }
    }
}
