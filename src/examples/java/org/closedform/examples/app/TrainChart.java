package org.closedform.examples.app;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.closedform.chart.Axis;
import org.closedform.chart.LineChart;
import org.closedform.tensor.Tensor;

/** The loss of a net in training, and the lengths of its layers' gradients. */
final class TrainChart {
    static final int HEIGHT = 250;

    private TrainChart() {}

    static LineChart loss(List<Integer> steps, List<TrainingRun.Moment> moments) {
        return new LineChart(
                "The loss, step by step",
                "The mean cross-entropy from the first step on. Some of the numbers are in the table.",
                across(steps),
                Axis.linear("C").holding(0, 0.8),
                List.of(line("C", "c1", steps, moments, TrainingRun.Moment::loss)));
    }

    static LineChart gradients(List<Integer> steps, List<TrainingRun.Moment> moments) {
        int last = moments.get(0).weightNorms().size() - 1;
        return new LineChart(
                "The gradients’ lengths, step by step",
                "A line for the weights of each layer, that of the output dashed. Some of the numbers are in the table.",
                across(steps),
                Axis.logarithmic("‖∂C/∂W‖").holding(1e-2, 1),
                IntStream.rangeClosed(0, last)
                        .mapToObj(l -> line(
                                l < last ? "layer " + (l + 1) : "output",
                                l < last ? "c" + (l % 4 + 1) : "last dash",
                                steps,
                                moments,
                                moment -> moment.weightNorms().get(l)))
                        .toList());
    }

    private static Axis across(List<Integer> steps) {
        return Axis.linear("step").within(0, Math.max(1, steps.get(steps.size() - 1)));
    }

    private static LineChart.Line line(
            String name,
            String style,
            List<Integer> steps,
            List<TrainingRun.Moment> moments,
            ToDoubleFunction<TrainingRun.Moment> part) {
        return new LineChart.Line(
                name,
                Tensor.of(steps.stream().mapToDouble(step -> step).toArray()),
                Tensor.of(moments.stream().mapToDouble(part).toArray()),
                style);
    }
}
