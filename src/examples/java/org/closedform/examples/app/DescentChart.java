package org.closedform.examples.app;

import java.util.List;
import org.closedform.chart.Axis;
import org.closedform.chart.LineChart;
import org.closedform.tensor.Tensor;

/** A neuron under two losses: its output against the step, and how hard each loss pulls at it. */
final class DescentChart {
    static final int HEIGHT = 260;

    private DescentChart() {}

    /** y after each step. */
    static LineChart outputs(Tensor squaredError, Tensor crossEntropy, double goal) {
        Tensor steps = Tensor.generate(squaredError.shape(), index -> index[0]);
        return new LineChart(
                "What the neuron says, step by step",
                "The output under squared error and under cross-entropy, from the start at the left, and a line at the goal. The numbers of"
                        + " every tenth step are in the table.",
                Axis.linear("step").within(0, squaredError.size() - 1),
                Axis.linear("y").within(0, 1).marking(goal, Double.toString(goal)),
                lines(steps, squaredError, crossEntropy));
    }

    /** The slopes of both losses by z. */
    static LineChart pulls(Tensor z, Tensor squaredError, Tensor crossEntropy) {
        return new LineChart(
                "How hard each loss pulls",
                "The slope of each loss against z. That of squared error falls to 0 on both sides, that of cross-entropy only at the left.",
                Axis.linear("z").within(z.min().item(), z.max().item()),
                Axis.linear("slope by z").within(0, 1),
                lines(z, squaredError, crossEntropy));
    }

    private static List<LineChart.Line> lines(Tensor x, Tensor squaredError, Tensor crossEntropy) {
        return List.of(
                new LineChart.Line("squared error", x, squaredError, "c2"),
                new LineChart.Line("cross-entropy", x, crossEntropy, "c1"));
    }
}
