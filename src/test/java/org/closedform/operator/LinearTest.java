package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Fully connected layers with and without bias, by hand; their accuracy is in {@link LinearLawsTest}. */
class LinearTest {
    private static final Tensor WEIGHT = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
    private static final Tensor BIAS = Tensor.of(10, 20, 30);

    private static Linear.Inputs inputs(Tensor x) {
        ElementType type = x.elementType();
        return new Linear.Inputs(x, WEIGHT.to(type), BIAS.to(type));
    }

    private static LinearWithoutBias.Inputs withoutBias(Tensor x) {
        return new LinearWithoutBias.Inputs(x, WEIGHT.to(x.elementType()));
    }

    @Nested
    class Value {
        @ParameterizedTest
        @EnumSource
        void isOneRowOfOutputsForEachSample(ElementType type) {
            Tensor x = Tensor.of(new double[][] {{1, 0}, {-1, 2}}).to(type);
            Tensor product = Tensor.of(new double[][] {{1, 3, 5}, {3, 5, 7}}).to(type);
            assertEquals(product, new LinearWithoutBias().apply(withoutBias(x)));
            assertEquals(product.plus(BIAS.to(type)), new Linear().apply(inputs(x)));
        }

        @Test
        void ofAVectorIsAVector() {
            assertEquals(Tensor.of(11, 23, 35), new Linear().apply(inputs(Tensor.of(1, 0))));
            assertEquals(Tensor.of(1, 3, 5), new LinearWithoutBias().apply(withoutBias(Tensor.of(1, 0))));
        }

        @Test
        void worksOnTheLastAxisOfAnyRank() {
            Tensor x = Tensor.of(new double[][][] {{{1, 0}}, {{0, 1}}});
            Tensor expected = Tensor.of(new double[][][] {{{11, 23, 35}}, {{12, 24, 36}}});
            assertEquals(expected, new Linear().apply(inputs(x)));
        }
    }

    @Nested
    class Gradient {
        @ParameterizedTest
        @EnumSource
        void isTheOneByHand(ElementType type) {
            Tensor x = Tensor.of(new double[][] {{1, 0}, {-1, 2}}).to(type);
            Tensor dy = Tensor.of(new double[][] {{1, 0, 2}, {0, -1, 1}}).to(type);
            Tensor dx = Tensor.of(new double[][] {{11, 14}, {2, 2}}).to(type);
            Tensor dWeight = Tensor.of(new double[][] {{1, 0}, {1, -2}, {1, 2}}).to(type);
            Tensor dBias = Tensor.of(1, -1, 3).to(type);
            assertEquals(
                    new Linear.Inputs(dx, dWeight, dBias),
                    new Linear().forward(inputs(x)).backward(dy));
            assertEquals(
                    new LinearWithoutBias.Inputs(dx, dWeight),
                    new LinearWithoutBias().forward(withoutBias(x)).backward(dy));
        }

        @Test
        void sumsOverAllLeadingAxes() {
            Tensor dy = Tensor.ones(Shape.of(2, 5, 3));
            Linear.Inputs d =
                    new Linear().forward(inputs(Tensor.ones(Shape.of(2, 5, 2)))).backward(dy);
            assertEquals(Tensor.full(Shape.of(3), 10), d.bias());
            assertEquals(Tensor.full(Shape.of(3, 2), 10), d.weight());
        }

        @Test
        void ofAVectorIsTheOuterProduct() {
            Linear.Inputs d = new Linear().forward(inputs(Tensor.of(2, 3))).backward(Tensor.of(1, 0, -1));
            assertEquals(Tensor.of(-4, -4), d.x());
            assertEquals(Tensor.of(new double[][] {{2, 3}, {0, 0}, {-2, -3}}), d.weight());
            assertEquals(Tensor.of(1, 0, -1), d.bias());
        }
    }

    @Nested
    class SpecialValues {
        @ParameterizedTest
        @EnumSource
        void anEmptyBatchGivesAnEmptyResultAndZeroGradients(ElementType type) {
            Tensor empty = Tensor.zeros(Shape.of(0, 2)).to(type);
            Operator.Pass<Linear.Inputs, Tensor> pass = new Linear().forward(inputs(empty));
            assertEquals(Tensor.zeros(Shape.of(0, 3)).to(type), pass.output());
            Linear.Inputs d = pass.backward(pass.output());
            assertEquals(empty, d.x());
            assertEquals(Tensor.zeros(Shape.of(3, 2)).to(type), d.weight());
            assertEquals(Tensor.zeros(Shape.of(3)).to(type), d.bias());
        }

