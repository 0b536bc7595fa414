package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The bounds that the Javadoc states, over batches of every layout that the kernels tell apart. */
class BatchNormAccuracyTest {
    private static final double BOUND = 4;

    /** A batch and the channel axis: few and many channels, alone and beside each other, in short and in long runs. */
    record Layout(int axis, int... dimensions) {
        Shape shape() {
            return Shape.of(dimensions);
        }

        int channels() {
            return dimensions[axis];
        }

        @Override
        public String toString() {
            return shape() + " along axis " + axis;
        }
    }

    static final Layout[] LAYOUTS = {
        new Layout(1, 64, 5),
        new Layout(1, 3, 1100),
        new Layout(1, 4500, 1),
        new Layout(0, 2, 2100),
        new Layout(1, 5, 3, 49),
        new Layout(1, 11, 2, 130),
        new Layout(1, 3, 2, 600),
        new Layout(2, 6, 50, 7)
    };

    static BatchNorm.Inputs inputs(ElementType type, Layout layout, SplittableRandom random, DoubleSupplier x) {
        Shape channels = Shape.of(layout.channels());
        return new BatchNorm.Inputs(
                Tensor.draw(layout.shape(), x).to(type),
                Tensor.draw(channels, () -> random.nextDouble(-2, 2)).to(type),
                Tensor.draw(channels, () -> random.nextDouble(-2, 2)).to(type));
    }

    private static void assertAccurate(BatchNorm operator, BatchNorm.Inputs in, Tensor dy) {
        BatchNorm.Pass pass = operator.forward(in);
        BatchNorm.Inputs d = pass.backward(dy);
        BatchNormReference exact = BatchNormReference.training(in, operator.axis(), operator.epsilon(), dy);
        ElementType type = in.x().elementType();
        double[] meanScales = IntStream.range(0, exact.mean().length)
                .mapToDouble(c ->
                        Math.max(Math.abs(exact.mean()[c].doubleValue()), Math.sqrt(exact.variance()[c].doubleValue())))
                .toArray();
        BatchNormCase.assertWithin(2, pass.statistics().mean().to(type), exact.mean(), meanScales);
        Ulps.assertWithin(BOUND, pass.statistics().variance().to(type), exact.variance());
        BatchNormCase.assertWithin(BOUND, pass.xHat(), exact.xHat(), exact.xHatScale());
        BatchNormCase.assertWithin(BOUND, pass.output(), exact.y(), exact.yScale());
        BatchNormCase.assertWithin(BOUND, d.x(), exact.dx(), exact.dxScale());
        BatchNormCase.assertWithin(BOUND, d.gamma(), exact.dGamma(), exact.dGammaScale());
        BatchNormCase.assertWithin(BOUND, d.beta(), exact.dBeta(), exact.dBetaScale());
    }

    private static void assertAccurate(ElementType type, Layout layout, SplittableRandom random, DoubleSupplier x) {
        BatchNorm.Inputs in = inputs(type, layout, random, x);
        Tensor dy = Tensor.draw(layout.shape(), random::nextGaussian).to(type);
        assertAccurate(new BatchNorm(layout.axis(), 1e-12), in, dy);
    }

    @Nested
    class Layouts {
        static Stream<Arguments> cases() {
            return Stream.of(LAYOUTS)
                    .flatMap(layout -> Stream.of(
                            Arguments.of(ElementType.FLOAT64, layout, 0, 3),
                            Arguments.of(ElementType.FLOAT64, layout, 1e8, 1e-3),
                            Arguments.of(ElementType.FLOAT32, layout, 0, 3),
                            Arguments.of(ElementType.FLOAT32, layout, 1e4, 1)));
        }

        @ParameterizedTest(name = "{0} {1}, mean {2}, deviation {3}")
        @MethodSource("cases")
        void everythingIsWithin4UlpsOfItsTerms(ElementType type, Layout layout, double mean, double deviation) {
            SplittableRandom random = new SplittableRandom(layout.hashCode());
            assertAccurate(type, layout, random, () -> mean + deviation * random.nextGaussian());
        }

        /** Twice the same numbers give the same bits, whatever was computed in between on the same thread. */
        @Test
        void nothingIsLeftOverFromTheBatchBefore() {
            SplittableRandom random = new SplittableRandom(5);
            for (ElementType type : ElementType.values()) {
                BatchNorm.Inputs small = inputs(type, LAYOUTS[0], random, random::nextGaussian);
                BatchNorm.Pass before = new BatchNorm().forward(small);
                BatchNorm.Inputs gradient = before.backward(small.x());
                BatchNorm.Inputs invalid = inputs(type, new Layout(1, 64, 5), random, () -> Double.NaN);
                new BatchNorm().forward(invalid).backward(invalid.x());
                assertEquals(before.output(), new BatchNorm().forward(small).output());
                assertEquals(gradient, before.backward(small.x()));
            }
        }
    }

    @Nested
    class HardData {
        /** A centre that a sample of the numbers gives may be far from their mean. */
        @ParameterizedTest
        @EnumSource
        void sortedNumbersAndOutliersKeepTheirDigits(ElementType type) {
            for (Layout layout : new Layout[] {LAYOUTS[0], LAYOUTS[3], LAYOUTS[6]}) {
                SplittableRandom random = new SplittableRandom(layout.hashCode());
                double[] sorted = DoubleStream.generate(random::nextGaussian)
                        .limit(layout.shape().size())
                        .sorted()
                        .toArray();
                int[] next = {0};
                assertAccurate(type, layout, random, () -> sorted[next[0]++]);
                next[0] = 0;
                assertAccurate(type, layout, random, () -> 100 * Math.scalb(1.0, next[0]++ % 40 - 20));
                next[0] = 0;
                assertAccurate(type, layout, random, () -> random.nextGaussian() + (next[0]++ == 0 ? 1e5 : 0));
            }
        }

