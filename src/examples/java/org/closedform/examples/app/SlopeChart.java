package org.closedform.examples.app;

import java.util.List;
import org.closedform.chart.Axis;
import org.closedform.chart.LineChart;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** The derivative of an activation, and the line that the sigmoid's never exceeds. */
final class SlopeChart {
    static final int HEIGHT = 190;

    /** From −6 to 6 in steps of 1/8, with 0. */
    static final Tensor GRID = Tensor.generate(Shape.of(97), index -> (index[0] - 48) / 8.0);

    private SlopeChart() {}

    static LineChart of(Activation activation) {
        return new LineChart(
                "Slope of " + activation.title(),
                "The slope against z, and a line at a quarter, the most that the sigmoid’s can be.",
                Axis.linear("z").within(-6, 6),
                Axis.linear("φ′(z)").within(0, 1.05).marking(0.25, "¼"),
                List.of(new LineChart.Line(activation.title(), GRID, activation.slope(GRID), activation.style())));
    }
}
