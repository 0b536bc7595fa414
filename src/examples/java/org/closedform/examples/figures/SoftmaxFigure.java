package org.closedform.examples.figures;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.closedform.drawing.Plot;
import org.closedform.drawing.Scale;
import org.closedform.drawing.Svg;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** The probabilities of three classes as one logit moves, and as a temperature divides all three. */
final class SoftmaxFigure {
    private static final int POINTS = 121;
    private static final Scale PROBABILITY = Scale.linear("probability", 0, 1, 0.25);

    private SoftmaxFigure() {}

    static Svg draw() {
        Svg svg = new Svg(
                720,
                420,
                "One logit moves all probabilities; a temperature evens them",
                "Two panels, each with the softmax of three logits. On the left the logits are 1, 2 and x₃, and x₃"
                        + " goes from −4 to 8: y₃ climbs in an S from 0 to 1, while y₁ and y₂ fall to 0 and keep their"
                        + " ratio. On the right the logits 1, 2 and 3 are divided by a temperature from 0.1 to 10: y₃"
                        + " falls from 1, and all three come together at 1/3.");
        double[] logit =
                IntStream.range(0, POINTS).mapToDouble(i -> i / 10.0 - 4).toArray();
        Tensor moved = softmax(i -> new double[] {1, 2, logit[i]});
        Plot left = panel(svg, 76, "softmax of 1, 2, x₃", Scale.linear("logit x₃", -4, 8, 2), logit, moved);
        left.say("f1", Svg.Anchor.START, -4, moved.at(0, 0), 6, -8, "y₁");
        left.say("f2", Svg.Anchor.START, -4, moved.at(0, 1), 6, -8, "y₂");
        left.say("f3", Svg.Anchor.END, 8, 1, -2, 18, "y₃");

        double[] temperature = IntStream.range(0, POINTS)
                .mapToDouble(i -> StrictMath.pow(10, i / 60.0 - 1))
                .toArray();
        Tensor softened = softmax(i -> new double[] {1 / temperature[i], 2 / temperature[i], 3 / temperature[i]});
        Plot right = panel(
                svg, 426, "softmax of 1/T, 2/T, 3/T", Scale.powers("temperature T", -1, 1, 1), temperature, softened);
        right.level(1.0 / 3);
        right.say("f3", Svg.Anchor.START, 10, softened.at(POINTS - 1, 2), 8, -1, "y₃");
        right.say("f2", Svg.Anchor.START, 10, softened.at(POINTS - 1, 1), 8, 5, "y₂");
        right.say("f1", Svg.Anchor.START, 10, softened.at(POINTS - 1, 0), 8, 12, "y₁");
        right.say("soft", Svg.Anchor.START, 0.1, 1.0 / 3, 4, -8, "1/3");
        return svg;
    }

    private static Tensor softmax(IntFunction<double[]> logits) {
        return new Softmax(1).apply(Tensor.generate(Shape.of(POINTS, 3), at -> logits.apply(at[0])[at[1]]));
    }

    private static Plot panel(Svg svg, double left, String title, Scale across, double[] x, Tensor y) {
        Plot plot = new Plot(svg, new Plot.Frame(left, 88, 244, 272), across, PROBABILITY);
        plot.title(title);
        plot.curve("c1 guide", x, y.select(1, 0).toDoubleArray());
        plot.curve("c2 dash", x, y.select(1, 1).toDoubleArray());
        plot.curve("c3", x, y.select(1, 2).toDoubleArray());
        return plot;
    }
}
