package org.closedform.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.closedform.operator.Gru;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Rnn;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The flow of a gradient through the steps of {@link Rnn}, {@link Gru} and {@link Lstm}. */
class GradientFlowThroughTimeTest {
    private static final int H = 8;
    private static final int D = 3;

    private static Tensor normal(long seed, double deviation, int... dimensions) {
        SplittableRandom random = new SplittableRandom(seed);
        return Tensor.draw(Shape.of(dimensions), () -> deviation * random.nextGaussian());
    }

    /** A recurrent weight that is scaled to a spectral norm. */
    private static Rnn.Inputs rnn(int steps, double norm) {
        Tensor weight = normal(1, 1, H, H);
        RecurrentParameters parameters = new RecurrentParameters(
                normal(2, 0.3, H, D),
                weight.times(norm / SpectralNorm.of(weight)),
                normal(3, 0.1, H),
                normal(4, 0.1, H));
        return new Rnn.Inputs(normal(5, 1, steps, 2, D), normal(6, 0.5, 2, H), parameters);
    }

    /** Small weights, and biases that hold the input gate at about σ(−4) and the forget gate at about σ(forget). */
    private static Lstm.Inputs lstm(int steps, double forget) {
        Tensor bias = Tensor.generate(Shape.of(4 * H), at -> at[0] < H ? -4 : at[0] < 2 * H ? forget : 0);
        RecurrentParameters parameters = new RecurrentParameters(
                normal(2, 0.1, 4 * H, D), normal(1, 0.1, 4 * H, H), bias, Tensor.zeros(Shape.of(4 * H)));
        return new Lstm.Inputs(normal(5, 1, steps, 2, D), normal(6, 0.5, 2, H), normal(7, 0.5, 2, H), parameters);
    }

    /** Small weights, and a bias that holds the update gate at about σ(update). */
    private static Gru.Inputs gru(int steps, double update) {
        Tensor bias = Tensor.generate(Shape.of(3 * H), at -> at[0] / H == 1 ? update : 0);
        RecurrentParameters parameters = new RecurrentParameters(
                normal(2, 0.1, 3 * H, D), normal(1, 0.1, 3 * H, H), bias, Tensor.zeros(Shape.of(3 * H)));
        return new Gru.Inputs(normal(5, 1, steps, 2, D), normal(6, 0.5, 2, H), parameters);
    }

    private static LstmCell.Output last() {
        return new LstmCell.Output(normal(8, 1, 2, H), normal(9, 1, 2, H));
    }

    @Nested
    class OverAHundredSteps {
        /** Without input h stays 0, where tanh′ = 1, and c follows its forget gate alone. */
        @Test
        void oneUnitKeepsWhatCanBeWorkedOutByHand() {
            Tensor zero = Tensor.of(new double[][] {{0}});
            Tensor one = Tensor.of(new double[][] {{1}});
            Tensor silence = Tensor.zeros(Shape.of(100, 1, 1));
            RecurrentParameters weightOf09 =
                    new RecurrentParameters(one, one.times(0.9), Tensor.of(0.0), Tensor.of(0.0));
            GradientFlow rnn = GradientFlow.throughTime(new Rnn(), new Rnn.Inputs(silence, weightOf09), one);
            assertEquals(2.656e-5, rnn.ratio(), 1e-8, "0.9¹⁰⁰");
            assertEquals(0.9, rnn.rate(), 1e-12);
            assertEquals(FlowVerdict.VANISHES, rnn.verdict());

            Tensor forgetBiasOf6 = Tensor.of(0, 6, 0, 0);
            RecurrentParameters open = new RecurrentParameters(
                    Tensor.zeros(Shape.of(4, 1)),
                    Tensor.zeros(Shape.of(4, 1)),
                    forgetBiasOf6,
                    Tensor.zeros(Shape.of(4)));
            GradientFlow lstm =
                    GradientFlow.throughTime(new Lstm.Inputs(silence, open), new LstmCell.Output(zero, one));
            assertEquals(0.7807, lstm.ratio(), 1e-4, "σ(6)¹⁰⁰ = (1 − 0.0024726)¹⁰⁰");
            assertEquals(0.9975274, lstm.rate(), 1e-7);
            assertEquals(FlowVerdict.STEADY, lstm.verdict());
        }

