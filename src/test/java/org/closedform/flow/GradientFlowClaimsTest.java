package org.closedform.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.closedform.gradient.GradientCheck;
import org.closedform.operator.Operator;
import org.closedform.operator.Relu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is said of vanishing and exploding gradients, with numbers. */
class GradientFlowClaimsTest {
    private static final Tensor ONE = Tensor.of(new double[][] {{1}});

    private static GradientFlow neurons(Operator<Tensor, Tensor> activation, double w, int depth) {
        return GradientFlow.of(Chains.neurons(activation, w, depth), ONE, ONE);
    }

    private static GradientFlow net(List<FlowLayer<Tensor>> layers, int samples, int width) {
        return GradientFlow.of(layers, Chains.batch(samples, width, 5), Chains.batch(samples, width, 9));
    }

    @Nested
    class UnderSigmoid {
        @Test
        void threeHiddenLayersVanish() {
            assertVanishes(3, 1e-2);
        }

        @Test
        void fiftyHiddenLayersVanish() {
            assertVanishes(50, 1e-30);
        }

        private void assertVanishes(int depth, double atMost) {
            double[] w = IntStream.range(0, depth)
                    .mapToDouble(l -> (l % 2 == 0 ? 0.9 : -0.8))
                    .toArray();
            GradientFlow flow = GradientFlow.of(Chains.neurons(new Sigmoid(), w, new double[depth]), ONE, ONE);
            double bound = 1;
            for (double weight : w) {
                bound *= Math.abs(weight) / 4;
            }
            assertEquals(FlowVerdict.VANISHES, flow.verdict());
            assertTrue(flow.ratio() <= bound, flow.ratio() + " should be at most (1/4)ⁿ Π|w| = " + bound);
            assertTrue(flow.ratio() > 0 && flow.ratio() < atMost, () -> "arrives: " + flow.ratio());
        }

        @Test
        void wideNetsVanishToo() {
            for (int depth : new int[] {3, 50}) {
                GradientFlow flow = net(Chains.net(new Sigmoid(), depth, 8, Math.sqrt(1 / 8.0), 1), 2, 8);
                assertEquals(FlowVerdict.VANISHES, flow.verdict());
                assertTrue(flow.ratio() <= flow.layers().get(0).product(), "the factors' product is a bound");
                assertEquals(0.22, flow.rate(), 0.04, "about a quarter of what the weights, of gain 1, keep");
            }
        }

        @Test
        void theFirstLayersUpdatesStall() {
            GradientFlow flow = net(Chains.net(new Sigmoid(), 50, 8, Math.sqrt(1 / 8.0), 1), 2, 8);
            LayerGradient first = flow.layers().get(0);
            LayerGradient last = flow.layers().get(49);
            assertTrue(first.norm("weight") < 1e-28 * last.norm("weight"), flow::toString);
            assertTrue(first.norm("bias") < 1e-28 * last.norm("bias"), flow::toString);
        }

        /** |w σ′(w a + b)| for the activation a. */
        private double factor(double w, double a) {
            return GradientFlow.of(
                            Chains.neurons(new Sigmoid(), new double[] {w}, new double[] {-w / 2}),
                            Tensor.of(new double[][] {{a}}),
                            ONE)
                    .layers()
                    .get(0)
                    .factor();
        }

        /** How wide the interval of activations is on which the factor is at least 1. */
        private double width(double w) {
            return 2 * (last(a -> factor(w, a) >= 1, 0.5, 2) - 0.5);
        }

        private double last(DoublePredicate holds, double from, double to) {
            double low = from;
            double high = to;
            for (int i = 0; i < 45; i++) {
                double middle = (low + high) / 2;
                low = holds.test(middle) ? middle : low;
                high = holds.test(middle) ? high : middle;
            }
            return low;
        }

        @Test
        void aFactorOfOneNeedsAWeightOfFour() {
            assertEquals(1, factor(4, 0.5));
            assertEquals(1, factor(-4, 0.5));
            assertTrue(factor(Math.nextDown(4.0), 0.5) < 1, "just below 4");
            assertTrue(factor(4, 0.6) < 1, "and there z = 0");
        }

