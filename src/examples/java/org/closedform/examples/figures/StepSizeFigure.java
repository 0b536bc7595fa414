package org.closedform.examples.figures;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.closedform.drawing.Plot;
import org.closedform.drawing.Scale;
import org.closedform.drawing.Svg;

/** The V of finite differences: truncation error at large steps, rounding error at small ones. */
final class StepSizeFigure {
    private static final double X = 0.625;

    private StepSizeFigure() {}

    static Svg draw() {
        Svg svg = new Svg(
                720,
                440,
                "The V of finite differences: too large a step, and too small",
                "The relative error of two difference quotients of the sigmoid at x = 5/8 against the step h, both on"
                        + " logarithmic scales. From right to left the error of the central quotient falls with h squared, to"
                        + " about 10 to the −11 at h = 10 to the −5, and then rises with 1 over h in a noisy cloud. That of the"
                        + " one-sided quotient falls with h, to about 10 to the −8 at h = 10 to the −8, and then rises the same"
                        + " way.");
        Plot plot = new Plot(
                svg,
                new Plot.Frame(80, 60, 540, 316),
                Scale.powers("step h", -16, 1, 2),
                Scale.powers("relative error of σ′(x)", -12, 0, 2));
        // for powers of two x + h and x − h are exact
        double[] h = IntStream.rangeClosed(-1, 51)
                .mapToDouble(k -> StrictMath.pow(2, -k))
                .toArray();
        DifferenceQuotients quotients = new DifferenceQuotients(X);
        plot.curve("guide c2", h, of(h, quotients::cutOffOfOneSided));
        plot.curve("guide c1", h, of(h, quotients::cutOffOfCentral));
        plot.curve("guide c4", h, of(h, quotients::roundingOfCentral));
        plot.dots("f2", 3.5, h, of(h, quotients::errorOfOneSided));
        plot.dots("f1", 2.5, h, of(h, quotients::errorOfCentral));
        plot.say("f4", Svg.Anchor.START, 1e-12, 1e-4, 12, -14, "rounding: 1/h");
        plot.say("f2", Svg.Anchor.END, 1e-3, 1e-4, -16, -10, "(σ(x + h) − σ(x)) / h");
        plot.say("f2", Svg.Anchor.START, 2, 0.3, 16, 4.5, "cut off: h");
        plot.say("f1", Svg.Anchor.START, 1e-3, 1e-8, 16, 10, "(σ(x + h) − σ(x − h)) / 2h");
        plot.say("f1", Svg.Anchor.START, 0.1, 1e-3, 20, 12, "cut off: h²");
        return svg;
    }

    private static double[] of(double[] h, DoubleUnaryOperator error) {
        return Arrays.stream(h).map(error).toArray();
    }
}
