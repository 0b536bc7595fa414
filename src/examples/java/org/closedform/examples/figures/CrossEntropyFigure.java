package org.closedform.examples.figures;

import java.util.stream.IntStream;
import org.closedform.drawing.Plot;
import org.closedform.drawing.Scale;
import org.closedform.drawing.Svg;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Reduction;
import org.closedform.operator.Operator;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.text.Decimals;

/** Cross-entropy and its slope as the logit of the right class moves, and the gradient y − t class by class. */
final class CrossEntropyFigure {
    private static final int CLASSES = 5;
    private static final int POINTS = 161;

    private CrossEntropyFigure() {}

    static Svg draw() {
        Svg svg = new Svg(
                720,
                420,
                "However wrong the answer, the slope stays above −1",
                "On the left the loss −log y and its slope y − 1 over the logit of the right class from −8 to 8, for"
                        + " five classes whose other logits are 0. The loss falls from 9.4 along a straight line, bends"
                        + " near 2 and goes to 0; the slope is nearly −1 along the line, and goes to 0. On the right the"
                        + " gradient y − t as bars, for probabilities of 0.1, 0.8, 0.05, 0.05 and 0: −0.2 at the right"
                        + " class, the second, and the probabilities themselves at the others.");
        slope(svg, new Plot.Frame(76, 88, 244, 272));
        gradient(svg, new Plot.Frame(420, 88, 272, 272));
        return svg;
    }

    private static void slope(Svg svg, Plot.Frame frame) {
        double[] logit =
                IntStream.range(0, POINTS).mapToDouble(i -> i / 10.0 - 8).toArray();
        Tensor x = Tensor.generate(Shape.of(POINTS, CLASSES), at -> at[1] == 0 ? logit[at[0]] : 0);
        Labels first = Labels.of(new int[POINTS]);
        Operator.Pass<Tensor, Tensor> pass =
                CrossEntropyLoss.onLogits(first).withReduction(Reduction.NONE).forward(x);
        Tensor slope = pass.backward(pass.output().onesLike()).select(1, 0);
        Plot plot = new Plot(
                svg, frame, Scale.linear("logit of the right class", -8, 8, 4), Scale.linear("loss, slope", -2, 10, 2));
        plot.title("the right class among five");
        plot.level(0);
        plot.curve("c1", logit, pass.output().toDoubleArray());
        plot.curve("c2 dash", logit, slope.toDoubleArray());
        plot.say("f1", Svg.Anchor.START, -3, 4.5, 12, -6, "loss: −log y");
        plot.say("f2", Svg.Anchor.START, -8, -1, 6, 18, "slope: y − 1");
    }

    private static void gradient(Svg svg, Plot.Frame frame) {
        Tensor y = Tensor.of(0.1, 0.8, 0.05, 0.05, 0);
        Tensor t = Tensor.of(0, 1, 0, 0, 0);
        Tensor gradient =
                CrossEntropyLoss.onLogits(t).forward(y.map(StrictMath::log)).gradient();
        Plot plot =
                new Plot(svg, frame, Scale.counted("class", CLASSES), Scale.linear("gradient y − t", -0.3, 0.2, 0.1));
        plot.title("the second class is right");
        for (int i = 0; i < CLASSES; i++) {
            boolean isDown = gradient.at(i) < 0;
            plot.bar(isDown ? "f2" : "f1", i + 1, 0.7, 0, gradient.at(i));
            String probability = "y = " + Decimals.shown(y.at(i), 2);
            plot.say("small", Svg.Anchor.MIDDLE, i + 1, gradient.at(i), 0, isDown ? 15 : -6, probability);
        }
        plot.level(0);
    }
}
