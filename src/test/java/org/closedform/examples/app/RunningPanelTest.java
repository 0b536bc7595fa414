package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.closedform.examples.app.RunningApp.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunningPanelTest {
    private static final double ROUNDING = 1e-13;
    private static final int LARGEST_NEW_BATCH = 16;

    @AutoClose
    private static final RunningApp APP = new RunningApp();

    private static Answer answer(int percent, int size, int count, double shift) {
        return APP.answer("/api/running?percent=" + percent + "&size=" + size + "&count=" + count + "&shift=" + shift);
    }

    private static Answer last(Answer answer) {
        List<Answer> moments = answer.at("moments").list();
        return moments.get(moments.size() - 1);
    }

    private static double mean(double[] x) {
        return Arrays.stream(x).sum() / x.length;
    }

    private static double squares(double[] x) {
        double mean = mean(x);
        return Arrays.stream(x).map(number -> (number - mean) * (number - mean)).sum();
    }

    @ParameterizedTest
    @CsvSource({"10, 4", "1, 2", "100, 3", "50, 64"})
    void theAveragesAreThoseOfAPlainLoop(int percent, int size) {
        double weight = percent / 100.0;
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < LARGEST_NEW_BATCH; i++) {
            random.nextGaussian();
        }
        double mean = 0;
        double biased = 1;
        double unbiased = 1;
        for (Answer moment : answer(percent, size, 1, 0).at("moments").list()) {
            assertEquals(mean, moment.number("mean"), ROUNDING);
            assertEquals(biased, moment.number("biased"), ROUNDING);
            assertEquals(unbiased, moment.number("unbiased"), ROUNDING);
            double[] batch = new double[size];
            Arrays.setAll(batch, i -> 3 + 2 * random.nextGaussian());
            mean += weight * (mean(batch) - mean);
            biased += weight * (squares(batch) / size - biased);
            unbiased += weight * (squares(batch) / (size - 1) - unbiased);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -2.5, 100})
    void trainingTakesTheBatchsStatisticsAndInferenceTheRunningOnes(double shift) {
        Answer answer = answer(10, 16, 8, shift);
        double[] x = answer.vector("x");
        double mean = mean(x);
        double variance = squares(x) / x.length;
        assertEquals(mean, answer.number("batchMean"), ROUNDING * (1 + Math.abs(mean)));
        assertEquals(variance, answer.number("batchVariance"), 1e-12);
        double running = last(answer).number("mean");
        double deviation = Math.sqrt(last(answer).number("unbiased") + 1e-5);
        double[] training = Arrays.stream(x)
                .map(one -> (one - mean) / Math.sqrt(variance + 1e-5))
                .toArray();
        double[] inference =
                Arrays.stream(x).map(one -> (one - running) / deviation).toArray();
        assertArrayEquals(training, answer.vector("training"), 1e-12);
        assertArrayEquals(inference, answer.vector("inference"), 1e-12);
    }

    /** What the page says of data that move. */
    @Test
    void trainingDoesNotNoticeAShiftAndInferenceIsOffByIt() {
        Answer before = answer(10, 16, 8, 0);
        Answer after = answer(10, 16, 8, 5);
        assertArrayEquals(before.vector("training"), after.vector("training"), 1e-12);
        double off = 5 / Math.sqrt(last(before).number("unbiased") + 1e-5);
        for (int i = 0; i < 8; i++) {
            assertEquals(before.vector("inference")[i] + off, after.vector("inference")[i], 1e-12);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-6, 0, 3.25})
    void trainingLosesABatchOfOne(double shift) {
        Answer answer = answer(10, 4, 1, shift);
        assertArrayEquals(new double[] {0}, answer.vector("training"));
        assertEquals(0, answer.number("batchVariance"));
        assertTrue(answer.vector("inference")[0] != 0);
    }

    /** What the page says of the momentum, and of the two variances. */
    @Test
    void theCurvesAreAsThePageSays() {
        double left = Math.pow(0.98, 60);
        assertTrue(left > 0.29, "the start's weight at ω = 0.02 after sixty batches");
        assertTrue(last(answer(2, 64, 1, 0)).number("mean") < 2.5);
        assertEquals(3, last(answer(10, 64, 1, 0)).number("mean"), 0.2);
        Answer coarse = last(answer(10, 4, 1, 0));
        assertEquals(0.75, coarse.number("biased") / coarse.number("unbiased"), 0.01);
        Answer fine = last(answer(10, 64, 1, 0));
        assertEquals(1, fine.number("biased") / fine.number("unbiased"), 0.02);
    }
}
