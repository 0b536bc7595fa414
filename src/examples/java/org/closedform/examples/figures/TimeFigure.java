package org.closedform.examples.figures;

import java.util.Random;
import java.util.stream.IntStream;
import org.closedform.drawing.Plot;
import org.closedform.drawing.Scale;
import org.closedform.drawing.Svg;
import org.closedform.flow.GradientFlow;
import org.closedform.flow.SpectralNorm;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Rnn;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** What is left of a gradient on its way back through a hundred steps in time, in an RNN and in an LSTM. */
final class TimeFigure {
    private static final int STEPS = 100;
    private static final int HIDDEN = 8;
    private static final int FEATURES = 3;

    private TimeFigure() {}

    static Svg draw() {
        Svg svg = new Svg(
                720,
                440,
                "Through 100 steps: the RNN forgets, the open LSTM remembers",
                "The norm of the gradient, on a logarithmic scale, against the number of steps in time that it has come back"
                        + " through. In the RNN, and in an LSTM whose forget gate is half open, it falls along nearly straight"
                        + " lines to less than 10 to the −20. In an LSTM whose forget gate is at 0.9975 it stays near 1.");
        Plot plot = new Plot(
                svg,
                new Plot.Frame(80, 60, 450, 316),
                Scale.linear("steps back in time", 0, STEPS, 20),
                Scale.powers("‖∂C/∂(state)‖, of 1 at the end", -36, 2, 4));
        curve(plot, "1", "", "RNN", 16, rnn());
        curve(plot, "2", " dash", "LSTM, f ≈ σ(0) = 0.5", 0, lstm(0));
        curve(plot, "3", "", "LSTM, f ≈ σ(6) = 0.9975", 4.5, lstm(6));
        return svg;
    }

    /** Draws the norm of the gradient from the last state back to the first, divided by that of the last. */
    private static void curve(Plot plot, String colour, String dash, String name, double down, GradientFlow flow) {
        double[] back = IntStream.rangeClosed(0, STEPS).mapToDouble(t -> t).toArray();
        double last = flow.layers().get(STEPS - 1).upstreamNorm();
        double[] norms = IntStream.rangeClosed(0, STEPS)
                .mapToDouble(t -> t == STEPS
                        ? flow.inputNorm()
                        : flow.layers().get(STEPS - 1 - t).upstreamNorm())
                .map(norm -> norm / last)
                .toArray();
        plot.curve("c" + colour + dash, back, norms);
        plot.say("f" + colour, Svg.Anchor.START, STEPS, norms[STEPS], 10, down, name);
    }

    private static Tensor normal(Random random, double deviation, int... dimensions) {
        return Tensor.draw(Shape.of(dimensions), () -> deviation * random.nextGaussian());
    }

    /** The flow through an RNN whose recurrent weight has spectral norm 0.9. */
    private static GradientFlow rnn() {
        Random random = new Random(1); // Random is specified to the bit
        Tensor weight = normal(random, 1, HIDDEN, HIDDEN);
        RecurrentParameters parameters = new RecurrentParameters(
                normal(random, 0.3, HIDDEN, FEATURES),
                weight.times(0.9 / SpectralNorm.of(weight)),
                normal(random, 0.1, HIDDEN),
                normal(random, 0.1, HIDDEN));
        Rnn.Inputs in = new Rnn.Inputs(normal(random, 1, STEPS, 1, FEATURES), parameters);
        return GradientFlow.throughTime(new Rnn(), in, Tensor.ones(Shape.of(1, HIDDEN)));
    }

    /** The flow through an LSTM with small weights: the biases hold the input gate near σ(−4) and the forget gate near σ(forget). */
    private static GradientFlow lstm(double forget) {
        Random random = new Random(1);
        Tensor bias =
                Tensor.generate(Shape.of(4 * HIDDEN), at -> at[0] < HIDDEN ? -4 : at[0] < 2 * HIDDEN ? forget : 0);
        RecurrentParameters parameters = new RecurrentParameters(
                normal(random, 0.1, 4 * HIDDEN, FEATURES),
                normal(random, 0.1, 4 * HIDDEN, HIDDEN),
                bias,
                Tensor.zeros(Shape.of(4 * HIDDEN)));
        Lstm.Inputs in = new Lstm.Inputs(normal(random, 1, STEPS, 1, FEATURES), parameters);
        Tensor one = Tensor.ones(Shape.of(1, HIDDEN));
        return GradientFlow.throughTime(in, new LstmCell.Output(one, one));
    }
}