        @Test
        void theIntervalOfExplosionIsAtMost045WideAndWidestNear69() {
            double widest = 0;
            double at = 0;
            for (double w = 4.1; w < 20; w += 0.1) {
                double width = width(w);
                // w σ′(z) = 1 where e^|z| = w (1 + √(1 − 4/w)) / 2 − 1, and the interval is 2|z| / w wide
                double expected = 2 / w * StrictMath.log(w * (1 + Math.sqrt(1 - 4 / w)) / 2 - 1);
                assertEquals(expected, width, 1e-9, "w = " + w);
                at = width > widest ? w : at;
                widest = Math.max(width, widest);
            }
            assertEquals(6.9, at, 0.051);
            assertEquals(0.4477, widest, 5e-5);
            assertEquals(width(6.9), width(-6.9), "the sign of w turns the interval round");
        }

        @Test
        void explosionHappensWhereItIsLookedFor() {
            double[] w = IntStream.range(0, 20).mapToDouble(l -> 6.9).toArray();
            double[] b = IntStream.range(0, 20).mapToDouble(l -> -6.9 / 2).toArray();
            GradientFlow flow =
                    GradientFlow.of(Chains.neurons(new Sigmoid(), w, b), Tensor.of(new double[][] {{0.5}}), ONE);
            assertEquals(FlowVerdict.EXPLODES, flow.verdict());
            assertEquals(6.9 / 4, flow.rate(), 1e-12);
        }
    }

    @Nested
    class Activations {
        @Test
        void reluKeepsWhatTanhLessensAndSigmoidLoses() {
            GradientFlow relu = neurons(new Relu(), 1, 50);
            GradientFlow tanh = neurons(new Tanh(), 1, 50);
            GradientFlow sigmoid = neurons(new Sigmoid(), 1, 50);
            assertEquals(1, relu.ratio());
            assertEquals(FlowVerdict.STEADY, relu.verdict());
            assertEquals(0.897, tanh.rate(), 5e-4);
            assertEquals(0.224, sigmoid.rate(), 5e-4);
        }

        @Test
        void theSameInWideNetsWithTheirUsualWeights() {
            GradientFlow relu = net(Chains.net(new Relu(), 50, 64, Math.sqrt(2 / 64.0), 3), 1, 64);
            GradientFlow tanh = net(Chains.net(new Tanh(), 50, 64, Math.sqrt(1 / 64.0), 3), 1, 64);
            GradientFlow sigmoid = net(Chains.net(new Sigmoid(), 50, 64, Math.sqrt(1 / 64.0), 3), 1, 64);
            assertEquals(FlowVerdict.STEADY, relu.verdict(), relu::toString);
            assertTrue(tanh.rate() < relu.rate(), tanh::toString);
            assertTrue(tanh.rate() > 3 * sigmoid.rate(), sigmoid::toString);
            assertEquals(FlowVerdict.VANISHES, sigmoid.verdict());
        }

        @Test
        void batchNormBeforeTheActivationRescuesTheSigmoid() {
            GradientFlow plain = net(Chains.net(new Sigmoid(), 50, 4, 0.5, 1), 16, 4);
            GradientFlow normalized = net(Chains.normalizedNet(new Sigmoid(), 50, 4, 0.5, 1), 16, 4);
            assertTrue(plain.ratio() < 1e-28, plain::toString);
            assertEquals(FlowVerdict.STEADY, normalized.verdict(), normalized::toString);
        }
    }

    @Nested
    class ThroughTime {
        private final Tensor zero = Tensor.scalar(0);
        private final RecurrentSteps.State start = new RecurrentSteps.State(zero, zero);
        private final RecurrentSteps.State upstream = new RecurrentSteps.State(Tensor.scalar(1), zero);

        @Test
        void theStepsAreRight() {
            GradientCheck.of(RecurrentSteps.RNN)
                    .at(new RecurrentSteps.RnnInputs(
                            Tensor.scalar(0.3), Tensor.scalar(-0.6), Tensor.scalar(0.5), Tensor.scalar(0.9)))
                    .assertPasses();
            RecurrentSteps.State state = new RecurrentSteps.State(Tensor.scalar(0.3), Tensor.scalar(-0.8));
            GradientCheck.of(RecurrentSteps.LSTM)
                    .at(RecurrentSteps.lstmInputs(1, state, -1, 2))
                    .assertPasses();
        }

