package org.closedform.examples.app;

import java.util.List;
import org.closedform.chart.Axis;
import org.closedform.chart.LineChart;
import org.closedform.tensor.Tensor;

/** The likelihood of every model, and its loss. */
final class LikelihoodChart {
    static final int HEIGHT = 210;

    private LikelihoodChart() {}

    static LineChart likelihood(Tensor p, Tensor likelihoods, double target) {
        return chart(
                "The likelihood of every model",
                "The likelihood, as a share of the largest, against the probability of heads in the model; it is largest at t.",
                Axis.linear("L(p) / L(t)").within(0, 1),
                target,
                new LineChart.Line("likelihood", p, likelihoods, "c1"));
    }

    static LineChart loss(Tensor p, Tensor losses, double target) {
        return chart(
                "The loss of every model",
                "Cross-entropy against the probability of heads in the model; it is least at t.",
                Axis.linear("H(t, p)").within(0, 3),
                target,
                new LineChart.Line("cross-entropy", p, losses, "c2"));
    }

    private static LineChart chart(String title, String description, Axis upwards, double target, LineChart.Line line) {
        Axis across =
                Axis.linear("probability of heads in the model").within(0, 1).marking(target, "t");
        return new LineChart(
                title, description + " Some of the numbers are in the table.", across, upwards, List.of(line));
    }
}
