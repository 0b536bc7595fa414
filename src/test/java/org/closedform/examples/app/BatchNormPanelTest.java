package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.closedform.examples.app.RunningApp.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The expected numbers were computed with 60 digits, outside of this library. */
class BatchNormPanelTest {
    private static final double ROUNDING = 2e-15;

    @AutoClose
    private static final RunningApp APP = new RunningApp();

    private static Answer answer(String x, String dy, double gamma, double beta) {
        return APP.answer("/api/batch-norm?x=" + x + "&dy=" + dy + "&gamma=" + gamma + "&beta=" + beta);
    }

    @Test
    void givesTheStatisticsAndTheWayForward() {
        Answer answer = answer("-2,1,2,5", "1,-0.5,0,0.25", 1.5, -0.75);
        assertEquals(1.5, answer.number("mean"), ROUNDING);
        assertEquals(6.25, answer.number("variance"), ROUNDING);
        assertEquals(1e-5, answer.number("epsilon"));
        assertEquals(2.5000019999992000006399, answer.number("deviation"), ROUNDING);
        near(
                answer,
                "xHat",
                -1.399998880001343998208,
                -0.199999840000191999744,
                0.199999840000191999744,
                1.399998880001343998208);
        near(
                answer,
                "y",
                -2.849998320002015997312,
                -1.049999760000287999616,
                -0.450000239999712000383,
                1.349998320002015997312);
    }

    @Test
    void givesTheThreeTermsAndTheGradients() {
        Answer answer = answer("-2,1,2,5", "1,-0.5,0,0.25", 1.5, -0.75);
        near(answer, "dxHat", 1.5, -0.75, 0, 0.375);
        assertEquals(0.28125, answer.number("throughMean"), ROUNDING);
        near(
                answer,
                "throughVariance",
                0.498749202001276797957,
                0.071249886000182399708,
                -0.071249886000182399708,
                -0.498749202001276797957);
        near(
                answer,
                "terms",
                0.720000797998723202042,
                -1.102499886000182399708,
                -0.210000113999817600291,
                0.592499202001276797957);
        near(
                answer,
                "dx",
                0.288000088799510401163,
                -0.440999601600532799216,
                -0.083999978399971200111,
                0.236999491200993598164);
        assertEquals(-0.949999240000911998784, answer.number("dGamma"), ROUNDING);
        assertEquals(0.75, answer.number("dBeta"), ROUNDING);
    }

    @Test
    void anEvenUpstreamOnlyShiftsSoNothingArrives() {
        near(answer("-2,1,2,5", "1,1,1,1", 2, 0), "dx", 0, 0, 0, 0);
    }

    @Test
    void withTheDeviationAndTheMeanTheBatchComesBack() {
        Answer plain = answer("-2,1,2,5", "0,0,0,0", 1, 0);
        Answer undone = answer("-2,1,2,5", "0,0,0,0", plain.number("deviation"), plain.number("mean"));
        near(undone, "y", -2, 1, 2, 5);
    }

    @Test
    void aSingleSampleIsItsOwnMean() {
        Answer answer = answer("7", "1", 3, 0.5);
        near(answer, "y", 0.5);
        near(answer, "dx", 0);
    }

    @Test
    void takesTheLargestBatchThatThereMayBe() {
        String[] numbers = new String[32];
        Arrays.fill(numbers, "-1000");
        assertEquals(
                -1000,
                answer(String.join(",", numbers), String.join(",", numbers), 1000, 1000)
                        .number("mean"));
    }

    private static void near(Answer answer, String name, double... expected) {
        assertArrayEquals(expected, answer.vector(name), ROUNDING, name);
    }
}