        @Test
        void anRnnForgetsOverAHundredSteps() {
            GradientFlow flow = GradientFlow.of(RecurrentSteps.rnn(100, 0.9), zero, Tensor.scalar(1));
            assertEquals(FlowVerdict.VANISHES, flow.verdict());
            assertTrue(flow.ratio() <= StrictMath.pow(0.9, 100), "tanh′ ≤ 1, so at most 0.9¹⁰⁰ = 2.7e-5");
            assertTrue(
                    flow.layers().get(0).norm("x")
                            < 1e-4 * flow.layers().get(99).norm("x"),
                    flow::toString);
        }

        @Test
        void anLstmWithAnOpenForgetGateRemembers() {
            GradientFlow flow = GradientFlow.of(RecurrentSteps.lstm(100, -4, 6), start, upstream);
            assertEquals(FlowVerdict.STEADY, flow.verdict(), flow::toString);
            assertTrue(flow.ratio() > 0.25, flow::toString);
        }

        @Test
        void anLstmWithAHalfClosedForgetGateForgets() {
            GradientFlow flow = GradientFlow.of(RecurrentSteps.lstm(100, -4, 0), start, upstream);
            assertTrue(flow.ratio() < 1e-25, flow::toString);
        }

        @Test
        void theFactorIsOfTheWholeState() {
            // with weight 0 the Jacobian of (h, c) is [[0, o tanh′(c′) f], [0, f]], of norm f √(1 + (o tanh′(c′))²)
            GradientFlow flow = GradientFlow.of(
                    List.of(FlowLayer.of("step", RecurrentSteps.LSTM, (RecurrentSteps.State s) -> {
                        RecurrentSteps.LstmInputs in = RecurrentSteps.lstmInputs(0, s, 0, 0);
                        return new RecurrentSteps.LstmInputs(in.x(), s, zero, in.i(), in.f(), in.g(), in.o());
                    })),
                    start,
                    upstream);
            assertEquals(0.5 * Math.sqrt(1.25), flow.layers().get(0).factor(), 1e-12);
        }
    }

    @Nested
    class Verdicts {
        @Test
        void compareWhatArrivesWithATenthAndTenTimes() {
            assertEquals(FlowVerdict.STEADY, neurons(new Relu(), 0.11, 1).verdict());
            assertEquals(FlowVerdict.VANISHES, neurons(new Relu(), 0.09, 1).verdict());
            assertEquals(FlowVerdict.STEADY, neurons(new Relu(), 9.9, 1).verdict());
            assertEquals(FlowVerdict.EXPLODES, neurons(new Relu(), 10.1, 1).verdict());
        }

        @Test
        void overflowExplodesAndUnderflowVanishes() {
            assertEquals(FlowVerdict.EXPLODES, neurons(new Relu(), 1e100, 4).verdict());
            GradientFlow vanished = neurons(new Relu(), 1e-100, 4);
            assertEquals(FlowVerdict.VANISHES, vanished.verdict());
            assertEquals(0, vanished.rate());
        }

        @Test
        void noGradientIsUndefined() {
            GradientFlow flow =
                    GradientFlow.of(Chains.neurons(new Sigmoid(), 1, 2), ONE, Tensor.of(new double[][] {{0}}));
            assertEquals(FlowVerdict.UNDEFINED, flow.verdict());
        }

        @Test
        void theTableShowsBothEndsOfALongChain() {
            List<String> lines =
                    neurons(new Sigmoid(), 1, 50).toString().lines().toList();
            assertEquals(13, lines.size(), () -> String.join("\n", lines));
            assertTrue(lines.get(1).startsWith("layer 1 "), lines.get(1));
            assertEquals("…", lines.get(6));
            assertTrue(lines.get(11).startsWith("layer 50 "), lines.get(11));
            assertTrue(lines.get(12).startsWith("VANISHES: "), lines.get(12));
        }
    }
}