        @Test
        void anRnnForgets() {
            GradientFlow flow = GradientFlow.throughTime(new Rnn(), rnn(100, 0.9), normal(8, 1, 2, H));
            assertEquals(FlowVerdict.VANISHES, flow.verdict(), flow::toString);
            assertTrue(flow.layers().get(0).product() <= StrictMath.pow(0.9, 100) * (1 + 1e-9), "tanh′ ≤ 1");
            assertTrue(flow.ratio() <= flow.layers().get(0).product(), "the factors' product is a bound");
            assertEquals(0.435, flow.rate(), 5e-4, flow::toString);
        }

        @Test
        void anRnnForgetsItsFirstInput() {
            GradientFlow flow = GradientFlow.throughTime(new Rnn(), rnn(100, 0.9), normal(8, 1, 2, H));
            double first = flow.layers().get(0).norm("x");
            assertTrue(first < 1e-5 * flow.layers().get(99).norm("x"), flow::toString);
        }

        @Test
        void aRectifiedRnnWithALargerWeightExplodes() {
            Tensor one = Tensor.of(new double[][] {{1}});
            RecurrentParameters parameters =
                    new RecurrentParameters(one, one.times(1.25), Tensor.of(0.0), Tensor.of(0.0));
            Rnn.Inputs in = new Rnn.Inputs(Tensor.ones(Shape.of(100, 1, 1)), parameters);
            GradientFlow flow = GradientFlow.throughTime(new Rnn(Rnn.Nonlinearity.RELU), in, one);
            assertEquals(FlowVerdict.EXPLODES, flow.verdict());
            assertEquals(1.25, flow.rate(), 1e-12);
        }

        /** h = 2·1e308 is +∞, and ReLU is as steep there as anywhere. */
        @Test
        void anRnnWithReluKeepsItsSlopeWhereTheStateOverflows() {
            Tensor one = Tensor.of(new double[][] {{1}});
            Tensor zero = Tensor.of(0.0);
            RecurrentParameters parameters = new RecurrentParameters(one, one.times(2), zero, zero);
            Rnn.Inputs in = new Rnn.Inputs(Tensor.zeros(Shape.of(1, 1, 1)), one.times(1e308), parameters);
            GradientFlow flow = GradientFlow.throughTime(new Rnn(Rnn.Nonlinearity.RELU), in, one);
            assertEquals(2, flow.inputNorm());
        }

        @Test
        void anLstmWithAnOpenForgetGateRemembers() {
            GradientFlow flow = GradientFlow.throughTime(lstm(100, 6), last());
            assertEquals(FlowVerdict.STEADY, flow.verdict(), flow::toString);
            assertEquals(0.557, flow.ratio(), 5e-4, flow::toString);
        }

        @Test
        void anLstmWithAHalfOpenForgetGateForgets() {
            GradientFlow flow = GradientFlow.throughTime(lstm(100, 0), last());
            assertEquals(FlowVerdict.VANISHES, flow.verdict(), flow::toString);
            assertTrue(flow.ratio() < 1e-20, flow::toString);
        }

        /** Without input and weights n = 0, and the state is multiplied by z at each step. */
        @Test
        void aGruKeepsAsMuchOfItsStateAsItsUpdateGateSays() {
            RecurrentParameters open = new RecurrentParameters(
                    Tensor.zeros(Shape.of(3, 1)),
                    Tensor.zeros(Shape.of(3, 1)),
                    Tensor.of(0, 6, 0),
                    Tensor.zeros(Shape.of(3)));
            Gru.Inputs in = new Gru.Inputs(Tensor.zeros(Shape.of(100, 1, 1)), open);
            GradientFlow flow = GradientFlow.throughTime(new Gru(), in, Tensor.of(new double[][] {{1}}));
            assertEquals(0.7807, flow.ratio(), 1e-4, "σ(6)¹⁰⁰ = (1 − 0.0024726)¹⁰⁰");
            assertEquals(FlowVerdict.STEADY, flow.verdict());
        }

