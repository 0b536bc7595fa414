package org.closedform.examples.figures;

import java.util.stream.IntStream;
import org.closedform.drawing.Plot;
import org.closedform.drawing.Scale;
import org.closedform.drawing.Svg;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.KlDivergence;
import org.closedform.loss.Reduction;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Cross-entropy as entropy and divergence, stacked, over the predicted probability. */
final class DivergenceFigure {
    private static final double TRUTH = 0.3;

    private DivergenceFigure() {}

    static Svg draw() {
        Svg svg = new Svg(
                720,
                420,
                "Cross-entropy: an entropy that stays, a divergence that can go",
                "Stacked bars for nine predicted probabilities of a yes from 0.1 to 0.9, where 0.3 is true. The lower"
                        + " part, the entropy, is 0.61 everywhere. The upper part, the divergence, is 0 at 0.3 and grows"
                        + " to both sides, to 0.15 at 0.1 and 1.03 at 0.9. A curve runs over the tops of the bars, the"
                        + " cross-entropy, with its minimum at 0.3.");
        Plot plot = new Plot(
                svg,
                new Plot.Frame(76, 60, 536, 296),
                Scale.linear("predicted probability y of a yes, where t = 0.3 is true", 0, 1, 0.1),
                Scale.linear("nats", 0, 2, 0.5));
        double[] some = IntStream.rangeClosed(1, 9).mapToDouble(i -> i / 10.0).toArray();
        double entropy = Entropy.onProbabilities().apply(pair(TRUTH)).item();
        double[] divergence = divergence(some);
        for (int i = 0; i < some.length; i++) {
            plot.bar("faint f1", some[i], 0.05, 0, entropy);
            plot.bar("faint f2", some[i], 0.05, entropy, entropy + divergence[i]);
        }
        plot.level(entropy);
        double[] fine =
                IntStream.rangeClosed(2, 198).mapToDouble(i -> i / 200.0).toArray();
        plot.curve("c3", fine, crossEntropy(fine));
        plot.say("f1", Svg.Anchor.START, 1, entropy / 2, 10, 4.5, "H(t)");
        plot.say("f2", Svg.Anchor.START, 1, 1.1, 10, 4.5, "D(t‖y)");
        plot.say("f3", Svg.Anchor.START, 1, 1.8, 10, 4.5, "H(t, y)");
        return svg;
    }

    private static double[] crossEntropy(double[] y) {
        Tensor predicted = Tensor.of(y);
        return BinaryCrossEntropyLoss.onProbabilities(predicted.map(any -> TRUTH))
                .withReduction(Reduction.NONE)
                .apply(predicted)
                .toDoubleArray();
    }

    private static double[] divergence(double[] y) {
        Tensor truth = Tensor.generate(Shape.of(y.length, 2), at -> pair(TRUTH).at(at[1]));
        Tensor predicted =
                Tensor.generate(Shape.of(y.length, 2), at -> pair(y[at[0]]).at(at[1]));
        return KlDivergence.onProbabilities()
                .withReduction(Reduction.NONE)
                .apply(new KlDivergence.Inputs(truth, predicted))
                .toDoubleArray();
    }

    private static Tensor pair(double yes) {
        return Tensor.of(yes, 1 - yes);
    }
}
