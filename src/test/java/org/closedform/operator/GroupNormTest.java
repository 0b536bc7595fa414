package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.closedform.gradient.GradientCheck;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Group norm and instance norm, by hand and at their edges. */
class GroupNormTest {
    private static BatchNorm.Inputs inputs(Tensor x, Tensor gamma, Tensor beta) {
        return new BatchNorm.Inputs(x, gamma, beta);
    }

    private static BatchNorm.Inputs draw(ElementType type, int channels, int axis, int... dimensions) {
        SplittableRandom random = new SplittableRandom(4);
        dimensions[axis] = channels;
        return inputs(
                        Tensor.draw(Shape.of(dimensions), () -> random.nextDouble(-3, 3)),
                        Tensor.draw(Shape.of(channels), () -> random.nextDouble(-2, 2)),
                        Tensor.draw(Shape.of(channels), () -> random.nextDouble(-2, 2)))
                .mapTensors(part -> part.to(type));
    }

    @Nested
    class Value {
        /** Two groups of two channels: 1, 1, 3, 3 and 0, 8, 8, 0. */
        @Test
        void normalisesGroupsOfNeighbouringChannelsOfEachSample() {
            Tensor x = Tensor.of(new double[][][] {{{1, 1}, {3, 3}, {0, 8}, {8, 0}}});
            Tensor y = new GroupNorm(2, 1, 0).apply(inputs(x, Tensor.of(1, 2, 3, 4), Tensor.of(10, 20, 30, 40)));
            assertEquals(Tensor.of(new double[][][] {{{9, 9}, {22, 22}, {27, 33}, {44, 36}}}), y);
        }

        @Test
        void aGroupForEachChannelIsInstanceNorm() {
            for (int axis : new int[] {1, 2}) {
                BatchNorm.Inputs in = draw(ElementType.FLOAT64, 3, axis, 2, 4, 5);
                assertEquals(new GroupNorm(3, axis, 1e-5).apply(in), new InstanceNorm(axis, 1e-5).apply(in));
            }
        }

        @Test
        void instanceNormOfOneSampleIsBatchNorm() {
            BatchNorm.Inputs in = draw(ElementType.FLOAT32, 4, 1, 1, 4, 9);
            assertEquals(
                    new BatchNorm().forward(in).xHat(),
                    new InstanceNorm().plain().apply(in.x()));
        }

        @Test
        void oneGroupIsLayerNormOfAllButTheSamples() {
            Tensor x = draw(ElementType.FLOAT64, 4, 1, 3, 4, 5).x();
            assertEquals(
                    new LayerNorm(1, 2).plain().apply(x),
                    new GroupNorm(1).plain().apply(x));
        }

        @Test
        void channelsMayBeLast() {
            BatchNorm.Inputs in = draw(ElementType.FLOAT64, 6, 1, 2, 6, 3, 4);
            Tensor last = in.x().permute(0, 2, 3, 1);
            Tensor y = new GroupNorm(3, -1, 1e-5).apply(inputs(last, in.gamma(), in.beta()));
            assertEquals(new GroupNorm(3).apply(in), y.permute(0, 3, 1, 2));
        }

        @Test
        void defaultsAreAxisOneAndEpsilonOf1e5() {
            assertEquals(new GroupNorm(8, 1, 1e-5), new GroupNorm(8));
            assertEquals(new InstanceNorm(1, 1e-5), new InstanceNorm());
        }

