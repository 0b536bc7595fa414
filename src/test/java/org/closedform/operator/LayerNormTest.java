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
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Layer norm, by hand and at its edges. */
class LayerNormTest {
    private static LayerNorm.Inputs inputs(Tensor x, Tensor gamma, Tensor beta) {
        return new LayerNorm.Inputs(x, gamma, beta);
    }

    private static LayerNorm overLast() {
        return new LayerNorm(List.of(-1), 0);
    }

    @Nested
    class Value {
        @Test
        void normalisesEachRowThenScalesAndShiftsEachFeature() {
            Tensor x = Tensor.of(new double[][] {{1, 3}, {30, -10}});
            Tensor y = overLast().apply(inputs(x, Tensor.of(2, 0.5), Tensor.of(10, -1)));
            assertEquals(Tensor.of(new double[][] {{8, -0.5}, {12, -1.5}}), y);
        }

        @Test
        void addsEpsilonToTheVarianceUnderTheRoot() {
            NormPass<LayerNorm.Inputs> pass =
                    new LayerNorm(List.of(-1), 3).forward(inputs(Tensor.of(1, 3), Tensor.of(1, 1), Tensor.of(0, 0)));
            assertEquals(Tensor.of(-0.5, 0.5), pass.xHat(), "(1 − 2) / √(1 + 3)");
        }

        @Test
        void overSeveralAxesTheyAreOneSample() {
            Tensor x = Tensor.of(new double[][][] {{{1, 1}, {3, 3}}, {{0, 8}, {8, 0}}});
            LayerNorm norm = new LayerNorm(List.of(-2, -1), 0);
            Tensor y = norm.apply(inputs(x, Tensor.ones(Shape.of(2, 2)), Tensor.zeros(Shape.of(2, 2))));
            assertEquals(Tensor.of(new double[][][] {{{-1, -1}, {1, 1}}, {{-1, 1}, {1, -1}}}), y);
        }

        @Test
        void overTheFirstAxisItIsBatchNormOfEachColumn() {
            Tensor x = Tensor.draw(Shape.of(9, 3), new SplittableRandom(1)::nextGaussian);
            Tensor plain = new LayerNorm(0).plain().apply(x);
            BatchNorm.Inputs in = new BatchNorm.Inputs(x, Tensor.ones(Shape.of(3)), Tensor.zeros(Shape.of(3)));
            assertEquals(new BatchNorm().apply(in), plain);
        }

        @Test
        void noAxesAreAllOfThem() {
            Tensor x = Tensor.of(new double[][] {{1, 3}, {3, 1}});
            assertEquals(x.minus(2), new LayerNorm(List.of(), 0).plain().apply(x));
        }

        @Test
        void defaultsAreTheLastAxisAndEpsilonOf1e5() {
            assertEquals(new LayerNorm(List.of(-1), 1e-5), new LayerNorm());
            assertEquals(new LayerNorm(List.of(1, 2), 1e-5), new LayerNorm(1, 2));
        }

        @Test
        void passNamesTheIntermediatesOfTheTextbook() {
            Tensor x = Tensor.of(new float[][] {{1, 3}, {5, 5}});
            NormPass<LayerNorm.Inputs> pass = new LayerNorm(List.of(-1), 3)
                    .forward(inputs(x, Tensor.of(new float[] {2, 2}), Tensor.of(new float[] {0, 0})));
            assertEquals(Tensor.of(new double[][] {{2}, {5}}), pass.mean());
            assertEquals(0.5, pass.inverseDeviation().at(0, 0));
            assertEquals(Tensor.of(new float[][] {{-0.5f, 0.5f}, {0, 0}}), pass.xHat());
            assertEquals(x, pass.inputs().x());
        }

        @Test
        void plainHasTheBitsOfScaleOneAndShiftZero() {
            SplittableRandom random = new SplittableRandom(2);
            Tensor x = Tensor.draw(Shape.of(6, 17), random::nextGaussian);
            Tensor dy = Tensor.draw(Shape.of(6, 17), random::nextGaussian);
            NormPass<LayerNorm.Inputs> scaled =
                    new LayerNorm().forward(inputs(x, Tensor.ones(Shape.of(17)), Tensor.zeros(Shape.of(17))));
            Operator.Pass<Tensor, Tensor> plain = new LayerNorm().plain().forward(x);
            assertEquals(scaled.output(), plain.output());
            assertEquals(scaled.backward(dy).x(), plain.backward(dy));
        }
    }

    @Nested
    class Gradient {
        /** x̂ = (−1, −1, 1, 1) and γ dy = (4, 0, 0, 0): dx = γ dy − 1 + x̂, since the mean of x̂ γ dy is −1. */
        @Test
        void isTheOneByHand() {
            Tensor x = Tensor.of(1, 1, 3, 3);
            NormPass<LayerNorm.Inputs> pass =
                    overLast().forward(inputs(x, Tensor.of(2, 5, 5, 5), Tensor.of(7, 7, 7, 7)));
            LayerNorm.Inputs d = pass.backward(Tensor.of(2, 0, 0, 0));
            assertEquals(inputs(Tensor.of(2, -2, 0, 0), Tensor.of(-2, 0, 0, 0), Tensor.of(2, 0, 0, 0)), d);
        }