        /** Nothing overflows or underflows on the way that the result does not. */
        @ParameterizedTest
        @CsvSource({
            "FLOAT32, 1e-25",
            "FLOAT32, 1e-18",
            "FLOAT32, 1e18",
            "FLOAT32, 1e30",
            "FLOAT32, 1e37",
            "FLOAT64, 1e-150",
            "FLOAT64, 1e-120",
            "FLOAT64, 1e120",
            "FLOAT64, 1e150"
        })
        void hugeAndTinyDeviationsAreLikeAnyOther(ElementType type, double deviation) {
            for (Layout layout : new Layout[] {LAYOUTS[0], LAYOUTS[6]}) {
                SplittableRandom random = new SplittableRandom(layout.hashCode());
                BatchNorm.Inputs in = inputs(type, layout, random, () -> deviation * random.nextGaussian());
                Tensor dy = Tensor.draw(layout.shape(), random::nextGaussian).to(type);
                BatchNorm operator = new BatchNorm(layout.axis(), 0);
                BatchNormReference exact = BatchNormReference.training(in, layout.axis(), 0, dy);
                BatchNorm.Pass pass = operator.forward(in);
                BatchNormCase.assertWithin(BOUND, pass.xHat(), exact.xHat(), exact.xHatScale());
                BatchNormCase.assertWithin(BOUND, pass.output(), exact.y(), exact.yScale());
                BatchNorm.Inputs d = pass.backward(dy);
                BatchNormCase.assertWithin(BOUND, d.gamma(), exact.dGamma(), exact.dGammaScale());
                BatchNormCase.assertWithin(BOUND, d.beta(), exact.dBeta(), exact.dBetaScale());
            }
        }

        /** The sum of so large an upstream is beyond float32, but not what it contributes to dx. */
        @Test
        void anUpstreamWhoseSumOverflowsHasAGradient() {
            SplittableRandom random = new SplittableRandom(1);
            for (Layout layout : new Layout[] {LAYOUTS[0], LAYOUTS[6]}) {
                BatchNorm.Inputs in = inputs(ElementType.FLOAT32, layout, random, random::nextGaussian);
                Tensor dy = Tensor.draw(layout.shape(), () -> random.nextDouble(1e37, 2e37))
                        .to(ElementType.FLOAT32);
                BatchNorm.Inputs d =
                        new BatchNorm(layout.axis(), 1e-5).forward(in).backward(dy);
                BatchNormReference exact = BatchNormReference.training(in, layout.axis(), 1e-5, dy);
                BatchNormCase.assertWithin(BOUND, d.x(), exact.dx(), exact.dxScale());
                assertEquals(Float.POSITIVE_INFINITY, d.beta().at(0), "dβ");
            }
        }

        /** Running statistics are float64, and need not be numbers of the data's type. */
        @ParameterizedTest
        @CsvSource({"0, 1e-80, 1e-40", "0, 1e-84, 1e-42", "1e60, 1e120, 1", "-1e60, 1e118, 1e30", "1e-60, 1e74, 1e37"})
        void constantsInInferenceMayBeBeyondFloat32(double mean, double variance, double size) {
            RunningStatistics running = RunningStatistics.of(Tensor.of(mean, 0), Tensor.of(variance, 1));
            SplittableRandom random = new SplittableRandom(1);
            for (Layout layout : new Layout[] {new Layout(1, 20, 2), new Layout(1, 2, 2, 300)}) {
                BatchNorm.Inputs in =
                        inputs(ElementType.FLOAT32, layout, random, () -> size * random.nextDouble(-1, 1));
                Tensor dy = Tensor.draw(layout.shape(), random::nextGaussian).to(ElementType.FLOAT32);
                BatchNormInference.Pass pass = new BatchNormInference(1, 0, running).forward(in);
                BatchNormReference exact = BatchNormReference.inference(in, 1, 0, running, dy);
                BatchNormCase.assertWithin(5, pass.output(), exact.y(), exact.yScale());
                BatchNorm.Inputs d = pass.backward(dy);
                BatchNormCase.assertWithin(5, d.gamma(), exact.dGamma(), exact.dGammaScale());
                BatchNormCase.assertWithin(5, d.beta(), exact.dBeta(), exact.dBetaScale());
            }
        }

        @ParameterizedTest
        @EnumSource
        void aChannelOutOfRangeLeavesItsNeighboursAsTheyAre(ElementType type) {
            double huge = type == ElementType.FLOAT32 ? 1e38 : 1e300;
            Layout layout = new Layout(1, 64, 3);
            SplittableRandom random = new SplittableRandom(1);
            BatchNorm.Inputs in = inputs(type, layout, random, random::nextGaussian);
            Tensor dy = Tensor.draw(layout.shape(), random::nextGaussian).to(type);
            Tensor factors = Tensor.of(1, huge, 1).to(type);
            BatchNorm.Pass clean = new BatchNorm().forward(in);
            BatchNorm.Pass pass =
                    new BatchNorm().forward(new BatchNorm.Inputs(in.x().times(factors), in.gamma(), in.beta()));
            for (int channel : new int[] {0, 2}) {
                assertEquals(clean.output().select(1, channel), pass.output().select(1, channel));
                assertEquals(
                        clean.backward(dy).x().select(1, channel),
                        pass.backward(dy).x().select(1, channel));
            }
        }
    }
}
