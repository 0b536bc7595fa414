package org.closedform.examples.app;

import java.util.List;
import java.util.SplittableRandom;
import org.closedform.lesson.GradientFlow;
import org.closedform.lesson.Layer;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * Fully connected layers of equal width, as they are before training: z = a·Wᵀ, if wanted batch norm with γ = 1 and β = 0, then
 * the activation.
 *
 * @param activation φ
 * @param scale the weights are drawn from N(0, scale² / {@value #WIDTH})
 * @param depth how many layers
 * @param norm whether there is batch norm before the activation
 * @param seed what all draws follow from: first a batch of {@value #SAMPLES} samples and the gradient at the end, from N(0, 1),
 *     then the weights, the first layer's first
 */
record DeepNet(Activation activation, double scale, int depth, boolean norm, int seed) {
    /** Neurons in each layer. */
    static final int WIDTH = 8;

    /** Samples in the batch. */
    static final int SAMPLES = 8;

    private static final Shape STATE = Shape.of(SAMPLES, WIDTH);

    /** How a gradient of length 1 fares on its way from the end to the beginning. */
    GradientFlow flow() {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor x = Tensor.draw(STATE, random::nextGaussian);
        Tensor upstream = Tensor.draw(STATE, random::nextGaussian);
        List<Layer<Tensor>> layers = GradientFlow.repeat(depth, l -> layer(l, random));
        return GradientFlow.of(layers, x, upstream.dividedBy(upstream.norm()));
    }

    private Layer<Tensor> layer(int index, SplittableRandom random) {
        double deviation = scale / Math.sqrt(WIDTH);
        Tensor weight = Tensor.draw(Shape.of(WIDTH, WIDTH), () -> deviation * random.nextGaussian());
        Layer<Tensor> map = Layer.of(
                "layer " + (index + 1), new LinearWithoutBias(), (Tensor a) -> new LinearWithoutBias.Inputs(a, weight));
        return (norm ? map.then(batchNorm()) : map).then(activation.operator());
    }

    private static Layer<Tensor> batchNorm() {
        Tensor gamma = Tensor.ones(Shape.of(WIDTH));
        Tensor beta = Tensor.zeros(Shape.of(WIDTH));
        return Layer.of("norm", new BatchNorm(), (Tensor z) -> new BatchNorm.Inputs(z, gamma, beta));
    }
}
