package org.closedform.examples.figures;

import java.util.stream.IntStream;
import org.closedform.drawing.Plot;
import org.closedform.drawing.Scale;
import org.closedform.drawing.Svg;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Tensor;

/** The sigmoid and its slope, which is never more than a quarter. */
final class SigmoidFigure {
    private SigmoidFigure() {}

    static Svg draw() {
        double[] x = IntStream.rangeClosed(-80, 80).mapToDouble(i -> i / 10.0).toArray();
        Elementwise.Pass pass = new Sigmoid().forward(Tensor.of(x));
        Svg svg = new Svg(
                720,
                400,
                "The sigmoid saturates, and its slope is at most 1/4",
                "Two curves over x from −8 to 8. The sigmoid climbs in an S from 0 to 1, through 1/2 at 0. Its slope is a bell"
                        + " that touches the line at 1/4 at x = 0 and is almost 0 beyond 6 on both sides.");
        Plot plot = new Plot(
                svg, new Plot.Frame(72, 60, 560, 280), Scale.linear("x", -8, 8, 2), Scale.linear("value", 0, 1, 0.25));
        plot.level(0.25);
        plot.curve("c1", x, pass.output().toDoubleArray());
        plot.curve("c2 dash", x, pass.slope().toDoubleArray());
        plot.say("f1", Svg.Anchor.START, 8, 1, 8, 14, "σ(x)");
        plot.say("f2", Svg.Anchor.START, 8, 0, 8, 0, "σ′(x)");
        plot.say("soft", Svg.Anchor.START, 8, 0.25, 8, 4.5, "1/4");
        plot.say("soft", Svg.Anchor.END, 8, 0.25, 0, -10, "σ′ ≤ 1/4, with equality at 0 only");
        return svg;
    }
}
