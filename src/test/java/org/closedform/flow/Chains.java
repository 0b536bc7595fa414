package org.closedform.flow;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Linear;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.Operator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Chains of layers for the tests of gradient flow. */
final class Chains {
    private Chains() {}

    /** z = w a + b, then the activation, once for every pair. */
    static List<FlowLayer<Tensor>> neurons(Operator<Tensor, Tensor> activation, double[] w, double[] b) {
        return IntStream.range(0, w.length)
                .mapToObj(l -> FlowLayer.of(
                                "layer " + (l + 1),
                                new Linear(),
                                (Tensor a) -> new Linear.Inputs(
                                        a, Tensor.of(new double[][] {{w[l]}}), Tensor.of(new double[] {b[l]})))
                        .then(activation))
                .toList();
    }

    /** The same neuron many times. */
    static List<FlowLayer<Tensor>> neurons(Operator<Tensor, Tensor> activation, double w, int depth) {
        return neurons(activation, IntStream.range(0, depth).mapToDouble(l -> w).toArray(), new double[depth]);
    }

    static Tensor weight(int width, double deviation, SplittableRandom random) {
        return Tensor.draw(Shape.of(width, width), () -> deviation * random.nextGaussian());
    }

    /** Fully connected layers of equal width, weights N(0, deviation²), biases 0. */
    static List<FlowLayer<Tensor>> net(
            Operator<Tensor, Tensor> activation, int depth, int width, double deviation, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return GradientFlow.repeat(depth, l -> {
            Tensor weight = weight(width, deviation, random);
            Tensor bias = Tensor.zeros(Shape.of(width));
            return FlowLayer.of("hidden " + l, new Linear(), (Tensor a) -> new Linear.Inputs(a, weight, bias))
                    .then(activation);
        });
    }

    /** The same with a batch norm between the map and the activation. */
    static List<FlowLayer<Tensor>> normalizedNet(
            Operator<Tensor, Tensor> activation, int depth, int width, double deviation, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor gamma = Tensor.ones(Shape.of(width));
        Tensor beta = Tensor.zeros(Shape.of(width));
        return GradientFlow.repeat(depth, l -> {
            Tensor weight = weight(width, deviation, random);
            FlowLayer<Tensor> map =
                    FlowLayer.of("hidden " + l, new LinearWithoutBias(), a -> new LinearWithoutBias.Inputs(a, weight));
            return map.then(FlowLayer.of("norm", new BatchNorm(), x -> new BatchNorm.Inputs(x, gamma, beta)))
                    .then(activation);
        });
    }

    static Tensor batch(int samples, int width, long seed) {
        return Tensor.draw(Shape.of(samples, width), new SplittableRandom(seed)::nextGaussian);
    }
}
