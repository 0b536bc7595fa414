package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.closedform.gradient.GradientCheck;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Batch norm in training, by hand and on hard data. */
class BatchNormTest {
    private static BatchNorm.Inputs inputs(Tensor x, Tensor gamma, Tensor beta) {
        return new BatchNorm.Inputs(x, gamma, beta);
    }

    private static BatchNorm.Inputs plain(Tensor x, int channels) {
        Shape shape = Shape.of(channels);
        return inputs(
                x, Tensor.ones(shape).to(x.elementType()), Tensor.zeros(shape).to(x.elementType()));
    }

    @Nested
    class Value {
        @Test
        void normalisesEachColumnOfAMatrixThenScalesAndShifts() {
            Tensor x = Tensor.of(new double[][] {{1, -10}, {3, 30}});
            Tensor y = new BatchNorm(1, 0).apply(inputs(x, Tensor.of(2, 0.5), Tensor.of(10, -1)));
            assertEquals(Tensor.of(new double[][] {{8, -1.5}, {12, -0.5}}), y);
        }

        @Test
        void aChannelOfImagesHoldsAllSamplesAndPixels() {
            Tensor x = Tensor.of(new double[][][] {{{1, 1}, {0, 8}}, {{3, 3}, {8, 0}}});
            Tensor y = new BatchNorm(1, 0).apply(plain(x, 2));
            assertEquals(Tensor.of(new double[][][] {{{-1, -1}, {-1, 1}}, {{1, 1}, {1, -1}}}), y);
        }

        @Test
        void plainHasTheBitsOfScaleOneAndShiftZero() {
            SplittableRandom random = new SplittableRandom(2);
            for (int axis : new int[] {0, 1, 2}) {
                Tensor x = Tensor.draw(Shape.of(4, 5, 6), random::nextGaussian);
                Tensor dy = Tensor.draw(Shape.of(4, 5, 6), random::nextGaussian);
                BatchNorm norm = new BatchNorm(axis, 1e-5);
                BatchNorm.Pass scaled = norm.forward(plain(x, 4 + axis));
                Operator.Pass<Tensor, Tensor> plain = norm.plain().forward(x);
                assertEquals(scaled.output(), plain.output());
                assertEquals(scaled.backward(dy).x(), plain.backward(dy));
            }
        }

        @Test
        void addsEpsilonToTheVarianceUnderTheRoot() {
            BatchNorm.Pass pass = new BatchNorm(1, 3).forward(plain(Tensor.of(new double[][] {{1}, {3}}), 1));
            assertEquals(Tensor.of(new double[][] {{-0.5}, {0.5}}), pass.xHat(), "(1 − 2) / √(1 + 3)");
        }

        @Test
        void dividesTheVarianceByTheNumberOfValues() {
            BatchNorm.Pass pass = new BatchNorm(1, 0).forward(plain(Tensor.of(new double[][] {{0}, {6}}), 1));
            assertEquals(9, pass.statistics().variance().item(), "biased: (9 + 9) / 2");
            assertEquals(Tensor.of(new double[][] {{-1}, {1}}), pass.output());
        }

        @Test
        void defaultsAreAxisOneAndEpsilonOf1e5() {
            assertEquals(new BatchNorm(1, 1e-5), new BatchNorm());
        }

        @Test
        void passNamesTheIntermediatesOfTheTextbook() {
            BatchNorm.Pass pass = new BatchNorm(1, 3).forward(plain(Tensor.of(new float[][] {{1, 5}, {3, 5}}), 2));
            assertEquals(2, pass.statistics().count());
            assertEquals(Tensor.of(2, 5), pass.statistics().mean());
            assertEquals(Tensor.of(1, 0), pass.statistics().variance());
            assertEquals(0.5, pass.inverseDeviation().at(0));
            assertEquals(Tensor.of(new float[][] {{-0.5f, 0}, {0.5f, 0}}), pass.xHat());
        }
    }

