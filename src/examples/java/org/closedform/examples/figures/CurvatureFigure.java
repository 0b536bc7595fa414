package org.closedform.examples.figures;

import java.util.stream.IntStream;
import org.closedform.drawing.Plot;
import org.closedform.drawing.Scale;
import org.closedform.drawing.Svg;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.Reduction;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Tensor;

/** How two losses of a sigmoid bend: cross-entropy upwards, squared error also downwards. */
final class CurvatureFigure {
    private CurvatureFigure() {}

    static Svg draw() {
        double[] x = IntStream.rangeClosed(-80, 80).mapToDouble(i -> i / 10.0).toArray();
        Tensor ones = Tensor.of(x).onesLike();
        Svg svg = new Svg(
                720,
                400,
                "Behind a sigmoid cross-entropy is convex, squared error is not",
                "The second derivatives of two losses by the logit x from −8 to 8, for a target of 1. That of cross-entropy is"
                        + " a bell, above 0 everywhere and 1/4 at x = 0. That of squared error is negative below x = −log 2, down"
                        + " to −0.06 near x = −1.9, and positive above, up to 0.08 near x = 0.5.");
        Plot plot = new Plot(
                svg,
                new Plot.Frame(84, 60, 540, 280),
                Scale.linear("logit x, target 1", -8, 8, 2),
                Scale.linear("second derivative of the loss", -0.1, 0.3, 0.1));
        plot.level(0);
        plot.curve("c1", x, bending(BinaryCrossEntropyLoss.onLogits(ones).withReduction(Reduction.NONE), x));
        plot.curve(
                "c2 dash",
                x,
                bending(new Sigmoid().then(new Elementwise(y -> (y - 1) * (y - 1) / 2, y -> y - 1, y -> 1)), x));
        plot.say("f1", Svg.Anchor.START, 1.2, 0.19, 8, 0, "cross-entropy: σ (1 − σ)");
        plot.say("f2", Svg.Anchor.START, 1.6, 0.06, 12, -4, "squared error");
        plot.say("f2", Svg.Anchor.END, -2, -0.04, -40, 14, "bends down below −log 2");
        return svg;
    }

    private static double[] bending(Operator<Tensor, Tensor> loss, double[] x) {
        Tensor ones = Tensor.of(x).onesLike();
        return loss.forward(Tensor.of(x)).curvature(ones, ones).toDoubleArray();
    }
}
