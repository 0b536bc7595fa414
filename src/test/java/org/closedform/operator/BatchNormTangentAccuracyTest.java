package org.closedform.operator;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.closedform.operator.BatchNormAccuracyTest.Layout;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorLaws;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The bounds that the Javadoc states of the pushforward and of the second derivative. */
class BatchNormTangentAccuracyTest {
    private static final double PUSHFORWARD = 5;
    private static final double CURVATURE = 8;

    static Stream<Arguments> cases() {
        return Stream.of(BatchNormAccuracyTest.LAYOUTS)
                .flatMap(layout -> Stream.of(
                        Arguments.of(ElementType.FLOAT64, layout, 0, 3),
                        Arguments.of(ElementType.FLOAT64, layout, 1e8, 1e-3),
                        Arguments.of(ElementType.FLOAT32, layout, 0, 3),
                        Arguments.of(ElementType.FLOAT32, layout, 1e4, 1)));
    }

    private static BatchNorm.Inputs tangent(BatchNorm.Inputs in, double size, SplittableRandom random) {
        ElementType type = in.x().elementType();
        Tensor x = Tensor.draw(in.x().shape(), () -> size * random.nextGaussian());
        BatchNorm.Inputs others = OperatorLaws.randomLike(in, random.nextLong());
        return new BatchNorm.Inputs(x.to(type), others.gamma(), others.beta());
    }

    @ParameterizedTest(name = "{0} {1}, mean {2}, deviation {3}")
    @MethodSource("cases")
    void everythingIsWithinItsBoundOfItsTerms(ElementType type, Layout layout, double mean, double deviation) {
        SplittableRandom random = new SplittableRandom(layout.hashCode());
        BatchNorm.Inputs in =
                BatchNormAccuracyTest.inputs(type, layout, random, () -> mean + deviation * random.nextGaussian());
        Tensor dy = Tensor.draw(layout.shape(), random::nextGaussian).to(type);
        BatchNorm.Inputs tangent = tangent(in, Math.scalb(deviation, random.nextInt(-10, 11)), random);
        BatchNormTangentReference exact = BatchNormTangentReference.training(in, layout.axis(), 1e-12, dy, tangent);
        assertAccurate(new BatchNorm(layout.axis(), 1e-12).forward(in), dy, tangent, exact);
    }

    @ParameterizedTest(name = "{0} {1}, mean {2}, deviation {3}")
    @MethodSource("cases")
    void soItIsInInference(ElementType type, Layout layout, double mean, double deviation) {
        SplittableRandom random = new SplittableRandom(layout.hashCode());
        Shape channels = Shape.of(layout.channels());
        RunningStatistics running = RunningStatistics.of(
                Tensor.full(channels, mean), Tensor.draw(channels, () -> deviation * deviation * random.nextDouble()));
        BatchNorm.Inputs in =
                BatchNormAccuracyTest.inputs(type, layout, random, () -> mean + deviation * random.nextGaussian());
        Tensor dy = Tensor.draw(layout.shape(), random::nextGaussian).to(type);
        BatchNorm.Inputs tangent = tangent(in, deviation, random);
        BatchNormTangentReference exact =
                BatchNormTangentReference.inference(in, layout.axis(), 1e-12, running, dy, tangent);
        assertAccurate(new BatchNormInference(layout.axis(), 1e-12, running).forward(in), dy, tangent, exact);
    }

    /** With ε = 0, x as it is or small or large makes no difference; ẋ is as large as x. */
    @ParameterizedTest
    @CsvSource({"FLOAT32, 1e-15", "FLOAT32, 1e15", "FLOAT64, 1e-120", "FLOAT64, 1e120"})
    void hugeAndTinyDeviationsAreLikeAnyOther(ElementType type, double deviation) {
        Layout layout = BatchNormAccuracyTest.LAYOUTS[0];
        SplittableRandom random = new SplittableRandom(1);
        BatchNorm.Inputs in =
                BatchNormAccuracyTest.inputs(type, layout, random, () -> deviation * random.nextGaussian());
        Tensor dy = Tensor.draw(layout.shape(), random::nextGaussian).to(type);
        BatchNorm.Inputs tangent = tangent(in, deviation, random);
        assertAccurate(
                new BatchNorm(layout.axis(), 0).forward(in),
                dy,
                tangent,
                BatchNormTangentReference.training(in, layout.axis(), 0, dy, tangent));
    }

    private static void assertAccurate(
            Operator.Pass<BatchNorm.Inputs, Tensor> pass,
            Tensor dy,
            BatchNorm.Inputs tangent,
            BatchNormTangentReference exact) {
        BatchNormCase.assertWithin(PUSHFORWARD, pass.pushforward(tangent), exact.y(), exact.yScale());
        BatchNorm.Inputs curvature = pass.curvature(dy, tangent);
        BatchNormCase.assertWithin(CURVATURE, curvature.x(), exact.dx(), exact.dxScale());
        BatchNormCase.assertWithin(CURVATURE, curvature.gamma(), exact.dGamma(), exact.dGammaScale());
    }
}
