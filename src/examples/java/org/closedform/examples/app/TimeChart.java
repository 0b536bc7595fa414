package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.List;
import org.closedform.chart.Axis;
import org.closedform.chart.LineChart;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** The length of a gradient against the steps that it has come back through time. */
final class TimeChart {
    static final int HEIGHT = 330;

    private TimeChart() {}

    static LineChart of(List<TimePanel.Net> nets, TimePanel.Net cell) {
        Tensor back = Tensor.generate(Shape.of(RecurrentNets.STEPS + 1), index -> index[0]);
        List<LineChart.Line> lines = new ArrayList<>();
        for (TimePanel.Net net : nets) {
            lines.add(new LineChart.Line(net.name(), back, net.norms(), "c" + (lines.size() + 1)));
        }
        lines.add(new LineChart.Line(cell.name(), back, cell.norms(), "c2 dash"));
        return new LineChart(
                "The gradient’s length by steps back in time",
                "A line for the RNN, the LSTM and the GRU, from length 1 at the left; dashed, what the product of the LSTM’s forget gates"
                        + " leaves. The numbers of every tenth step are in the table.",
                Axis.linear("steps back in time ⟶").within(0, RecurrentNets.STEPS),
                Axis.logarithmic("length of the gradient").holding(1e-4, 1e2).marking(1, ""),
                lines);
    }
}
