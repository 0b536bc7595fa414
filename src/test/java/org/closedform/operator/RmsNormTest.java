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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RMS norm, by hand and at its edges. */
class RmsNormTest {
    private static RmsNorm.Inputs inputs(Tensor x, Tensor gamma) {
        return new RmsNorm.Inputs(x, gamma);
    }

    private static RmsNorm overLast() {
        return new RmsNorm(List.of(-1), 0);
    }

    @Nested
    class Value {
        /** The root mean square of 1 and 7 is 5. */
        @Test
        void dividesEachRowByItsRootMeanSquareThenScalesEachFeature() {
            Tensor x = Tensor.of(new double[][] {{1, 7}, {-14, 2}});
            Tensor y = overLast().apply(inputs(x, Tensor.of(5, 10)));
            Tensor expected = Tensor.of(new double[][] {{1, 14}, {-7, 2}});
            assertTrue(y.isClose(expected, 1e-15, 0), y::toString);
        }

        @Test
        void addsEpsilonToTheMeanSquareUnderTheRoot() {
            NormPass<RmsNorm.Inputs> pass =
                    new RmsNorm(List.of(-1), 11).forward(inputs(Tensor.of(3, 4, 5, 2, 6, 0), Tensor.ones(Shape.of(6))));
            assertEquals(1 / Math.sqrt(26), pass.inverseDeviation().item(), "the mean square is 90 / 6");
            assertEquals(Tensor.of(new double[] {0}), pass.mean());
        }

        @Test
        void defaultsAreTheLastAxisAndEpsilonOf1e5() {
            assertEquals(new RmsNorm(List.of(-1), 1e-5), new RmsNorm());
        }

        @Test
        void ofNumbersOfMeanZeroItIsLayerNorm() {
            Tensor x = Tensor.of(new double[][] {{1, -1, 4, -4}});
            Tensor scale = Tensor.of(1, 2, 3, 4);
            assertEquals(
                    new LayerNorm().apply(new LayerNorm.Inputs(x, scale, scale.zerosLike())),
                    new RmsNorm().apply(inputs(x, scale)));
        }
    }

    @Nested
    class Gradient {
        /** x̂ = (1/5, 7/5), γ dy = (5, 0): dx = ((5, 0) − x̂ · mean(1, 0)) / 5. */
        @Test
        void isTheOneByHand() {
            NormPass<RmsNorm.Inputs> pass = overLast().forward(inputs(Tensor.of(1, 7), Tensor.of(5, 3)));
            RmsNorm.Inputs d = pass.backward(Tensor.of(1, 0));
            assertTrue(d.x().isClose(Tensor.of(0.98, -0.14), 1e-15, 0), () -> d.x().toString());
            assertTrue(d.gamma().isClose(Tensor.of(0.2, 0), 1e-15, 0), () -> d.gamma()
                    .toString());
        }

        @ParameterizedTest
        @EnumSource
        void agreesWithFiniteDifferencesAtTheDefaultEpsilon(ElementType type) {
            SplittableRandom random = new SplittableRandom(11);
            RmsNorm.Inputs in = inputs(
                            Tensor.draw(Shape.of(3, 2, 5), () -> random.nextDouble(-3, 3)),
                            Tensor.draw(Shape.of(5), () -> random.nextDouble(-2, 2)))
                    .mapTensors(part -> part.to(type));
            GradientCheck.of(new RmsNorm()).at(in).assertPasses();
            GradientCheck.of(new RmsNorm(0, 2).plain()).at(in.x()).assertPasses();
        }
    }

    @Nested
    class SpecialValues {
        @ParameterizedTest
        @EnumSource
        void zerosGiveZero(ElementType type) {
            Tensor zeros = Tensor.zeros(Shape.of(1, 4)).to(type);
            Tensor ones = Tensor.ones(Shape.of(4)).to(type);
            assertEquals(zeros, new RmsNorm().apply(inputs(zeros, ones)));
            Tensor invalid = overLast().apply(inputs(zeros, ones));
            assertTrue(Arrays.stream(invalid.toDoubleArray()).allMatch(Double::isNaN), "0/0 where ε is 0");
        }

        @ParameterizedTest
        @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
        void aNumberThatIsNotFiniteSpoilsItsOwnSampleOnly(double bad) {
            Tensor x = Tensor.of(new double[][] {{1, 7}, {bad, 2}});
            Operator.Pass<Tensor, Tensor> pass = overLast().plain().forward(x);
            assertEquals(
                    overLast().plain().apply(Tensor.of(1, 7)), pass.output().select(0, 0));
            assertTrue(Double.isNaN(pass.output().at(1, 0))
                    && Double.isNaN(pass.output().at(1, 1)));
            Tensor dx = pass.backward(Tensor.ones(x.shape()));
            assertTrue(Double.isNaN(dx.at(1, 0)) && Double.isNaN(dx.at(1, 1)) && Double.isFinite(dx.at(0, 1)));
        }
    }

    @Test
    void gammaHasTheLengthsOfTheAxes() {
        assertEquals(
                "RmsNorm: gamma has shape [3], but x [2, 4] takes [4] for its axes [1]",
                assertThrows(IllegalArgumentException.class, () -> new RmsNorm()
                                .forward(inputs(Tensor.zeros(Shape.of(2, 4)), Tensor.ones(Shape.of(3)))))
                        .getMessage());
    }
}
