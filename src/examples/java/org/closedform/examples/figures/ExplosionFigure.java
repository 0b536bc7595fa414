package org.closedform.examples.figures;

import java.util.Locale;
import java.util.stream.IntStream;
import org.closedform.drawing.Plot;
import org.closedform.drawing.Scale;
import org.closedform.drawing.Svg;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Tensor;

/** Shows where a layer with the sigmoid has a factor of at least 1: for large weights, and even then on a short interval only. */
final class ExplosionFigure {
    private static final double WIDEST = 6.9;

    private ExplosionFigure() {}

    static Svg draw() {
        double[] a = IntStream.rangeClosed(0, 200).mapToDouble(i -> i / 200.0).toArray();
        Svg svg = new Svg(
                720,
                400,
                "Under a sigmoid a gradient explodes for |w| ≥ 4 only, if at all",
                "The factor of one layer, w times the slope of the sigmoid at w (a − 1/2), over the activation a from 0 to 1,"
                        + " for four weights. For w = 2 it stays below 1, for w = 4 it touches 1 at a = 1/2. For w = 6.9 it is"
                        + " above 1 on an interval 0.45 wide, for w = 16 it is higher but on a narrower interval.");
        Plot plot = new Plot(
                svg,
                new Plot.Frame(72, 60, 560, 280),
                Scale.linear("activation a of the layer before; z = w (a − ½)", 0, 1, 0.1),
                Scale.linear("|w σ′(z)|", 0, 4, 1));
        plot.level(1);
        curve(plot, "c4 dash", a, 16);
        curve(plot, "c2", a, 4);
        curve(plot, "c3", a, 2);
        curve(plot, "c1", a, WIDEST);
        double half = halfWidth(WIDEST);
        plot.line("thick c1", 0.5 - half, 1, 0.5 + half, 1);
        plot.say("f4", Svg.Anchor.START, 0.56, 3.6, 0, 0, "w = 16");
        plot.say("f1", Svg.Anchor.START, 0.7, 1.5, 0, 0, "w = 6.9: at least 1 on an interval");
        plot.say(
                "f1",
                Svg.Anchor.START,
                0.7,
                1.5,
                0,
                17,
                String.format(Locale.ROOT, "%.2f wide, the widest there is", 2 * half));
        plot.say("f2", Svg.Anchor.START, 1, 0.42, 8, -6, "w = 4");
        plot.say("f3", Svg.Anchor.START, 1, 0.39, 8, 10, "w = 2");
        return svg;
    }

    private static void curve(Plot plot, String style, double[] a, double w) {
        double[] z =
                IntStream.range(0, a.length).mapToDouble(i -> w * (a[i] - 0.5)).toArray();
        plot.curve(
                style, a, new Sigmoid().forward(Tensor.of(z)).slope().times(w).toDoubleArray());
    }

    /** w σ′(z) = 1 where e^|z| = w (1 + √(1 − 4/w)) / 2 − 1, and |z| = w |a − ½|. */
    private static double halfWidth(double w) {
        return StrictMath.log(w * (1 + StrictMath.sqrt(1 - 4 / w)) / 2 - 1) / w;
    }
}
