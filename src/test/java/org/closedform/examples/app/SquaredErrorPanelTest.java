package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.closedform.chart.LineChart;
import org.closedform.examples.app.RunningApp.Answer;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.MeanSquaredError;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SquaredErrorPanelTest {
    @AutoClose
    private static final RunningApp APP = new RunningApp();

    private static Answer answer(double start, double rate) {
        return APP.answer("/api/squared-error?start=" + start + "&rate=" + rate);
    }

    /** w = b = 2, as the page starts: σ(4) = 0.98201379, σ′(4) = 0.01766271. */
    @Test
    void theSlopesAtTheStartAreThoseOfTheFormulas() {
        Answer answer = answer(4, 0.5);
        for (String loss : new String[] {"squaredError", "crossEntropy"}) {
            assertEquals(4, answer.at(loss).vector("z")[0]);
            assertEquals(0.982013790037908, answer.at(loss).vector("output")[0], 1e-15);
        }
        assertEquals(0.034690042, answer.at("squaredError").vector("slope")[0], 5e-10);
        assertEquals(0.982013790, answer.at("crossEntropy").vector("slope")[0], 5e-10);
    }

    /** With x = 1 a rate of 1/2 for w and for b is one of 1 for z. 4 is where the page starts; the others are the lesson's. */
    @ParameterizedTest
    @CsvSource({"0, 35, 10", "2, 43, 12", "4, 70, 15", "5, 119, 16", "9, 4105, 20", "10, 11068, 21"})
    void theNeuronTakesAsManyStepsAsInTheLesson(double start, int slow, int fast) {
        Answer answer = answer(start, 0.5);
        assertEquals(slow, answer.at("squaredError").number("arrival"));
        assertEquals(fast, answer.at("crossEntropy").number("arrival"));
    }

    @ParameterizedTest
    @CsvSource({"4, 0.5", "0, 0.1", "10, 2", "-10, 10", "1.5, 0"})
    void theNeuronGoesWhereAPlainLoopGoes(double start, double rate) {
        Answer answer = answer(start, rate);
        for (boolean squared : new boolean[] {true, false}) {
            Answer descent = answer.at(squared ? "squaredError" : "crossEntropy");
            double w = start / 2;
            double b = start / 2;
            for (int step = 0; step <= 150; step++) {
                double y = 1 / (1 + Math.exp(-w - b));
                double slope = squared ? 2 * y * y * (1 - y) : y;
                assertEquals(w + b, descent.vector("z")[step], 1e-10);
                assertEquals(y, descent.vector("output")[step], 1e-12);
                assertEquals(slope, descent.vector("slope")[step], 1e-12);
                w -= rate * slope;
                b -= rate * slope;
            }
        }
    }

    @Test
    void theNeuronGoesWhereItsLogitAloneGoes() {
        Tensor no = Tensor.of(0);
        Operator<Tensor, Tensor> squared = new Sigmoid().then(MeanSquaredError.of(no));
        Operator<Tensor, Tensor> entropy = BinaryCrossEntropyLoss.onLogits(no);
        Answer answer = answer(6, 0.75);
        Tensor slow = Tensor.of(6.0);
        Tensor fast = slow;
        for (int step = 0; step <= 150; step++) {
            assertEquals(slow.item(), answer.at("squaredError").vector("z")[step], 1e-12);
            assertEquals(fast.item(), answer.at("crossEntropy").vector("z")[step], 1e-12);
            slow = slow.minus(squared.forward(slow).gradient().times(1.5));
            fast = fast.minus(entropy.forward(fast).gradient().times(1.5));
        }
    }

    /** 2 y² (1 − y) is largest at y = 2/3. */
    @Test
    void squaredErrorPullsHardestAtTwoThirds() {
        List<LineChart.Line> lines = SquaredErrorPanel.pulls().lines();
        double[] grid = lines.get(0).x().toDoubleArray();
        double[] squared = lines.get(0).y().toDoubleArray();
        for (int i = 0; i < grid.length; i++) {
            double y = 1 / (1 + Math.exp(-grid[i]));
            assertEquals(y, lines.get(1).y().at(i), 1e-15);
            assertEquals(2 * y * y * (1 - y), squared[i], 1e-15);
            assertTrue(squared[i] <= 8 / 27.0);
        }
        assertEquals(8 / 27.0, squared[43], 1e-3, "at 3/4, near log 2");
    }

    @Test
    void theChartsAreTheLibrarys() {
        Answer answer = answer(4, 0.5);
        LineChart outputs = DescentChart.outputs(
                Tensor.of(answer.at("squaredError").vector("output")),
                Tensor.of(answer.at("crossEntropy").vector("output")),
                0.1);
        Drawings.assertHolds(answer.at("outputs"), outputs, DescentChart.HEIGHT, 2, 151);
        Drawings.assertHolds(answer.at("pulls"), SquaredErrorPanel.pulls(), DescentChart.HEIGHT, 2, 81);
    }

    @Test
    void whoDoesNotMoveDoesNotArrive() {
        Answer descent = answer(4, 0).at("squaredError");
        assertEquals(Double.POSITIVE_INFINITY, descent.number("arrival"));
        assertEquals(4, descent.vector("z")[150]);
    }

    @Test
    void whoHasArrivedNeedsNoStep() {
        assertEquals(0, answer(-3, 1).at("crossEntropy").number("arrival"));
    }
}