        @ParameterizedTest
        @EnumSource
        void agreesWithFiniteDifferencesAtTheDefaultEpsilon(ElementType type) {
            SplittableRandom random = new SplittableRandom(11);
            LayerNorm.Inputs in = inputs(
                            Tensor.draw(Shape.of(3, 2, 5), () -> random.nextDouble(-3, 3)),
                            Tensor.draw(Shape.of(5), () -> random.nextDouble(-2, 2)),
                            Tensor.draw(Shape.of(5), () -> random.nextDouble(-2, 2)))
                    .mapTensors(part -> part.to(type));
            GradientCheck.of(new LayerNorm()).at(in).assertPasses();
            GradientCheck.of(new LayerNorm(0, 2).plain()).at(in.x()).assertPasses();
        }
    }

    @Nested
    class SpecialValues {
        @ParameterizedTest
        @EnumSource
        void oneFeatureGivesBetaAndNoGradient(ElementType type) {
            for (double value : new double[] {0, 0.1, -1e30, 1e-40, 3e38}) {
                LayerNorm.Inputs in = inputs(Tensor.full(Shape.of(2, 1), value), Tensor.of(-3.0), Tensor.of(0.1))
                        .mapTensors(part -> part.to(type));
                NormPass<LayerNorm.Inputs> pass = new LayerNorm().forward(in);
                assertEquals(Tensor.full(Shape.of(2, 1), 0.1).to(type), pass.output());
                LayerNorm.Inputs d =
                        pass.backward(Tensor.of(new double[][] {{5}, {1e30}}).to(type));
                assertEquals(0, d.x().norm(), "dx at " + value);
                assertEquals(0, d.gamma().norm(), "dγ at " + value);
            }
        }

        @ParameterizedTest
        @CsvSource({"NaN", "Infinity", "-Infinity"})
        void aNumberThatIsNotFiniteSpoilsItsOwnSampleOnly(double bad) {
            Tensor clean = Tensor.draw(Shape.of(4, 3), new SplittableRandom(3)::nextGaussian);
            Tensor spoilt = clean.plus(Tensor.generate(clean.shape(), i -> i[0] == 2 && i[1] == 1 ? bad : 0));
            Operator.Pass<Tensor, Tensor> expected = new LayerNorm().plain().forward(clean);
            Operator.Pass<Tensor, Tensor> pass = new LayerNorm().plain().forward(spoilt);
            for (int row : new int[] {0, 1, 3}) {
                assertEquals(expected.output().select(0, row), pass.output().select(0, row));
                assertEquals(
                        expected.backward(clean).select(0, row),
                        pass.backward(clean).select(0, row));
            }
            assertTrue(allNaN(pass.output().select(0, 2)), pass.output().toString());
            assertTrue(allNaN(pass.backward(clean).select(0, 2)), "dx");
        }

        @Test
        void noSamplesGiveAnEmptyOutput() {
            Tensor none = Tensor.zeros(Shape.of(0, 3));
            LayerNorm.Inputs in = inputs(none, Tensor.of(1, 2, 3), Tensor.of(4, 5, 6));
            NormPass<LayerNorm.Inputs> pass = new LayerNorm().forward(in);
            assertEquals(none, pass.output());
            assertEquals(inputs(none, Tensor.of(0, 0, 0), Tensor.of(0, 0, 0)), pass.backward(none));
            assertEquals(none, pass.pushforward(in));
        }

        private boolean allNaN(Tensor tensor) {
            return Arrays.stream(tensor.toDoubleArray()).allMatch(Double::isNaN);
        }
    }

    @Nested
    class BadInput {
        private final Tensor x = Tensor.zeros(Shape.of(2, 3, 4));
        private final Tensor four = Tensor.ones(Shape.of(4));

        private void assertSays(String message, Operator<LayerNorm.Inputs, Tensor> norm, LayerNorm.Inputs in) {
            assertEquals(
                    message,
                    assertThrows(IllegalArgumentException.class, () -> norm.forward(in))
                            .getMessage());
        }

        @Test
        void gammaAndBetaHaveTheLengthsOfTheAxes() {
            assertSays(
                    "LayerNorm: gamma has shape [3], but x [2, 3, 4] takes [4] for its axes [2]",
                    new LayerNorm(),
                    inputs(x, Tensor.ones(Shape.of(3)), four));
            assertSays(
                    "LayerNorm: beta has shape [4], but x [2, 3, 4] takes [2, 4] for its axes [0, 2]",
                    new LayerNorm(2, 0),
                    inputs(x, Tensor.ones(Shape.of(2, 4)), four));
        }

        @Test
        void elementTypesDoNotMix() {
            assertSays(
                    "LayerNorm: beta float32[4] does not mix with x float64[2, 3, 4]; "
                            + "convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    new LayerNorm(),
                    inputs(x, four, four.to(ElementType.FLOAT32)));
        }

        @Test
        void theAxesAreThoseOfX() {
            assertSays(
                    "LayerNorm: axis 3 of shape [2, 3, 4], whose axes are 0 to 2 (or -3 to -1)",
                    new LayerNorm(3),
                    inputs(x, four, four));
        }

        @Test
        void noNumbersHaveNoMean() {
            assertEquals(
                    "LayerNorm: x has shape [2, 0], so that a mean would be over no number; "
                            + "the axes that are normalised must not be empty",
                    assertThrows(
                                    ShapeException.class,
                                    () -> new LayerNorm().plain().apply(Tensor.zeros(Shape.of(2, 0))))
                            .getMessage());
        }

        @Test
        void epsilonIsAFiniteNumberOfAtLeast0() {
            assertEquals(
                    "LayerNorm: epsilon is -1.0; a finite number of at least 0 is needed",
                    assertThrows(IllegalArgumentException.class, () -> new LayerNorm(List.of(-1), -1))
                            .getMessage());
        }
    }
}
