package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.closedform.examples.app.RunningApp.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowPanelTest {
    @AutoClose
    private static final RunningApp APP = new RunningApp();

    private static Answer answer(String activation, double scale, int depth, boolean norm, int seed) {
        return APP.answer("/api/flow?activation=" + activation + "&scale=" + scale + "&depth=" + depth + "&norm=" + norm
                + "&seed=" + seed);
    }

    @ParameterizedTest
    @CsvSource({
        "sigmoid,false", "tanh,false", "relu,false",
        "sigmoid,true", "tanh,true", "relu,true"
    })
    void theNormsAreThoseThatFiniteDifferencesOfAPlainLoopGive(String activation, boolean norm) {
        int depth = 3;
        PlainNet net = new PlainNet(activation, 1.25, depth, norm, 11);
        Answer answer = answer(activation, 1.25, depth, norm, 11);
        List<Answer> layers = answer.at("layers").list();

        close(net.stateGradientNorm(0), answer.number("inputNorm"));
        for (int l = 1; l <= depth; l++) {
            Answer layer = layers.get(l - 1);
            assertEquals("layer " + l, layer.text("name"));
            close(net.stateGradientNorm(l), layer.number("upstreamNorm"));
            close(net.weightGradientNorm(l - 1), layer.number("weightNorm"));
        }
        assertEquals(1, layers.get(depth - 1).number("upstreamNorm"), 1e-15);
        close(answer.number("inputNorm"), answer.number("ratio"));
        close(Math.cbrt(answer.number("ratio")), answer.number("rate"));
    }

    private static void close(double expected, double actual) {
        assertEquals(expected, actual, 1e-6 * Math.abs(expected));
    }

    @Test
    void noGradientIsLongerThanTheFactorsAllow() {
        Answer answer = answer("tanh", 1.5, 20, true, 3);
        List<Answer> layers = answer.at("layers").list();
        double product = 1;
        double behind = 1;
        for (int l = layers.size() - 1; l >= 0; l--) {
            product *= layers.get(l).number("factor");
            assertEquals(product, layers.get(l).number("product"), 1e-12 * product);
            double before =
                    l == 0 ? answer.number("inputNorm") : layers.get(l - 1).number("upstreamNorm");
            assertTrue(before <= behind * layers.get(l).number("factor") * (1 + 1e-9), "layer " + (l + 1));
            behind = before;
        }
    }

    @Test
    void fiftySigmoidsVanishAndBatchNormRescuesThem() {
        assertEquals("VANISHES", answer("sigmoid", 1, 50, false, 1).text("verdict"));
        assertEquals("STEADY", answer("sigmoid", 1, 50, true, 1).text("verdict"));
        assertEquals("EXPLODES", answer("relu", 3, 50, false, 1).text("verdict"));
    }

    @Test
    void weightsOfZeroLetNothingThrough() {
        Answer answer = answer("tanh", 0, 5, false, 1);
        assertEquals(0, answer.number("inputNorm"));
        assertEquals(0, answer.at("layers").list().get(0).number("factor"));
        assertEquals("VANISHES", answer.text("verdict"));
    }

    @ParameterizedTest
    @CsvSource({"sigmoid,0.25,0.104993585403506509", "tanh,1,0.0706508248531644588", "relu,1,1"})
    void theSlopeIsLargestAtZeroOrBehindIt(String activation, double largest, double atTwo) {
        Answer slope = answer(activation, 1, 1, false, 1).at("slope");
        assertEquals(largest, slope.number("largest"));
        assertEquals(2, slope.vector("z")[64]);
        assertEquals(atTwo, slope.vector("slope")[64], 1e-15);
    }

    @Test
    void aHundredLayersAreAnswered() {
        Answer answer = answer("relu", 10, 100, false, 9999);
        assertEquals(100, answer.at("layers").list().size());
    }
}
