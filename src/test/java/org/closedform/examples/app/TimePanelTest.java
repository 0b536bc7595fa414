package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.closedform.examples.app.RunningApp.Answer;
import org.closedform.flow.FlowVerdict;
import org.closedform.flow.GradientFlow;
import org.closedform.operator.Gru;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.Rnn;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimePanelTest {
    private static final int SEEDS = 10;

    @AutoClose
    private static final RunningApp APP = new RunningApp();

    private static Answer answer(double forget, double scale) {
        return APP.answer("/api/time?forget=" + forget + "&scale=" + scale);
    }

    private static FlowVerdict verdict(Tensor norms, int back) {
        return FlowVerdict.of(norms.at(back));
    }

    /** The same nets, which hear nothing: h and c stay 0, where tanh has slope 1 and gates depend on their bias alone. */
    private static RecurrentNets silent(double forget, double scale) {
        RecurrentNets nets = RecurrentNets.of(forget, scale, 1);
        Tensor silence = nets.rnn().x().zerosLike();
        return new RecurrentNets(
                new Rnn.Inputs(silence, nets.rnn().parameters()),
                new Lstm.Inputs(silence, nets.lstm().parameters()),
                new Gru.Inputs(silence, nets.gru().parameters()),
                nets.upstream());
    }

    @Test
    void theChartIsTheLibrarys() {
        RecurrentNets nets = RecurrentNets.of(2, 0.9, 1);
        List<TimePanel.Net> all = List.of(
                TimePanel.Net.of("RNN", nets.throughRnn()),
                TimePanel.Net.of("LSTM", nets.throughLstm()),
                TimePanel.Net.of("GRU", nets.throughGru()));
        TimePanel.Net cell = TimePanel.Net.of("∏ f", nets.alongCell());
        Drawings.assertHolds(answer(2, 0.9).at("chart"), TimeChart.of(all, cell), TimeChart.HEIGHT, 4, 101);
    }

    @ParameterizedTest
    @CsvSource({"0.5", "0.9", "1", "1.3"})
    void inSilenceAnRnnKeepsThePowerOfItsScale(double scale) {
        Tensor norms = silent(2, scale).throughRnn();
        for (int back = 0; back <= 100; back++) {
            double expected = Math.pow(scale, back);
            assertEquals(expected, norms.at(back), 1e-12 * expected);
        }
    }

    /** The update gate of the GRU has the same bias. */
    @ParameterizedTest
    @CsvSource({"0, 0.5", "2, 0.880797077977882444", "6, 0.997527376843365225"})
    void inSilenceAndWithoutWeightsAGateKeepsThePowerOfItself(double forget, double gate) {
        RecurrentNets nets = silent(forget, 0);
        for (Tensor norms : List.of(nets.throughLstm(), nets.throughGru(), nets.alongCell())) {
            for (int back = 0; back <= 100; back++) {
                double expected = Math.pow(gate, back);
                assertEquals(expected, norms.at(back), 1e-12 * expected);
            }
        }
        assertEquals(gate, answer(forget, 1).number("gate"), 1e-15);
    }

    /** 0.5 to the power of 1/50, and its logit. */
    @Test
    void aGateOf0986KeepsHalfOverFiftySteps() {
        double gate = Math.pow(0.5, 1.0 / 50);
        assertEquals(0.986, gate, 5e-4);
        double bias = Math.log(gate / (1 - gate));
        assertEquals(4.3, bias, 0.05);
        assertEquals(0.5, silent(bias, 0).throughLstm().at(50), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.9", "2, 1.5", "6, 0.5"})
    void theNormsAreThoseThatFiniteDifferencesOfAPlainLoopGive(double forget, double scale) {
        RecurrentNets nets = RecurrentNets.of(forget, scale, 3);
        Tensor x = nets.rnn().x();
        PlainCells rnn = new PlainCells(nets.rnn().parameters(), x);
        PlainCells lstm = new PlainCells(nets.lstm().parameters(), x);
        PlainCells gru = new PlainCells(nets.gru().parameters(), x);
        for (int back : new int[] {1, 2, 9}) {
            close(
                    rnn.gradientNorm("RNN", nets.upstream(), back),
                    nets.throughRnn().at(back));
            close(
                    lstm.gradientNorm("LSTM", nets.upstream(), back),
                    nets.throughLstm().at(back));
            close(
                    gru.gradientNorm("GRU", nets.upstream(), back),
                    nets.throughGru().at(back));
        }
    }

    private static void close(double expected, double actual) {
        assertEquals(expected, actual, 1e-6 * Math.abs(expected));
    }

    @Test
    void theNormsAreThoseOfTheLibrarysFlow() {
        RecurrentNets nets = RecurrentNets.of(3, 1.2, 2);
        Tensor dy = nets.upstream();
        assertSame(GradientFlow.throughTime(new Rnn(), nets.rnn(), dy), nets.throughRnn());
        LstmCell.Output last = new LstmCell.Output(dy.zerosLike(), dy);
        assertSame(GradientFlow.throughTime(nets.lstm(), last), nets.throughLstm());
        assertSame(GradientFlow.throughTime(new Gru(), nets.gru(), dy), nets.throughGru());
        assertSame(GradientFlow.alongCell(new Lstm().forward(nets.lstm()), dy), nets.alongCell());
    }

    private static void assertSame(GradientFlow flow, Tensor norms) {
        assertEquals(RecurrentNets.STEPS, flow.layers().size());
        for (int back = 0; back < RecurrentNets.STEPS; back++) {
            double expected = flow.layers().get(RecurrentNets.STEPS - 1 - back).upstreamNorm();
            assertEquals(expected, norms.at(back), 1e-12 * expected);
        }
        assertEquals(flow.inputNorm(), norms.at(RecurrentNets.STEPS), 1e-12 * flow.inputNorm());
    }

    /** What the page tells its reader to try. */
    @ParameterizedTest
    @CsvSource({"0.1", "0.9", "1"})
    void whatThePageSaysIsSoWhateverTheWeights(double scale) {
        for (int seed = 0; seed < SEEDS; seed++) {
            RecurrentNets shut = RecurrentNets.of(0, scale, seed);
            RecurrentNets open = RecurrentNets.of(6, scale, seed);
            String told = "seed " + seed;
            assertEquals(FlowVerdict.VANISHES, verdict(shut.throughRnn(), 100), told);
            assertEquals(FlowVerdict.VANISHES, verdict(shut.throughLstm(), 10), told);
            assertEquals(FlowVerdict.VANISHES, verdict(shut.throughGru(), 50), told);
            assertEquals(FlowVerdict.STEADY, verdict(open.throughLstm(), 100), told);
            assertEquals(FlowVerdict.STEADY, verdict(open.throughGru(), 100), told);
            Tensor rnn = open.throughRnn();
            for (int back = 1; back <= 100; back++) {
                assertTrue(rnn.at(back) <= scale * rnn.at(back - 1) * (1 + 1e-12), told);
            }
        }
    }

    @Test
    void anAnswerHasTheNetsOfTheFirstSeed() {
        Answer answer = answer(2, 0.9);
        RecurrentNets nets = RecurrentNets.of(2, 0.9, 1);
        List<Tensor> norms = List.of(nets.throughRnn(), nets.throughLstm(), nets.throughGru());
        List<Answer> answers = answer.at("nets").list();
        for (int k = 0; k < 3; k++) {
            assertEquals(List.of("RNN", "LSTM", "GRU").get(k), answers.get(k).text("name"));
            assertEquals(norms.get(k), Tensor.of(answers.get(k).vector("norms")));
            double last = norms.get(k).at(100);
            assertEquals(last, Math.pow(answers.get(k).number("rate"), 100), 1e-12 * last);
            assertEquals("STEADY", answers.get(k).at("verdicts").list().get(0).json());
            assertEquals(
                    "VANISHES", answers.get(k).at("verdicts").list().get(100).json());
        }
        assertEquals(nets.alongCell(), Tensor.of(answer.at("cell").vector("norms")));
    }

    @Test
    void theRnnHasNoGate() {
        Answer shut = answer(0, 1.5);
        Answer open = answer(6, 1.5);
        assertEquals(
                Tensor.of(shut.at("nets").list().get(0).vector("norms")),
                Tensor.of(open.at("nets").list().get(0).vector("norms")));
    }
}