        @Test
        void noFeaturesGiveTheBias() {
            Linear.Inputs in = new Linear.Inputs(Tensor.zeros(Shape.of(2, 0)), Tensor.zeros(Shape.of(3, 0)), BIAS);
            assertEquals(Tensor.of(new double[][] {{10, 20, 30}, {10, 20, 30}}), new Linear().apply(in));
        }

        @ParameterizedTest
        @CsvSource({"NaN", "Infinity"})
        void aNumberThatIsNotFiniteSpoilsItsOwnSampleOnly(double bad) {
            Tensor y = new Linear().apply(inputs(Tensor.of(new double[][] {{bad, 0}, {1, 0}})));
            assertEquals(Tensor.of(new double[][] {{bad, bad, bad}, {11, 23, 35}}), y);
        }

        @Test
        void infinityTimes0IsNaN() {
            Tensor weight = Tensor.of(new double[][] {{0, 1}});
            Tensor y = new LinearWithoutBias()
                    .apply(new LinearWithoutBias.Inputs(Tensor.of(Double.POSITIVE_INFINITY, 1), weight));
            assertTrue(Double.isNaN(y.item()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tangentsAndTheSecondDerivativeAreTheOnesByHand(ElementType type) {
        Tensor x = Tensor.of(new double[][] {{1, 0}, {-1, 2}}).to(type);
        Tensor xTangent = Tensor.of(new double[][] {{0, 1}, {2, -1}}).to(type);
        Tensor weightTangent =
                Tensor.of(new double[][] {{1, 0}, {0, -1}, {2, 1}}).to(type);
        Tensor biasTangent = Tensor.of(1, 2, 3).to(type);
        Tensor dy = Tensor.of(new double[][] {{1, 0, 2}, {0, -1, 1}}).to(type);
        Tensor moved = Tensor.of(new double[][] {{3, 4, 8}, {-1, 0, 4}}).to(type);
        Tensor ofX = Tensor.of(new double[][] {{5, 2}, {2, 2}}).to(type);
        Tensor ofWeight = Tensor.of(new double[][] {{0, 1}, {-2, 1}, {2, 1}}).to(type);

        LinearWithoutBias.Inputs tangent = new LinearWithoutBias.Inputs(xTangent, weightTangent);
        Operator.Pass<LinearWithoutBias.Inputs, Tensor> pass = new LinearWithoutBias().forward(withoutBias(x));
        assertEquals(moved, pass.pushforward(tangent));
        assertEquals(new LinearWithoutBias.Inputs(ofX, ofWeight), pass.curvature(dy, tangent));

        Linear.Inputs withBias = new Linear.Inputs(xTangent, weightTangent, biasTangent);
        Operator.Pass<Linear.Inputs, Tensor> biased = new Linear().forward(inputs(x));
        assertEquals(moved.plus(biasTangent), biased.pushforward(withBias));
        assertEquals(new Linear.Inputs(ofX, ofWeight, biasTangent.zerosLike()), biased.curvature(dy, withBias));
    }

    @Test
    void aChainOfLayersIsTheLayerOfTheProduct() {
        Tensor x = Tensor.of(new double[][] {{1, 0}, {-1, 2}});
        Tensor second = Tensor.of(new double[][] {{1, -1, 2}});
        Operator<Tensor, Tensor> first = new LinearWithoutBias()
                .holding(v -> new LinearWithoutBias.Inputs(v, WEIGHT), LinearWithoutBias.Inputs::x);
        Operator<Tensor, Tensor> next = new LinearWithoutBias()
                .holding(v -> new LinearWithoutBias.Inputs(v, second), LinearWithoutBias.Inputs::x);
        Operator.Pass<Tensor, Tensor> pass = first.then(next).forward(x);
        assertEquals(Tensor.of(new double[][] {{8}, {12}}), pass.output());
        Tensor dx = pass.backward(Tensor.of(new double[][] {{1}, {-2}}));
        assertEquals(Tensor.of(new double[][] {{8, 10}, {-16, -20}}), dx, "dy · (second · WEIGHT)");
    }

    @Test
    void itsPartsAreNamed() {
        List<String> names =
                inputs(Tensor.of(1, 0)).parts().stream().map(NamedTensor::name).toList();
        assertEquals(List.of("x", "weight", "bias"), names);
    }
}