    @Nested
    class HardData {
        /** What a naive float64 formula E[x²] − E[x]² would lose altogether: 1e16 against a variance of 1e-6. */
        @ParameterizedTest(name = "{0}, mean {1}, deviation {2}")
        @CsvSource({
            "FLOAT64, 1e8, 1e-3",
            "FLOAT64, -1e8, 1e-3",
            "FLOAT32, 1e4, 1",
            "FLOAT32, 1e7, 10",
            "FLOAT64, 1, 1e-9",
            "FLOAT64, 0, 1e-140",
            "FLOAT64, 0, 1e140"
        })
        void xHatIsWithin8Ulps(ElementType type, double mean, double deviation) {
            for (int seed = 0; seed < 20; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                Shape shape = Shape.of(1 + random.nextInt(100), 2, 3);
                Tensor x = Tensor.draw(shape, () -> mean + deviation * random.nextGaussian())
                        .to(type);
                BatchNorm.Inputs in = plain(x, 2);
                BatchNormReference exact = BatchNormReference.training(in, 1, 0, x);
                Tensor xHat = new BatchNorm(1, 0).forward(in).xHat();
                BatchNormCase.assertWithin(8, xHat, exact.xHat(), exact.xHatScale());
            }
        }

        @Test
        void oneHugeOutlierLeavesTheOthersTheirDigits() {
            SplittableRandom random = new SplittableRandom(1);
            Tensor x = Tensor.draw(Shape.of(1000, 1), random::nextGaussian)
                    .plus(Tensor.generate(Shape.of(1000, 1), index -> index[0] == 17 ? 1e12 : 0));
            BatchNorm.Inputs in = plain(x, 1);
            BatchNormReference exact = BatchNormReference.training(in, 1, 1e-5, x);
            BatchNormCase.assertWithin(8, new BatchNorm().apply(in), exact.xHat(), exact.xHatScale());
        }
    }

    @Nested
    class Gradient {
        /** x̂ = (−1, −1, 1, 1), dβ/4 = 1/4, dγ/4 = −1/4, so dx = 2 (dy − 1/4 + x̂/4). */
        @Test
        void isTheOneByHand() {
            Tensor x = Tensor.of(new double[][] {{1}, {1}, {3}, {3}});
            BatchNorm.Pass pass = new BatchNorm(1, 0).forward(inputs(x, Tensor.of(2.), Tensor.of(7.)));
            BatchNorm.Inputs d = pass.backward(Tensor.of(new double[][] {{1}, {0}, {0}, {0}}));
            assertEquals(inputs(Tensor.of(new double[][] {{1}, {-1}, {0}, {0}}), Tensor.of(-1.), Tensor.of(1.)), d);
        }

        @ParameterizedTest
        @EnumSource
        void agreesWithFiniteDifferencesAtTheDefaultEpsilon(ElementType type) {
            SplittableRandom random = new SplittableRandom(11);
            Tensor x = Tensor.draw(Shape.of(5, 3, 2), () -> random.nextDouble(-3, 3));
            BatchNorm.Inputs in = inputs(
                    x.to(type),
                    Tensor.of(1, -2, 0.5).to(type),
                    Tensor.of(0, 1, 2).to(type));
            GradientCheck.of(new BatchNorm()).at(in).assertPasses();
        }

        @Test
        void ofHardDataIsWithin8UlpsOfItsTerms() {
            for (int seed = 0; seed < 20; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                Shape shape = Shape.of(64, 2);
                BatchNorm.Inputs in = inputs(
                        Tensor.draw(shape, () -> 1e8 + 1e-3 * random.nextGaussian()),
                        Tensor.of(3, -0.1),
                        Tensor.of(1, 2));
                Tensor dy = Tensor.draw(shape, random::nextGaussian);
                BatchNorm.Inputs d = new BatchNorm(1, 1e-12).forward(in).backward(dy);
                BatchNormReference exact = BatchNormReference.training(in, 1, 1e-12, dy);
                BatchNormCase.assertWithin(8, d.x(), exact.dx(), exact.dxScale());
                BatchNormCase.assertWithin(8, d.gamma(), exact.dGamma(), exact.dGammaScale());
                BatchNormCase.assertWithin(8, d.beta(), exact.dBeta(), exact.dBetaScale());
            }
        }
    }

    @Nested
    class SpecialValues {
        @ParameterizedTest
        @EnumSource
        void oneValuePerChannelGivesBetaAndNoGradient(ElementType type) {
            for (double value : new double[] {0, 0.1, -1e30, 1e-40, 3e38}) {
                Tensor x = Tensor.full(Shape.of(1, 2, 1), value).to(type);
                BatchNorm.Pass pass = new BatchNorm()
                        .forward(inputs(
                                x, Tensor.of(2, -3).to(type), Tensor.of(0.1, -7).to(type)));
                assertEquals(Tensor.of(0.1, -7).to(type), pass.output().reshape(2));
                Tensor dy = Tensor.of(5, 1e30).reshape(1, 2, 1).to(type);
                BatchNorm.Inputs d = pass.backward(dy);
                assertEquals(0, d.x().norm(), "dx at " + value);
                assertEquals(0, d.gamma().norm(), "dγ at " + value);
                assertEquals(dy.reshape(2), d.beta());
            }
        }

