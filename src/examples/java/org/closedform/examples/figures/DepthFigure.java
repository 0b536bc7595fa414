package org.closedform.examples.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.closedform.drawing.Plot;
import org.closedform.drawing.Scale;
import org.closedform.drawing.Svg;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.Operator;
import org.closedform.operator.Relu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** What is left of a gradient on its way back through 50 layers, under four activations. */
final class DepthFigure {
    private static final int LAYERS = 50;
    private static final int WIDTH = 64;
    private static final int SAMPLES = 64;
    private static final long SEED = 2026;

    private DepthFigure() {}

    static Svg draw() {
        Svg svg = new Svg(
                720,
                440,
                "Through 50 layers of sigmoids nothing is left of the gradient",
                "The norm of the gradient, on a logarithmic scale from 1 down to 10 to the −32, against the number of layers that"
                        + " it has come back through. Under the sigmoid it falls along a straight line to less than 10 to the"
                        + " −31. Under tanh it falls to less than a tenth; under ReLU, and under the sigmoid with batch norm, it"
                        + " stays near 1.");
        Plot plot = new Plot(
                svg,
                new Plot.Frame(80, 60, 390, 316),
                Scale.linear("layers back from the output", 0, LAYERS, 10),
                Scale.powers("‖∂C/∂a‖, of 1 at the output", -32, 2, 4));
        curve(plot, "4", "", "sigmoid, batch norm", -18, norms(normalized(), 1));
        curve(plot, "3", " dash", "ReLU", 2, norms(new Relu(), 2));
        curve(plot, "2", "", "tanh", 17, norms(new Tanh(), 1));
        curve(plot, "1", "", "sigmoid", 0, norms(new Sigmoid(), 1));
        return svg;
    }

    private static void curve(Plot plot, String colour, String dash, String name, double down, double[] norms) {
        double[] back = IntStream.rangeClosed(0, LAYERS).mapToDouble(l -> l).toArray();
        plot.curve("c" + colour + dash, back, norms);
        double rate = StrictMath.pow(norms[LAYERS], 1.0 / LAYERS);
        String label = String.format(Locale.ROOT, "%s: × %.2f a layer", name, rate);
        plot.say("f" + colour, Svg.Anchor.START, LAYERS, norms[LAYERS], 10, down, label);
    }

    private static Operator<Tensor, Tensor> normalized() {
        Tensor gamma = Tensor.ones(Shape.of(WIDTH));
        Tensor beta = Tensor.zeros(Shape.of(WIDTH));
        Operator<Tensor, Tensor> norm =
                new BatchNorm().holding(z -> new BatchNorm.Inputs(z, gamma, beta), BatchNorm.Inputs::x);
        return norm.then(new Sigmoid());
    }

    /** The norm of the gradient at the output and after each layer back, divided by that at the output; weights are N(0, gain / n). */
    private static double[] norms(Operator<Tensor, Tensor> activation, double gain) {
        Random random = new Random(SEED); // Random is specified to the bit
        Tensor state = Tensor.draw(Shape.of(SAMPLES, WIDTH), random::nextGaussian);
        Tensor upstream = Tensor.draw(Shape.of(SAMPLES, WIDTH), random::nextGaussian);
        List<Operator.Pass<Tensor, Tensor>> passes = new ArrayList<>();
        for (int l = 0; l < LAYERS; l++) {
            Tensor weight =
                    Tensor.draw(Shape.of(WIDTH, WIDTH), () -> StrictMath.sqrt(gain / WIDTH) * random.nextGaussian());
            Operator<Tensor, Tensor> map = new LinearWithoutBias()
                    .holding(a -> new LinearWithoutBias.Inputs(a, weight), LinearWithoutBias.Inputs::x);
            passes.add(map.then(activation).forward(state));
            state = passes.get(l).output();
        }
        double[] norms = new double[LAYERS + 1];
        Tensor gradient = upstream;
        norms[0] = 1;
        for (int back = 1; back <= LAYERS; back++) {
            gradient = passes.get(LAYERS - back).backward(gradient);
            norms[back] = gradient.norm() / upstream.norm();
        }
        return norms;
    }
}