        @Test
        void passNamesTheIntermediatesOfTheTextbook() {
            Tensor x = Tensor.of(new double[][] {{1, 3, 5, 5}, {0, 8, 2, 2}});
            NormPass<BatchNorm.Inputs> pass =
                    new GroupNorm(2, 1, 0).forward(inputs(x, Tensor.ones(Shape.of(4)), Tensor.zeros(Shape.of(4))));
            assertEquals(Tensor.of(new double[][] {{2, 5}, {4, 2}}), pass.mean());
            assertEquals(0.25, pass.inverseDeviation().at(1, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAgreeWithFiniteDifferences(ElementType type) {
        BatchNorm.Inputs in = draw(type, 4, 1, 2, 4, 3);
        GradientCheck.of(new GroupNorm(2)).at(in).assertPasses();
        GradientCheck.of(new InstanceNorm()).at(in).assertPasses();
        GradientCheck.of(new GroupNorm(2).plain()).at(in.x()).assertPasses();
        GradientCheck.of(new InstanceNorm().plain()).at(in.x()).assertPasses();
    }

    @Nested
    class SpecialValues {
        @Test
        void oneNumberAGroupGivesBetaAndNoGradient() {
            BatchNorm.Inputs in = inputs(Tensor.of(new double[][] {{1, 1e300}}), Tensor.of(2, 3), Tensor.of(5, 7));
            for (Operator<BatchNorm.Inputs, Tensor> norm : List.of(new GroupNorm(2), new InstanceNorm())) {
                Operator.Pass<BatchNorm.Inputs, Tensor> pass = norm.forward(in);
                assertEquals(Tensor.of(new double[][] {{5, 7}}), pass.output());
                assertEquals(
                        0,
                        pass.backward(Tensor.of(new double[][] {{1, -4}})).x().norm());
            }
        }

        @ParameterizedTest
        @CsvSource({"NaN", "Infinity", "-Infinity"})
        void aNumberThatIsNotFiniteSpoilsItsOwnGroupOnly(double bad) {
            Tensor x = Tensor.of(new double[][] {{1, 3, bad, 2}, {1, 3, 4, 2}});
            Tensor y = new GroupNorm(2, 1, 0).plain().apply(x);
            double[] expected = {-1, 1, Double.NaN, Double.NaN, -1, 1, 1, -1};
            assertTrue(Arrays.equals(expected, y.toDoubleArray()), y.toString());
        }

        @Test
        void noSamplesGiveAnEmptyOutput() {
            Tensor none = Tensor.zeros(Shape.of(0, 4, 2));
            BatchNorm.Inputs in = inputs(none, Tensor.ones(Shape.of(4)), Tensor.ones(Shape.of(4)));
            Operator.Pass<BatchNorm.Inputs, Tensor> pass = new GroupNorm(2).forward(in);
            assertEquals(none, pass.output());
            assertEquals(Tensor.zeros(Shape.of(4)), pass.backward(none).gamma());
        }
    }

    @Nested
    class BadInput {
        private final Tensor x = Tensor.zeros(Shape.of(2, 6, 5));

        private void assertSays(String message, Executable run) {
            assertEquals(
                    message, assertThrows(IllegalArgumentException.class, run).getMessage());
        }

        @Test
        void theGroupsDivideTheChannels() {
            assertSays(
                    "GroupNorm: 4 groups do not divide the 6 channels of x [2, 6, 5] along axis 1",
                    () -> new GroupNorm(4).plain().apply(x));
        }

        @Test
        void thereIsAtLeastOneGroup() {
            assertSays("GroupNorm: groups is 0; at least 1 is needed", () -> new GroupNorm(0));
        }

        @Test
        void theChannelsAreNotAlongTheAxisOfSamples() {
            assertSays(
                    "InstanceNorm: the channels of x [2, 6, 5] are along axis 0, where the samples are; another axis is needed",
                    () -> new InstanceNorm(-3, 0).plain().apply(x));
        }

        @Test
        void gammaAndBetaHaveOneNumberForEachChannel() {
            assertSays(
                    "GroupNorm: gamma has shape [2], but x [2, 6, 5] has 6 channels along axis 1, which take [6]",
                    () -> new GroupNorm(2).apply(inputs(x, Tensor.ones(Shape.of(2)), Tensor.ones(Shape.of(6)))));
        }

        @Test
        void aVectorIsNoBatch() {
            assertSays(
                    "InstanceNorm: x has shape [3], but a batch of rank 2 or more is needed",
                    () -> new InstanceNorm().plain().apply(Tensor.zeros(Shape.of(3))));
        }

        @Test
        void aGroupHasNumbers() {
            assertSays(
                    "GroupNorm: x has shape [2, 4, 0], so that a mean would be over no number; "
                            + "the axes that are normalised must not be empty",
                    () -> new GroupNorm(2).plain().apply(Tensor.zeros(Shape.of(2, 4, 0))));
        }
    }
}