        @Test
        void aGruRemembersWithAnUpdateGateNearOneOnly() {
            GradientFlow open = GradientFlow.throughTime(new Gru(), gru(100, 6), normal(8, 1, 2, H));
            assertEquals(FlowVerdict.STEADY, open.verdict(), open::toString);
            GradientFlow half = GradientFlow.throughTime(new Gru(), gru(100, 0), normal(8, 1, 2, H));
            assertEquals(FlowVerdict.VANISHES, half.verdict(), half::toString);
            assertTrue(half.ratio() < 1e-20, half::toString);
        }

        @Test
        void theCellAloneKeepsTheForgetGatesProduct() {
            Lstm.Pass pass = new Lstm().forward(lstm(100, 6));
            Tensor kept = Tensor.ones(Shape.of(2, H));
            for (int t = 0; t < 100; t++) {
                kept = kept.times(pass.f().select(0, t));
            }
            GradientFlow flow = GradientFlow.alongCell(pass, Tensor.ones(Shape.of(2, H)));
            assertEquals(kept.norm(), flow.inputNorm(), 1e-12);
            assertEquals(
                    pass.f().select(0, 0).max().item(), flow.layers().get(0).factor(), 1e-11);
            assertEquals(FlowVerdict.STEADY, flow.verdict());
        }
    }

    @Nested
    class Steps {
        @Test
        void ofAnRnnAddUpToItsBackward() {
            Rnn.Inputs in = rnn(7, 1.3);
            Tensor dh = normal(8, 1, 2, H);
            Rnn.Pass pass = new Rnn().forward(in);
            Rnn.Inputs d = pass.backward(new Rnn.Output(Tensor.zeros(Shape.of(7, 2, H)), dh));
            GradientFlow flow = GradientFlow.throughTime(new Rnn(), in, dh);
            assertEquals(7, flow.layers().size());
            assertEquals(d.h0().norm(), flow.inputNorm(), 1e-13 * d.h0().norm());
            assertSame(d.parameters(), flow);
        }

        @Test
        void ofAnLstmAddUpToItsBackward() {
            Lstm.Inputs in = lstm(7, 1);
            Lstm.Pass pass = new Lstm().forward(in);
            Lstm.Inputs d = pass.backward(new Lstm.Output(Tensor.zeros(Shape.of(7, 2, H)), last().h(), last().c()));
            GradientFlow flow = GradientFlow.throughTime(in, last());
            assertEquals(new LstmCell.Output(d.h0(), d.c0()).norm(), flow.inputNorm(), 1e-13);
            assertSame(d.parameters(), flow);
        }

        @Test
        void ofAGruAddUpToItsBackward() {
            for (Gru.Reset reset : Gru.Reset.values()) {
                Gru.Inputs in = gru(7, 1);
                Tensor dh = normal(8, 1, 2, H);
                Gru.Pass pass = new Gru(reset).forward(in);
                Gru.Inputs d = pass.backward(pass.output().zerosLike().withHLast(dh));
                GradientFlow flow = GradientFlow.throughTime(new Gru(reset), in, dh);
                assertEquals(7, flow.layers().size());
                assertEquals(d.h0().norm(), flow.inputNorm(), 1e-13);
                assertSame(d.parameters(), flow);
            }
        }

