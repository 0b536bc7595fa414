package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.closedform.chart.Axis;
import org.closedform.chart.LineChart;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Running statistics before the first batch and after each, beside those that the data are drawn with. */
final class RunningChart {
    static final int HEIGHT = 250;

    private RunningChart() {}

    static LineChart means(List<RunningPanel.Moment> moments, double dataMean) {
        return chart("mean μ", 4, dataMean, List.of(line("running", "c1", moments, RunningPanel.Moment::mean)));
    }

    static LineChart variances(List<RunningPanel.Moment> moments, double dataVariance) {
        return chart(
                "variance v",
                5,
                dataVariance,
                List.of(
                        line("biased", "c2", moments, RunningPanel.Moment::biased),
                        line("unbiased", "c1", moments, RunningPanel.Moment::unbiased)));
    }

    private static LineChart chart(String what, double most, double data, List<LineChart.Line> running) {
        int last = running.get(0).x().size() - 1;
        List<LineChart.Line> lines = new ArrayList<>(running);
        lines.add(new LineChart.Line("the data", Tensor.of(0, last), Tensor.of(data, data), "data guide"));
        return new LineChart(
                "The running " + what + ", batch by batch",
                "The running " + what
                        + " and, level, that of the data. The numbers of every fifth batch are in the table.",
                Axis.linear("batch").within(0, last),
                Axis.linear(what).holding(0, most),
                lines);
    }

    private static LineChart.Line line(
            String name, String style, List<RunningPanel.Moment> moments, ToDoubleFunction<RunningPanel.Moment> part) {
        Tensor batches = Tensor.generate(Shape.of(moments.size()), index -> index[0]);
        return new LineChart.Line(
                name, batches, Tensor.of(moments.stream().mapToDouble(part).toArray()), style);
    }
}
