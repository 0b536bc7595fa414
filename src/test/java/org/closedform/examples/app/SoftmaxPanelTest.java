package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.closedform.examples.app.RunningApp.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected numbers were computed with 60 digits, outside of this library. */
class SoftmaxPanelTest {
    private static final double ROUNDING = 1e-15;
    private static final double[] PROBABILITIES = {
        0.7053845126982411583285, 0.2594964603424191174836, 0.0351190269593397241878
    };
    private static final double LOSS = 1.3490122167681863854175;
    private static final double[][] JACOBIAN = {
        {0.2078172019437060163892, -0.183044784225555771137, -0.024772417718150245251},
        {-0.183044784225555771137, 0.1921580474121744197197, -0.009113263186618648582},
        {-0.024772417718150245251, -0.009113263186618648582, 0.0338856809047688938343}
    };

    @AutoClose
    private static final RunningApp APP = new RunningApp();

    private static Answer answer(String logits, int shift, int target, String derivation) {
        return APP.answer("/api/softmax?logits=" + logits + "&shift=" + shift + "&target=" + target + "&derivation="
                + derivation);
    }

    @Test
    void givesProbabilitiesLossAndGradient() {
        Answer answer = answer("2,1,-1", 0, 1, "right");
        assertArrayEquals(new double[] {2, 1, -1}, answer.vector("logits"));
        assertArrayEquals(PROBABILITIES, answer.vector("probabilities"), ROUNDING);
        assertEquals(1, answer.number("probabilitySum"), ROUNDING);
        assertArrayEquals(new double[] {0, 1, 0}, answer.vector("target"));
        assertEquals(LOSS, answer.number("loss"), ROUNDING);
        assertArrayEquals(
                new double[] {PROBABILITIES[0], -0.740503539657580882516, PROBABILITIES[2]},
                answer.vector("gradient"),
                ROUNDING);
        assertEquals(0, answer.number("gradientSum"), ROUNDING);
    }

    @Test
    void givesTheJacobianWhoseRowsSumToZero() {
        Answer answer = answer("2,1,-1", 0, 1, "right");
        List<Answer> rows = answer.at("jacobian").list();
        assertEquals(3, rows.size());
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(JACOBIAN[i], rows.get(i).vector(), ROUNDING);
        }
        assertArrayEquals(new double[3], answer.vector("rowSums"), ROUNDING);
    }

    @ParameterizedTest
    @CsvSource({"10", "1000", "-1000"})
    void nothingChangesWhenAllLogitsAreShifted(int shift) {
        Answer answer = answer("2,1,-1", shift, 1, "right");
        assertArrayEquals(new double[] {2 + shift, 1 + shift, -1 + shift}, answer.vector("logits"));
        assertArrayEquals(PROBABILITIES, answer.vector("probabilities"), ROUNDING);
        assertEquals(LOSS, answer.number("loss"), ROUNDING);
        assertEquals("PASS", answer.at("check").text("verdict"));
    }

    @ParameterizedTest
    @CsvSource({"right,PASS", "sign,FAIL", "forgotten_target,FAIL", "factor,FAIL", "nearly,FAIL"})
    void theCheckTellsARightDerivationFromAWrongOne(String derivation, String verdict) {
        Answer check = answer("2,1,-1,0.5", 0, 3, derivation).at("check");
        assertEquals(verdict, check.text("verdict"));
        assertTrue(check.text("report").startsWith(verdict), check.text("report"));
    }

    @ParameterizedTest
    @CsvSource({"0,right,PASS", "1,right,PASS", "0,sign,FAIL", "0,factor,FAIL", "1,nearly,FAIL"})
    void theCheckIsSharpWhereSoftmaxIsSureToo(int target, String derivation, String verdict) {
        assertEquals(
                verdict, answer("10,-10", 0, target, derivation).at("check").text("verdict"));
    }

    @Test
    void theStepsEndInTheSameNumbers() {
        Answer answer = answer("2,1,-1", 0, 1, "right");
        assertArrayEquals(
                PROBABILITIES, lastValue(answer.at("softmax"), "forward").vector(), ROUNDING);
        assertArrayEquals(
                JACOBIAN[1], lastValue(answer.at("softmax"), "backward").vector(), ROUNDING);
        assertEquals(LOSS, lastValue(answer.at("crossEntropy"), "forward").number(), ROUNDING);
        assertArrayEquals(
                answer.vector("gradient"),
                lastValue(answer.at("crossEntropy"), "backward").list().get(0).vector());
    }

    private static Answer lastValue(Answer example, String way) {
        List<Answer> steps = example.at(way).list();
        return steps.get(steps.size() - 1).at("value");
    }

    @Test
    void takesTheLargestAndTheMostLogitsThatThereMayBe() {
        Answer answer = answer("1000,-1000,0,0,0,0,0,0,0,1000", 1000, 1, "right");
        assertEquals(2000 + 0.693147180559945309417, answer.number("loss"), 1e-12);
        assertArrayEquals(new double[] {0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0.5}, answer.vector("probabilities"), ROUNDING);
    }
}