        @Test
        void ofAReversedLayerGoBackToTheLastStep() {
            Gru.Inputs in = gru(5, 1);
            Tensor dh = normal(8, 1, 2, H);
            Gru.Pass pass = new Gru().reversed().forward(in);
            Gru.Inputs d = pass.backward(pass.output().zerosLike().withHLast(dh));
            GradientFlow flow = GradientFlow.throughTime(new Gru().reversed(), in, dh);
            assertEquals(d.h0().norm(), flow.inputNorm(), 1e-13);
            assertEquals("t = 5", flow.layers().get(0).name());
            assertEquals(d.x().select(0, 4).norm(), flow.layers().get(0).norm("x"), 1e-13);
            Rnn.Inputs plain = rnn(5, 0.9);
            Rnn.Pass rnn = new Rnn().reversed().forward(plain);
            assertEquals(
                    rnn.backward(rnn.output().zerosLike().withHLast(dh)).h0().norm(),
                    GradientFlow.throughTime(new Rnn().reversed(), plain, dh).inputNorm(),
                    1e-13);
        }

        private void assertSame(RecurrentParameters expected, GradientFlow flow) {
            expected.parts().forEach(part -> {
                Tensor sum = flow.layers().stream()
                        .map(step -> step.gradient("parameters." + part.name()))
                        .reduce(Tensor::plus)
                        .orElseThrow();
                assertTrue(
                        part.tensor().isClose(sum, 1e-12, 1e-13),
                        () -> part.name() + ": the steps come to " + sum + ", the whole is " + part.tensor());
            });
        }

        @Test
        void ofAnRnnHaveSlopeTimesWeightAsFactor() {
            Rnn.Inputs in = rnn(5, 0.9);
            Tensor slope = new Rnn().forward(in).slope();
            GradientFlow flow = GradientFlow.throughTime(new Rnn(), in, normal(8, 1, 2, H));
            for (int t = 0; t < 5; t++) {
                double expected = 0;
                for (int n = 0; n < 2; n++) {
                    Tensor diagonal = slope.select(0, t).select(0, n).reshape(H, 1);
                    expected = Math.max(
                            expected,
                            SpectralNorm.of(diagonal.times(in.parameters().weightHh())));
                }
                assertEquals(expected, flow.layers().get(t).factor(), 1e-9, "diag(φ′(z))·W of step " + (t + 1));
            }
        }
    }

    @Nested
    class BadInput {
        @Test
        void lengths() {
            String says =
                    ": the layer has lengths [2, 1], but the flow is that of sequences of one length; leave them out";
            Tensor dh = normal(8, 1, 2, H);
            assertSays(
                    "GradientFlow.throughTime" + says,
                    () -> GradientFlow.throughTime(new Gru().withLengths(2, 1), gru(2, 1), dh));
            assertSays(
                    "GradientFlow.throughTime" + says,
                    () -> GradientFlow.throughTime(new Rnn().withLengths(2, 1), rnn(2, 1), dh));
            Lstm.Pass pass = new Lstm().withLengths(2, 1).forward(lstm(2, 1));
            assertSays("GradientFlow.alongCell" + says, () -> GradientFlow.alongCell(pass, dh));
        }

        private void assertSays(String expected, Executable call) {
            String message = assertThrows(IllegalArgumentException.class, call).getMessage();
            assertTrue(message.contains(expected), () -> "should say '" + expected + "', but said: " + message);
        }

        @Test
        void noSteps() {
            assertSays("at least one step", () -> GradientFlow.throughTime(new Rnn(), rnn(0, 1), normal(8, 1, 2, H)));
            assertSays("at least one step", () -> GradientFlow.throughTime(lstm(0, 1), last()));
        }

        @Test
        void anUpstreamOfAnotherShape() {
            assertSays("dhLast", () -> GradientFlow.throughTime(new Rnn(), rnn(2, 1), normal(8, 1, 1, H)));
            LstmCell.Output wrong = new LstmCell.Output(normal(8, 1, 2, H), normal(9, 1, 2, 3));
            assertSays("last: c has shape", () -> GradientFlow.throughTime(lstm(2, 1), wrong));
            Lstm.Pass pass = new Lstm().forward(lstm(2, 1));
            assertSays("dcLast", () -> GradientFlow.alongCell(pass, normal(8, 1, H)));
        }
    }
}
