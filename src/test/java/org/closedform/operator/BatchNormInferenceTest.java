package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batch norm in inference. */
class BatchNormInferenceTest {
    private static final RunningStatistics RUNNING = RunningStatistics.of(Tensor.of(10, -1), Tensor.of(4, 0.25));

    private static BatchNorm.Inputs inputs(Tensor x) {
        ElementType type = x.elementType();
        return new BatchNorm.Inputs(
                x, Tensor.of(3, 1).to(type), Tensor.of(0.5, 0).to(type));
    }

    @Nested
    class Value {
        @ParameterizedTest
        @EnumSource
        void takesASingleImage(ElementType type) {
            Tensor image = Tensor.of(new double[][][] {{{10, 14}, {-1, 0}}}).to(type);
            BatchNormInference.Pass pass = new BatchNormInference(1, 0, RUNNING).forward(inputs(image));
            assertEquals(Tensor.of(new double[][][] {{{0, 2}, {0, 2}}}).to(type), pass.xHat());
            assertEquals(Tensor.of(new double[][][] {{{0.5, 6.5}, {0, 2}}}).to(type), pass.output());
        }

        @Test
        void keepsAxisAndEpsilonOfTraining() {
            assertEquals(new BatchNormInference(-1, 0.25, RUNNING), new BatchNorm(-1, 0.25).inference(RUNNING));
        }

        @Test
        void addsEpsilonUnderTheRoot() {
            RunningStatistics zeroVariance = RunningStatistics.of(Tensor.of(1, 1), Tensor.of(0, 0));
            Tensor x = Tensor.of(new double[][] {{3, 1}});
            BatchNormInference.Pass pass = new BatchNormInference(1, 4, zeroVariance).forward(inputs(x));
            assertEquals(Tensor.of(new double[][] {{1, 0}}), pass.xHat(), "(3 − 1) / √(0 + 4)");
        }
    }

    @Nested
    class Gradient {
        /** The statistics are constants: dx has no mean terms, and does not sum to 0. */
        @Test
        void isTheOneByHand() {
            Tensor x = Tensor.of(new double[][] {{12, -1}, {6, 0}});
            BatchNorm.Inputs d = new BatchNormInference(1, 0, RUNNING)
                    .forward(inputs(x))
                    .backward(Tensor.of(new double[][] {{1, 2}, {3, 4}}));
            assertEquals(
                    new BatchNorm.Inputs(
                            Tensor.of(new double[][] {{1.5, 4}, {4.5, 8}}), Tensor.of(-5, 8), Tensor.of(4, 6)),
                    d);
        }
    }

    @Nested
    class SpecialValues {
        @ParameterizedTest
        @EnumSource
        void anEmptyBatchGivesAnEmptyResultAndZeroGradients(ElementType type) {
            Tensor empty = Tensor.zeros(Shape.of(0, 2, 5)).to(type);
            BatchNormInference.Pass pass = new BatchNormInference(1, 1e-5, RUNNING).forward(inputs(empty));
            assertEquals(empty, pass.output());
            assertEquals(empty, pass.xHat());
            Tensor zeros = Tensor.zeros(Shape.of(2)).to(type);
            assertEquals(new BatchNorm.Inputs(empty, zeros, zeros), pass.backward(empty));
        }

        @Test
        void aNaNStaysWhereItIs() {
            Tensor x = Tensor.of(new double[][] {{Double.NaN, 0}, {14, 0}});
            Tensor y = new BatchNormInference(1, 0, RUNNING).apply(inputs(x));
            assertEquals(Tensor.of(new double[][] {{Double.NaN, 2}, {6.5, 2}}), y);
        }

        @Test
        void anInfinityKeepsItsSignTimesGammas() {
            double inf = Double.POSITIVE_INFINITY;
            BatchNorm.Inputs in = new BatchNorm.Inputs(
                    Tensor.of(new double[][] {{inf, inf}, {-inf, 0}}), Tensor.of(2, -1), Tensor.of(0, 0));
            Tensor y = new BatchNormInference(1, 0, RUNNING).apply(in);
            assertEquals(Tensor.of(new double[][] {{inf, -inf}, {-inf, -2}}), y);
        }

        @Test
        void aRunningVarianceThatIsNaNSpoilsItsOwnChannelOnly() {
            RunningStatistics running = RunningStatistics.of(Tensor.of(0, -1), Tensor.of(Double.NaN, 0.25));
            Tensor y = new BatchNormInference(1, 0, running).apply(inputs(Tensor.of(new double[][] {{1, 0}})));
            assertTrue(Double.isNaN(y.at(0, 0)));
            assertEquals(2, y.at(0, 1));
        }
    }

    @Group
    class Laws {
        @Provide
        Arbitrary<BatchNormCase> any() {
            return BatchNormCase.any();
        }

        /**
         * Five roundings in x̂·γ and one in the sum make at most 5½ half-ulps of |γ x̂| + |β|, which for a number just below a
         * power of two are 5 ulp.
         */
        @Property(tries = 300)
        void valueAndGradientsAreWithin5UlpsOfTheirTerms(@ForAll("any") BatchNormCase c, @ForAll("running") long seed) {
            RunningStatistics running = drawn(c, seed);
            BatchNormInference.Pass pass = c.operator().inference(running).forward(c.in());
            BatchNorm.Inputs d = pass.backward(c.dy());
            BatchNormReference exact = BatchNormReference.inference(c.in(), c.axis(), c.epsilon(), running, c.dy());
            BatchNormCase.assertWithin(5, pass.xHat(), exact.xHat(), exact.xHatScale());
            BatchNormCase.assertWithin(5, pass.output(), exact.y(), exact.yScale());
            BatchNormCase.assertWithin(5, d.x(), exact.dx(), exact.dxScale());
            BatchNormCase.assertWithin(8, d.gamma(), exact.dGamma(), exact.dGammaScale());
            BatchNormCase.assertWithin(8, d.beta(), exact.dBeta(), exact.dBetaScale());
        }

        @Provide
        Arbitrary<Long> running() {
            return Arbitraries.longs();
        }

        /** Means near some of the values, variances from 0 to 4. */
        private RunningStatistics drawn(BatchNormCase c, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            Shape channels = c.in().gamma().shape();
            double near = c.in().x().reshape(-1).at(0);
            return RunningStatistics.of(
                    Tensor.draw(channels, () -> near + random.nextDouble(-1, 1)),
                    Tensor.draw(channels, () -> 4 * random.nextDouble()));
        }

        /** As no sample sees another, it does not matter with which others it comes. */
        @Property(tries = 300)
        void aConcatenationOfBatchesIsTheConcatenationOfTheirResults(@ForAll("any") BatchNormCase c) {
            int channelAxis = Math.floorMod(c.axis(), c.in().x().rank());
            int batchAxis = channelAxis == 0 ? 1 : 0;
            BatchNormInference operator = c.operator().inference(drawn(c, 1));
            Tensor twice = Tensor.concatenate(batchAxis, c.in().x(), c.dy());
            Tensor first = operator.apply(c.in());
            Tensor second = operator.apply(new BatchNorm.Inputs(c.dy(), c.in().gamma(), c.in().beta()));
            assertEquals(
                    Tensor.concatenate(batchAxis, first, second),
                    operator.apply(new BatchNorm.Inputs(twice, c.in().gamma(), c.in().beta())));
        }
    }
}
