package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.closedform.chart.LineChart;
import org.closedform.examples.app.RunningApp.Answer;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikelihoodPanelTest {
    @AutoClose
    private static final RunningApp APP = new RunningApp();

    private static Answer answer(double target, int count, double q) {
        return APP.answer("/api/likelihood?target=" + target + "&count=" + count + "&q=" + q);
    }

    @Test
    void theChartsAreTheLibrarys() {
        Answer answer = answer(0.75, 4, 0.5);
        Tensor grid = Tensor.of(answer.vector("grid"));
        Answer charts = answer.at("charts");
        Drawings.assertHolds(
                charts.at("likelihood"),
                LikelihoodChart.likelihood(grid, Tensor.of(answer.vector("likelihoods")), 0.75),
                LikelihoodChart.HEIGHT,
                1,
                101);
        LineChart loss = LikelihoodChart.loss(grid, Tensor.of(answer.vector("losses")), 0.75);
        Drawings.assertHolds(charts.at("loss"), loss, LikelihoodChart.HEIGHT, 1, 98);
    }

    /** Three heads of four under a fair coin: L = 1/16. */
    @Test
    void fourTossesOfAFairCoin() {
        Answer answer = answer(0.75, 4, 0.5);
        assertEquals(-Math.log(16), answer.number("logLikelihood"), 1e-14);
        assertEquals(Math.log(2), answer.number("crossEntropy"), 1e-15);
        assertEquals(-0.25, answer.number("gradient"), 1e-15);
    }

    @ParameterizedTest
    @CsvSource({"0.75, 4, 0.5", "0.3, 10, 0.31", "1, 1000, 0.999", "0.5, 2, 1e-9", "0, 3, 0"})
    void crossEntropyIsEntropyAndDivergence(double target, int count, double q) {
        Answer answer = answer(target, count, q);
        double sum = answer.number("entropy") + answer.number("divergence");
        assertEquals(answer.number("crossEntropy"), sum, 1e-14 * (1 + sum));
        assertEquals(-count * answer.number("crossEntropy"), answer.number("logLikelihood"), 1e-9);
        assertEquals(q - target, answer.number("gradient"), 1e-15);
    }

    @ParameterizedTest
    @CsvSource({"0.75, 8", "0.5, 1", "1, 20", "0, 5"})
    void theCurvesHaveTheirBestWhereTheDataAre(double target, int count) {
        Answer answer = answer(target, count, 0.4);
        double[] grid = answer.vector("grid");
        double[] likelihoods = answer.vector("likelihoods");
        double[] losses = answer.vector("losses");
        int best = (int) Math.round(100 * target);
        assertEquals(target, grid[best], 1e-15);
        assertEquals(1, likelihoods[best], 1e-15);
        for (int i = 0; i < grid.length; i++) {
            assertTrue(likelihoods[i] <= 1 && losses[i] >= losses[best], "at " + grid[i]);
            double p = grid[i];
            double likelihood = Math.pow(p, count * target) * Math.pow(1 - p, count * (1 - target));
            double largest = Math.pow(target, count * target) * Math.pow(1 - target, count * (1 - target));
            assertEquals(likelihood / largest, likelihoods[i], 1e-12, "at " + p);
        }
    }

    /** A model that excludes what has happened. */
    @Test
    void whatHasHappenedCannotBeImpossible() {
        Answer answer = answer(0.5, 2, 0);
        assertEquals(Double.POSITIVE_INFINITY, answer.number("crossEntropy"));
        assertEquals(Double.NEGATIVE_INFINITY, answer.number("logLikelihood"));
        assertEquals(-0.5, answer.number("gradient"));
    }
}
