package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.closedform.examples.app.RunningApp.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferencePanelTest {
    private static final double EPSILON = 1e-5;
    private static final double ROUNDING = 1e-12;

    @AutoClose
    private static final RunningApp APP = new RunningApp();

    private static Answer answer(int count, double shift) {
        return APP.answer("/api/inference?percent=10&size=16&count=" + count + "&shift=" + shift);
    }

    private static double[] normalized(double[] x, double mean, double variance) {
        return Arrays.stream(x)
                .map(number -> (number - mean) / Math.sqrt(variance + EPSILON))
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -2.5, 100})
    void trainingTakesTheBatchsStatisticsAndInferenceTheRunningOnes(double shift) {
        Answer answer = answer(8, shift);
        double[] x = answer.vector("x");
        double mean = Arrays.stream(x).sum() / x.length;
        double variance = Arrays.stream(x)
                        .map(number -> (number - mean) * (number - mean))
                        .sum()
                / x.length;
        assertEquals(mean, answer.number("batchMean"), ROUNDING);
        assertEquals(variance, answer.number("batchVariance"), ROUNDING);
        assertArrayEquals(normalized(x, mean, variance), answer.vector("training"), ROUNDING);
        assertArrayEquals(
                normalized(x, answer.number("runningMean"), answer.number("runningVariance")),
                answer.vector("inference"),
                ROUNDING);
    }

    @Test
    void theRunningStatisticsAreTheLastOfTheCurves() {
        List<Answer> moments =
                APP.answer("/api/running?percent=10&size=16").at("moments").list();
        Answer last = moments.get(moments.size() - 1);
        assertEquals(last.number("mean"), answer(8, 0).number("runningMean"));
        assertEquals(last.number("unbiased"), answer(8, 0).number("runningVariance"));
    }

    /** What the page says of data that move. */
    @Test
    void trainingDoesNotNoticeAShiftAndInferenceIsOffByIt() {
        Answer before = answer(8, 0);
        Answer after = answer(8, 5);
        assertArrayEquals(before.vector("training"), after.vector("training"), ROUNDING);
        double off = 5 / Math.sqrt(before.number("runningVariance") + EPSILON);
        assertArrayEquals(
                Arrays.stream(before.vector("inference"))
                        .map(number -> number + off)
                        .toArray(),
                after.vector("inference"),
                ROUNDING);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-6, 0, 3.5})
    void trainingLosesABatchOfOne(double shift) {
        Answer answer = answer(1, shift);
        assertArrayEquals(new double[] {0}, answer.vector("training"));
        assertEquals(0, answer.number("batchVariance"));
        assertTrue(answer.vector("inference")[0] != 0);
    }
}
