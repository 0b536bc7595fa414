package org.closedform.examples.app;

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

class RunningPanelTest {
    private static final double ROUNDING = 1e-13;

    @AutoClose
    private static final RunningApp APP = new RunningApp();

    private static List<Answer> moments(int percent, int size) {
        return APP.answer("/api/running?percent=" + percent + "&size=" + size)
                .at("moments")
                .list();
    }

    private static Answer last(int percent, int size) {
        List<Answer> moments = moments(percent, size);
        return moments.get(moments.size() - 1);
    }

    @ParameterizedTest
    @CsvSource({"10, 4", "1, 2", "100, 3", "50, 64"})
    void theAveragesAreThoseOfAPlainLoop(int percent, int size) {
        double weight = percent / 100.0;
        SplittableRandom random = new SplittableRandom(6);
        double mean = 0;
        double biased = 1;
        double unbiased = 1;
        for (Answer moment : moments(percent, size)) {
            assertEquals(mean, moment.number("mean"), ROUNDING);
            assertEquals(biased, moment.number("biased"), ROUNDING);
            assertEquals(unbiased, moment.number("unbiased"), ROUNDING);
            double[] batch = new double[size];
            Arrays.setAll(batch, i -> 3 + 2 * random.nextGaussian());
            double centre = Arrays.stream(batch).sum() / size;
            double squares = Arrays.stream(batch)
                    .map(number -> (number - centre) * (number - centre))
                    .sum();
            mean += weight * (centre - mean);
            biased += weight * (squares / size - biased);
            unbiased += weight * (squares / (size - 1) - unbiased);
        }
    }

    @Test
    void theChartsAreTheLibrarys() {
        Answer answer = APP.answer("/api/running?percent=10&size=4");
        List<RunningPanel.Moment> moments = answer.at("moments").list().stream()
                .map(moment -> new RunningPanel.Moment(
                        moment.number("mean"), moment.number("biased"), moment.number("unbiased")))
                .toList();
        Drawings.assertHolds(answer.at("means"), RunningChart.means(moments, 3), RunningChart.HEIGHT, 2, 61);
        Drawings.assertHolds(answer.at("variances"), RunningChart.variances(moments, 4), RunningChart.HEIGHT, 3, 61);
    }

    /** What the page says of the momentum, of the size of a batch, and of the two variances. */
    @Test
    void theCurvesAreAsThePageSays() {
        assertTrue(last(2, 64).number("mean") < 2.5, "the start is still in the average");
        assertEquals(3, last(10, 64).number("mean"), 0.2);
        assertEquals(0.75, last(10, 4).number("biased") / last(10, 4).number("unbiased"), 0.01);
        assertEquals(1, last(10, 64).number("biased") / last(10, 64).number("unbiased"), 0.02);
    }
}
