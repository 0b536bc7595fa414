package org.closedform.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.closedform.operator.Initialization;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Operator;
import org.closedform.operator.Relu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Test;

/** What helps a gradient through 50 layers, with the numbers that the lesson shows. */
class FlowRemediesTest {
    private static final int WIDTH = 32;

    private static GradientFlow flow(
            Operator<Tensor, Tensor> activation, BiFunction<Shape, RandomGenerator, Tensor> start, boolean residual) {
        SplittableRandom random = new SplittableRandom(3);
        List<FlowLayer<Tensor>> layers = GradientFlow.repeat(50, l -> {
            Tensor weight = start.apply(Shape.of(WIDTH, WIDTH), random);
            FlowLayer<Tensor> layer = FlowLayer.of(
                            residual ? "x + f(x)" : "f(x)",
                            new LinearWithoutBias(),
                            (Tensor a) -> new LinearWithoutBias.Inputs(a, weight))
                    .then(activation);
            return residual ? layer.residual() : layer;
        });
        Tensor x = Chains.batch(1, WIDTH, 1);
        return GradientFlow.of(layers, x, x);
    }

    private static Tensor small(Shape shape, RandomGenerator random) {
        return Initialization.heUniform(shape, random).dividedBy(Math.sqrt(6));
    }

    private static void assertRatio(double expected, GradientFlow flow) {
        assertEquals(expected, flow.ratio(), 0.06 * expected);
    }

    @Test
    void theStartDecidesWhatATanhOrAReluKeeps() {
        GradientFlow small = flow(new Tanh(), FlowRemediesTest::small, false);
        assertRatio(4.2e-13, small);
        assertEquals(Math.sqrt(1 / 3.0), small.rate(), 0.02);
        assertRatio(3.0e-2, flow(new Tanh(), Initialization::glorotUniform, false));
        assertRatio(1.1e-1, flow(new Tanh(), Initialization::orthogonal, false));
        GradientFlow halved = flow(new Relu(), Initialization::glorotUniform, false);
        assertRatio(3.7e-9, halved);
        assertEquals(Math.sqrt(0.5), halved.rate(), 0.04);
        GradientFlow he = flow(new Relu(), Initialization::heUniform, false);
        assertRatio(1.2e-1, he);
        assertEquals(FlowVerdict.STEADY, he.verdict());
        assertEquals(1, he.rate(), 0.05);
        // not by luck: He's variance is twice Glorot's, so each layer keeps √2 times as much
        assertEquals(Math.pow(2, 25), he.ratio() / halved.ratio(), 1e-6 * Math.pow(2, 25));
    }

    @Test
    void aWayAroundKeepsWhatTheSigmoidLoses() {
        GradientFlow lost = flow(new Sigmoid(), Initialization::glorotUniform, false);
        assertEquals(FlowVerdict.VANISHES, lost.verdict());
        assertRatio(1.1e-32, lost);
        GradientFlow kept = flow(new Sigmoid(), Initialization::glorotUniform, true);
        assertEquals(FlowVerdict.STEADY, kept.verdict());
        assertRatio(1.5, kept);
        assertEquals("x + f(x)", kept.layers().get(0).name());
        assertEquals(1, kept.layers().get(0).gradients().size(), "the weight is still the layer's");
        assertRatio(6.5, flow(new Tanh(), FlowRemediesTest::small, true));
    }

    @Test
    void aWayAroundALayerThatKeepsItsGradientExplodesUnlessItStartsSmall() {
        GradientFlow he = flow(new Relu(), Initialization::heUniform, true);
        assertEquals(FlowVerdict.EXPLODES, he.verdict());
        assertRatio(3.9e9, he);
        GradientFlow tenth = flow(
                new Relu(),
                (shape, random) -> Initialization.heUniform(shape, random).dividedBy(10),
                true);
        assertEquals(FlowVerdict.STEADY, tenth.verdict());
        assertRatio(1.7, tenth);
    }

    record Weights(Tensor first, Tensor last) implements TensorTree<Weights> {}

    @Test
    void clippingBoundsTheStepAndKeepsTheRatioBetweenLayers() {
        GradientFlow flow = flow(
                new Relu(),
                (shape, random) -> Initialization.heUniform(shape, random).times(2),
                false);
        assertEquals(FlowVerdict.EXPLODES, flow.verdict());
        Weights gradient = new Weights(
                flow.layers().get(0).gradient("weight"), flow.layers().get(49).gradient("weight"));
        assertEquals(2.81e15, gradient.norm(), 0.01e15);
        Weights clipped = gradient.clipNorm(1);
        assertEquals(1, clipped.norm(), 1e-14);
        double ratio = gradient.first().norm() / gradient.last().norm();
        assertEquals(0.79, ratio, 0.01);
        assertEquals(ratio, clipped.first().norm() / clipped.last().norm(), 1e-14);
    }

    /** W: ‖I + W‖ for a linear layer. */
    @Test
    void aResidualLayersFactorIsThatOfTheIdentityAndTheLayer() {
        Tensor weight = Chains.weight(4, 0.5, new SplittableRandom(5));
        FlowLayer<Tensor> layer = FlowLayer.of(
                        "x + Wx", new LinearWithoutBias(), (Tensor a) -> new LinearWithoutBias.Inputs(a, weight))
                .residual();
        Tensor x = Chains.batch(1, 4, 2);
        GradientFlow flow = GradientFlow.of(List.of(layer), x, x);
        assertEquals(
                SpectralNorm.of(weight.plus(Tensor.eye(4))),
                flow.layers().get(0).factor(),
                1e-10);
        assertEquals(x.matmul(weight.plus(Tensor.eye(4))).norm(), flow.inputNorm(), 1e-14);
    }

    @Test
    void aLayerThatChangesTheShapeHasNoWayAround() {
        FlowLayer<Tensor> layer = FlowLayer.of("sum", new LogSumExp(1)).residual();
        Tensor x = Chains.batch(2, 3, 1);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> GradientFlow.of(List.of(layer), x, x));
        assertTrue(
                e.getMessage()
                        .contains("at layer sum: FlowLayer.residual: the output has shape [2], but [2, 3] is needed"),
                e::getMessage);
    }
}