        @Test
        void oneValuePerChannelHasNoUnbiasedVarianceToGather() {
            BatchNorm.Pass pass = new BatchNorm().forward(plain(Tensor.zeros(Shape.of(1, 2)), 2));
            RunningStatistics before = RunningStatistics.initial(2);
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> before.update(pass.statistics(), RunningAverage.PYTORCH))
                    .getMessage();
            assertEquals(
                    "BatchStatistics.unbiasedVariance: 1 value per channel; "
                            + "the unbiased variance divides by n - 1 and needs at least 2",
                    message);
            assertEquals(
                    Tensor.of(0.9, 0.9),
                    before.update(pass.statistics(), RunningAverage.ONNX).variance());
        }

        @Test
        void equalValuesGiveBeta() {
            Tensor y = new BatchNorm()
                    .apply(inputs(Tensor.full(Shape.of(7, 1), 0.1), Tensor.of(new double[] {3}), Tensor.of(-2.)));
            assertTrue(y.isClose(Tensor.full(Shape.of(7, 1), -2), 0x1p-52, 0), y.toString());
        }

        @ParameterizedTest
        @CsvSource({"NaN", "Infinity", "-Infinity"})
        void aNumberThatIsNotFiniteSpoilsItsOwnChannelOnly(double bad) {
            SplittableRandom random = new SplittableRandom(3);
            Tensor clean = Tensor.draw(Shape.of(4, 3, 2), random::nextGaussian);
            Tensor spoilt =
                    clean.plus(Tensor.generate(clean.shape(), i -> i[0] == 2 && i[1] == 1 && i[2] == 0 ? bad : 0));
            Tensor dy = Tensor.draw(clean.shape(), random::nextGaussian);
            BatchNorm.Pass expected = new BatchNorm().forward(plain(clean, 3));
            BatchNorm.Pass pass = new BatchNorm().forward(plain(spoilt, 3));
            for (int channel : new int[] {0, 2}) {
                assertEquals(expected.output().select(1, channel), pass.output().select(1, channel));
                assertEquals(
                        expected.backward(dy).x().select(1, channel),
                        pass.backward(dy).x().select(1, channel));
            }
            assertTrue(allNaN(pass.output().select(1, 1)), pass.output().toString());
            assertTrue(allNaN(pass.backward(dy).x().select(1, 1)), "dx");
            assertTrue(Double.isNaN(pass.backward(dy).gamma().at(1)), "dγ");
            assertEquals(expected.backward(dy).beta(), pass.backward(dy).beta(), "dβ does not see x");
        }

        @Test
        void anUpstreamThatIsNotFiniteSpoilsItsOwnChannelOnly() {
            Tensor x = Tensor.of(new double[][] {{1, 4}, {3, 1}, {4, 1}});
            BatchNorm.Pass pass = new BatchNorm().forward(plain(x, 2));
            BatchNorm.Inputs d = pass.backward(Tensor.of(new double[][] {{1, 0}, {Double.NaN, 2}, {0, 5}}));
            assertTrue(allNaN(d.x().select(1, 0)));
            assertTrue(Double.isFinite(d.x().select(1, 1).norm()));
        }

        @Test
        void anEmptyBatchHasNoMean() {
            for (Shape shape : new Shape[] {Shape.of(0, 3), Shape.of(2, 3, 0)}) {
                String message = assertThrows(
                                ShapeException.class, () -> new BatchNorm().apply(plain(Tensor.zeros(shape), 3)))
                        .getMessage();
                assertEquals(
                        "BatchNorm: x has shape " + shape
                                + ", an empty batch, which has no mean; for inference it would be right",
                        message);
            }
        }

        @Test
        void aBatchWithoutChannelsStaysEmpty() {
            Tensor none = Tensor.zeros(Shape.of(4, 0));
            BatchNorm.Pass pass = new BatchNorm().forward(plain(none, 0));
            assertEquals(none, pass.output());
            assertEquals(plain(none, 0), pass.backward(none));
        }

        private boolean allNaN(Tensor tensor) {
            return Arrays.stream(tensor.toDoubleArray()).allMatch(Double::isNaN);
        }
    }
}
