package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.closedform.examples.app.RunningApp.Answer;
import org.closedform.flow.FlowVerdict;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FlowPanelTest {
    private static final int SEEDS = 10;

    @AutoClose
    private static final RunningApp APP = new RunningApp();

    private static Answer answer(String activation, double scale, int depth, boolean norm, int seed) {
        return answer(activation, scale, depth, norm, false, seed);
    }

    private static Answer answer(String activation, double scale, int depth, boolean norm, boolean residual, int seed) {
        return APP.answer("/api/flow?activation=" + activation + "&scale=" + scale + "&depth=" + depth + "&norm=" + norm
                + "&residual=" + residual + "&seed=" + seed);
    }

    @ParameterizedTest
    @CsvSource({
        "SIGMOID,false,false", "TANH,false,false", "RELU,false,false",
        "SIGMOID,true,false", "TANH,true,false", "RELU,true,false",
        "SIGMOID,false,true", "TANH,false,true", "RELU,false,true",
        "SIGMOID,true,true", "TANH,true,true", "RELU,true,true"
    })
    void theNormsAreThoseThatFiniteDifferencesOfAPlainLoopGive(String activation, boolean norm, boolean residual) {
        int depth = 3;
        PlainNet net = new PlainNet(activation, 1.25, depth, norm, residual, 11);
        List<DeepNet.LayerGradient> layers = new DeepNet(
                        Activation.valueOf(activation), 1.25, depth, norm, residual, 11, PlainNet.SIZE, PlainNet.SIZE)
                .gradients();

        assertEquals(1, layers.get(depth - 1).upstreamNorm(), 1e-15);
        for (int l = 0; l < depth; l++) {
            close(net.stateGradientNorm(l), layers.get(l).inputNorm());
            close(net.stateGradientNorm(l + 1), layers.get(l).upstreamNorm());
            close(net.weightGradientNorm(l), layers.get(l).weightNorm());
        }
    }

    private static void close(double expected, double actual) {
        assertEquals(expected, actual, 1e-6 * Math.abs(expected));
    }

    @Test
    void theFactorsLeadFromTheEndToTheInput() {
        Answer answer = answer("tanh", 1.5, 20, true, 3);
        List<Answer> layers = answer.at("layers").list();
        double product = 1;
        for (int l = layers.size() - 1; l >= 0; l--) {
            assertEquals("layer " + (l + 1), layers.get(l).text("name"));
            close(product, layers.get(l).number("upstreamNorm"));
            product *= layers.get(l).number("factor");
        }
        close(product, answer.number("inputNorm"));
        close(product, answer.number("ratio"));
        close(Math.pow(product, 1.0 / 20), answer.number("rate"));
    }

    /** What the page tells its reader to try, with the depth that it starts with. */
    @ParameterizedTest
    @CsvSource({
        "sigmoid, 0.1, false, VANISHES",
        "sigmoid, 1, false, VANISHES",
        "sigmoid, 4, false, VANISHES",
        "sigmoid, 1, true, STEADY",
        "tanh, 1, false, STEADY",
        "tanh, 2, false, EXPLODES",
        "tanh, 1, true, EXPLODES",
        "relu, 1, false, VANISHES",
        "relu, 1.4, false, STEADY",
        "relu, 2, false, EXPLODES",
        "relu, 1, true, EXPLODES"
    })
    void whatThePageSaysIsSoWhateverTheWeights(String activation, double scale, boolean norm, String verdict) {
        assertVerdict(verdict, activation, scale, norm, false);
    }

    @ParameterizedTest
    @CsvSource({
        "sigmoid, 0.1, false, STEADY",
        "sigmoid, 1, false, STEADY",
        "sigmoid, 4, false, STEADY",
        "tanh, 1, false, EXPLODES",
        "relu, 1, false, EXPLODES",
        "sigmoid, 1, true, STEADY",
        "tanh, 1, true, STEADY",
        "relu, 1, true, STEADY"
    })
    void whatThePageSaysOfResidualConnectionsIsSo(String activation, double scale, boolean norm, String verdict) {
        assertVerdict(verdict, activation, scale, norm, true);
    }

    /** The net that the panel shows, of 30 layers. */
    private static List<DeepNet.LayerGradient> net(
            String activation, double scale, boolean norm, boolean residual, int seed) {
        Activation phi = Activation.valueOf(activation.toUpperCase(Locale.ROOT));
        return new DeepNet(phi, scale, 30, norm, residual, seed, 32, 64).gradients();
    }

    private static void assertVerdict(String verdict, String activation, double scale, boolean norm, boolean residual) {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<DeepNet.LayerGradient> layers = net(activation, scale, norm, residual, seed);
            assertEquals(
                    FlowVerdict.valueOf(verdict), FlowVerdict.of(layers.get(0).inputNorm()), "seed " + seed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sigmoid, 1, 0, 1e-10",
        "relu, 0.5, 0.1, 10",
        "relu, 1, 0.1, 10",
        "relu, 2, 0.1, 10",
        "tanh, 0.5, 0.1, 10"
    })
    void theFirstWeightsLearnAsThePageSays(String activation, double scale, double least, double most) {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<DeepNet.LayerGradient> layers = net(activation, scale, false, false, seed);
            double ratio = layers.get(0).weightNorm() / layers.get(29).weightNorm();
            assertTrue(ratio > least && ratio < most, "first to last " + ratio + " for seed " + seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"sigmoid", "tanh", "relu"})
    void batchNormDividesTheWeightScaleOut(String activation) {
        double small = answer(activation, 0.5, 30, true, 1).number("rate");
        double large = answer(activation, 4, 30, true, 1).number("rate");
        assertEquals(small, large, 0.01 * large);
    }

    @Test
    void weightsOfZeroLetNothingThrough() {
        Answer answer = answer("tanh", 0, 5, false, 1);
        assertEquals(0, answer.number("inputNorm"));
        assertEquals(0, answer.at("layers").list().get(4).number("factor"));
        assertEquals("VANISHES", answer.text("verdict"));
    }

    @ParameterizedTest
    @CsvSource({"SIGMOID,0.25,0.104993585403506509", "TANH,1,0.0706508248531644588", "RELU,1,1"})
    void theSlopeIsLargestAtZeroOrBehindIt(Activation activation, double largest, double atTwo) {
        assertEquals(
                largest,
                answer(activation.name().toLowerCase(Locale.ROOT), 1, 1, false, 1)
                        .number("largestSlope"));
        assertEquals(2, SlopeChart.GRID.at(64));
        assertEquals(atTwo, activation.slope(SlopeChart.GRID).at(64), 1e-15);
    }

    @Test
    void theChartIsTheLibrarysOfAllActivations() {
        Answer answer = answer("tanh", 1.5, 7, false, 3);
        Map<Activation, List<DeepNet.LayerGradient>> nets = new EnumMap<>(Activation.class);
        for (Activation activation : Activation.values()) {
            nets.put(activation, new DeepNet(activation, 1.5, 7, false, false, 3, 32, 64).gradients());
        }
        List<Double> weightNorms = nets.get(Activation.TANH).stream()
                .map(DeepNet.LayerGradient::weightNorm)
                .toList();
        Drawings.assertHolds(
                answer.at("chart"), FlowChart.of(nets, Activation.TANH, weightNorms), FlowChart.HEIGHT, 4, 8);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void theSlopeIsTheLibrarysChart(Activation activation) {
        Drawings.assertHolds(
                answer(activation.name().toLowerCase(Locale.ROOT), 1, 1, false, 1)
                        .at("slope"),
                SlopeChart.of(activation),
                SlopeChart.HEIGHT,
                1,
                97);
    }

    /** Nets share their random numbers: whichever is asked first, and however deep, the answers stay the same. */
    @Test
    void whatIsKeptChangesNoAnswer() {
        String question = "/api/flow?activation=tanh&scale=1.5&depth=7&norm=false&residual=true&seed=";
        String first = APP.get(question + 77).body();
        answer("relu", 1.5, 40, true, 77);
        assertEquals(first, APP.get(question + 77).body());
        for (int seed = 78; seed < 88; seed++) {
            APP.get(question + seed);
        }
        assertEquals(first, APP.get(question + 77).body());
    }

    @Test
    void aHundredLayersAreAnswered() {
        Answer answer = answer("relu", 10, 100, false, 9999);
        assertEquals(100, answer.at("layers").list().size());
    }
}
