package org.closedform.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.closedform.gradient.GradientCheck;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.operator.Linear;
import org.closedform.operator.MatMul;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Labels;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GradientFlowTest {
    private static final double[] W = {0.7, -1.3, 2.1, 0.9};
    private static final double[] B = {0.2, -0.4, 0.1, -0.6};
    private static final Tensor A0 = Tensor.of(new double[][] {{0.35}});
    private static final Tensor DC = Tensor.of(new double[][] {{-1.7}});

    private static Tensor number(double value) {
        return Tensor.of(new double[][] {{value}});
    }

    @Nested
    class FourNeurons {
        private final GradientFlow flow = GradientFlow.of(Chains.neurons(new Sigmoid(), W, B), A0, DC);
        private final double[] slope = new double[4];
        private final double[] activation = new double[5];

        FourNeurons() {
            activation[0] = A0.item();
            for (int l = 0; l < 4; l++) {
                double z = W[l] * activation[l] + B[l];
                slope[l] = new Sigmoid().forward(Tensor.scalar(z)).slope().item();
                activation[l + 1] = new Sigmoid().apply(Tensor.scalar(z)).item();
            }
        }

        @Test
        void haveTheTextbooksGradientBitForBit() {
            // ∂C/∂b₁ = σ′(z₁) w₂ σ′(z₂) w₃ σ′(z₃) w₄ σ′(z₄) ∂C/∂a₄, multiplied from the right, as backpropagation does
            double expected = slope[0] * (W[1] * (slope[1] * (W[2] * (slope[2] * (W[3] * (slope[3] * DC.item()))))));
            assertEquals(expected, flow.layers().get(0).gradient("bias").item());
            assertEquals(Math.abs(expected), flow.layers().get(0).norm("bias"));
        }

        @Test
        void haveWeightGradientsOfBiasGradientTimesInput() {
            for (int l = 0; l < 4; l++) {
                LayerGradient layer = flow.layers().get(l);
                assertEquals(
                        layer.gradient("bias").item() * activation[l],
                        layer.gradient("weight").item());
            }
        }

        @Test
        void haveLocalFactorsOfWeightTimesSlope() {
            for (int l = 0; l < 4; l++) {
                assertEquals(Math.abs(W[l] * slope[l]), flow.layers().get(l).factor(), "|w σ′(z)| of layer " + (l + 1));
            }
        }

        @Test
        void multiplyTheFactorsFromTheEnd() {
            double product = 1;
            for (int l = 3; l >= 0; l--) {
                product *= flow.layers().get(l).factor();
                assertEquals(product, flow.layers().get(l).product());
            }
            assertEquals(product * 1.7, flow.inputNorm(), 1e-15);
            assertEquals(product, flow.ratio(), 1e-15);
            assertEquals(product, StrictMath.pow(flow.rate(), 4), 1e-15);
        }

        @Test
        void startFromTheUpstream() {
            assertEquals(1.7, flow.layers().get(3).upstreamNorm());
        }
    }

    @Nested
    class Nets {
        @Test
        void haveTheLinearMapsSpectralNormAsFactor() {
            Tensor weight = Chains.weight(5, 1, new SplittableRandom(1));
            GradientFlow flow = GradientFlow.of(
                    List.of(FlowLayer.of(
                            "map",
                            new Linear(),
                            (Tensor x) -> new Linear.Inputs(x, weight, Tensor.zeros(Shape.of(5))))),
                    Chains.batch(3, 5, 2),
                    Chains.batch(3, 5, 3));
            double expected = SpectralNorm.of(weight);
            assertEquals(expected, flow.layers().get(0).factor(), 1e-10 * expected);
        }

        @Test
        void agreeWithTheChainedOperator() {
            Tensor x = Chains.batch(4, 6, 1);
            Operator<Tensor, Tensor> loss = CrossEntropyLoss.onLogits(Labels.of(0, 5, 2, 2));
            List<FlowLayer<Tensor>> layers = Chains.net(new Sigmoid(), 3, 6, 1, 7);
            GradientFlow flow = GradientFlow.from(loss, layers, x);
            Operator<Tensor, Tensor> whole = input -> {
                FlowLayer<Tensor> all = layers.get(0).then(layers.get(1)).then(layers.get(2));
                FlowLayer.Pass<Tensor> pass = all.forward(input);
                Operator.Pass<Tensor, Tensor> end = loss.forward(pass.output());
                return Operator.Pass.of(
                        end.output(),
                        dC -> pass.backward().apply(end.backward(dC)).state());
            };
            GradientCheck.of(whole).at(x).assertPasses();
            assertEquals(whole.forward(x).backward(Tensor.scalar(1)).norm(), flow.inputNorm());
        }

        @Test
        void addTheGradientsOfAStateThatGoesInTwice() {
            FlowLayer<Tensor> square = FlowLayer.of("square", new MatMul(), (Tensor x) -> new MatMul.Inputs(x, x));
            GradientFlow flow = GradientFlow.of(List.of(square), number(3), number(1));
            assertEquals(6, flow.inputNorm());
            assertEquals(List.of(), flow.layers().get(0).gradients());
        }

        @Test
        void nameParametersOfJoinedLayersInOrder() {
            GradientFlow flow = GradientFlow.of(
                    Chains.normalizedNet(new Sigmoid(), 2, 3, 1, 1), Chains.batch(4, 3, 2), Chains.batch(4, 3, 3));
            assertEquals(
                    List.of("weight", "gamma", "beta"),
                    flow.layers().get(1).gradients().stream()
                            .map(NamedTensor::name)
                            .toList());
        }
    }

    @Nested
    class BadInput {
        private void assertSays(String expected, Executable call) {
            String message = assertThrows(IllegalArgumentException.class, call).getMessage();
            assertTrue(message.contains(expected), () -> "should say '" + expected + "', but said: " + message);
        }

        @Test
        void noLayers() {
            assertSays("no layers", () -> GradientFlow.of(List.of(), A0, DC));
        }

        @Test
        void nonPositiveDepth() {
            assertSays("count is 0", () -> GradientFlow.repeat(0, l -> FlowLayer.of("σ", new Sigmoid())));
            assertSays("count is -3", () -> GradientFlow.repeat(-3, l -> FlowLayer.of("σ", new Sigmoid())));
        }

        @Test
        void aLayerThatDoesNotFit() {
            List<FlowLayer<Tensor>> layers = Chains.net(new Sigmoid(), 2, 3, 1, 1);
            List<FlowLayer<Tensor>> mismatched =
                    List.of(layers.get(0), Chains.net(new Sigmoid(), 1, 4, 1, 1).get(0));
            assertSays(
                    "at layer hidden 0: Linear: x has 3 features in [2, 3], but weight [4, 4] takes 4",
                    () -> GradientFlow.of(mismatched, Chains.batch(2, 3, 1), Chains.batch(2, 4, 1)));
        }

        @Test
        void anUpstreamThatDoesNotFit() {
            assertSays(
                    "[1, 2]",
                    () -> GradientFlow.of(Chains.neurons(new Sigmoid(), W, B), A0, Tensor.of(new double[][] {{1, 2}})));
        }

        @Test
        void aLossThatIsNoScalar() {
            assertSays(
                    "loss has shape [2, 3]",
                    () -> GradientFlow.from(
                            new Sigmoid(), Chains.net(new Sigmoid(), 1, 3, 1, 1), Chains.batch(2, 3, 1)));
        }

        @Test
        void aStateThatIsChangedOnItsWayIn() {
            FlowLayer<Tensor> layer =
                    FlowLayer.of("map", new MatMul(), (Tensor x) -> new MatMul.Inputs(x.times(2), number(1)));
            assertSays("FlowLayer map: the state", () -> GradientFlow.of(List.of(layer), number(1), number(1)));
        }

        @Test
        void aParameterThatIsNotThere() {
            GradientFlow flow = GradientFlow.of(Chains.neurons(new Sigmoid(), W, B), A0, DC);
            assertSays("[weight, bias]", () -> flow.layers().get(0).gradient("gamma"));
        }
    }
}
