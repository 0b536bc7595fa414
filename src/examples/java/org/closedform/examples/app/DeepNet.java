package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.SplittableRandom;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.Operator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * Fully connected layers of equal width, before training: z = a·Wᵀ, optionally batch norm with γ = 1 and β = 0, then the activation.
 *
 * @param activation φ
 * @param scale the weights are drawn from N(0, scale² / width)
 * @param depth how many layers
 * @param norm whether there is batch norm before the activation
 * @param seed the seed of all random numbers, drawn in this order: the batch and the gradient at the end, from N(0, 1), then the
 *     weights layer by layer
 * @param samples how many samples the batch has
 * @param width neurons in each layer
 */
record DeepNet(Activation activation, double scale, int depth, boolean norm, int seed, int samples, int width) {

    /**
     * The gradient at one layer, where x is the layer's input and y its output.
     *
     * @param upstreamNorm ‖∂C/∂y‖
     * @param inputNorm ‖∂C/∂x‖
     * @param weightNorm ‖∂C/∂W‖
     */
    record LayerGradient(double upstreamNorm, double inputNorm, double weightNorm) {}

    private record Layer(Operator.Pass<LinearWithoutBias.Inputs, Tensor> map, Operator.Pass<Tensor, Tensor> rest) {
        LinearWithoutBias.Inputs backward(Tensor dy) {
            return map.backward(rest.backward(dy));
        }
    }

    /** The gradient at every layer on its way back from the end, where its norm is 1; the first layer comes first. */
    List<LayerGradient> gradients() {
        SplittableRandom random = new SplittableRandom(seed);
        Shape shape = Shape.of(samples, width);
        Tensor state = Tensor.draw(shape, random::nextGaussian);
        Tensor dy = Tensor.draw(shape, random::nextGaussian);
        dy = dy.dividedBy(dy.norm());
        List<Layer> layers = new ArrayList<>();
        for (int l = 0; l < depth; l++) {
            Layer layer = layer(state, random);
            layers.add(layer);
            state = layer.rest().output();
        }
        LinkedList<LayerGradient> gradients = new LinkedList<>();
        for (int l = depth - 1; l >= 0; l--) {
            LinearWithoutBias.Inputs d = layers.get(l).backward(dy);
            gradients.addFirst(
                    new LayerGradient(dy.norm(), d.x().norm(), d.weight().norm()));
            dy = d.x();
        }
        return gradients;
    }

    private Layer layer(Tensor a, SplittableRandom random) {
        double deviation = scale / Math.sqrt(width);
        Tensor weight = Tensor.draw(Shape.of(width, width), () -> deviation * random.nextGaussian());
        Operator.Pass<LinearWithoutBias.Inputs, Tensor> map =
                new LinearWithoutBias().forward(new LinearWithoutBias.Inputs(a, weight));
        Operator<Tensor, Tensor> rest = norm ? batchNorm().then(activation.operator()) : activation.operator();
        return new Layer(map, rest.forward(map.output()));
    }

    private Operator<Tensor, Tensor> batchNorm() {
        Tensor gamma = Tensor.ones(Shape.of(width));
        Tensor beta = Tensor.zeros(Shape.of(width));
        return new BatchNorm().holding(z -> new BatchNorm.Inputs(z, gamma, beta), BatchNorm.Inputs::x);
    }
}
