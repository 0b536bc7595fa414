package org.closedform.curvature;

import java.util.Random;
import org.closedform.operator.Linear;
import org.closedform.operator.Operator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Nets of two layers on some samples, as functions of all their parameters. */
final class TwoLayers {
    private TwoLayers() {}

    /** The parameters of one layer. */
    record Layer(Tensor weight, Tensor bias) implements TensorTree<Layer> {
        static Layer random(int inputs, int outputs, Random random) {
            return new Layer(
                    Tensor.draw(Shape.of(outputs, inputs), random::nextGaussian),
                    Tensor.draw(Shape.of(outputs), random::nextGaussian));
        }
    }

    /** All that is learnt. */
    record Parameters(Layer first, Layer second) implements TensorTree<Parameters> {
        static Parameters random(int inputs, int hidden, int outputs, long seed) {
            Random random = new Random(seed);
            return new Parameters(Layer.random(inputs, hidden, random), Layer.random(hidden, outputs, random));
        }
    }

    /** From all parameters to the outputs for the samples x, one a row. */
    static Operator<Parameters, Tensor> of(Tensor x, Operator<Tensor, Tensor> activation) {
        Operator<Layer, Tensor> hidden = new Linear()
                .holding(
                        (Layer layer) -> new Linear.Inputs(x, layer.weight(), layer.bias()),
                        d -> new Layer(d.weight(), d.bias()))
                .then(activation);
        Operator<Parameters, Linear.Inputs> beside = p -> new Beside(hidden.forward(p.first()), p.second());
        return beside.then(new Linear());
    }

    /** What the first layer makes, and beside it the parameters of the second. */
    private record Beside(Operator.Pass<Layer, Tensor> hidden, Layer second)
            implements Operator.Pass<Parameters, Linear.Inputs> {
        @Override
        public Linear.Inputs output() {
            return new Linear.Inputs(hidden.output(), second.weight(), second.bias());
        }

        @Override
        public Parameters backward(Linear.Inputs d) {
            return new Parameters(hidden.backward(d.x()), new Layer(d.weight(), d.bias()));
        }

        @Override
        public Linear.Inputs pushforward(Parameters v) {
            return new Linear.Inputs(
                    hidden.pushforward(v.first()),
                    v.second().weight(),
                    v.second().bias());
        }

        @Override
        public Parameters curvature(Linear.Inputs d, Parameters v) {
            return new Parameters(hidden.curvature(d.x(), v.first()), second.zerosLike());
        }
    }
}
