package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Tensor;

/**
 * A small net that parts the plane in two: hidden layers of {@link #WIDTH} neurons, then one logit.
 *
 * @param layers the hidden ones, and the one that gives the logit
 */
record PointNet(List<PointLayer> layers) {
    /** Neurons in a hidden layer. */
    static final int WIDTH = 8;

    private static final int COORDINATES = 2;

    /** Before training; weights are drawn layer by layer. */
    static PointNet random(int depth, Activation activation, boolean norm, SplittableRandom random) {
        List<PointLayer> layers = new ArrayList<>();
        PointLayer.Kind hidden = new PointLayer.Kind(norm, activation.operator());
        for (int l = 0; l < depth; l++) {
            layers.add(PointLayer.random(hidden, l == 0 ? COORDINATES : WIDTH, WIDTH, random));
        }
        layers.add(PointLayer.random(PointLayer.Kind.LOGITS, WIDTH, 1, random));
        return new PointNet(List.copyOf(layers));
    }

    /** The probability of class 1 at each point, as inference has it, [n]. */
    Tensor probabilities(Tensor points) {
        Tensor state = points;
        for (PointLayer layer : layers) {
            state = layer.infer(state);
        }
        return new Sigmoid().apply(state.squeeze(1));
    }

    /** The mean loss of some points in training, and its gradient, by the chain rule from the last layer to the first. */
    Evaluation evaluate(Points points) {
        List<PointLayer.Pass> passes = new ArrayList<>();
        Tensor state = points.x();
        for (PointLayer layer : layers) {
            PointLayer.Pass pass = layer.forward(state);
            passes.add(pass);
            state = pass.output();
        }
        Operator.Pass<Tensor, Tensor> loss =
                BinaryCrossEntropyLoss.onLogits(points.t()).forward(state);
        LinkedList<PointLayer.Parameters> gradients = new LinkedList<>();
        Tensor upstream = loss.gradient();
        for (int l = layers.size() - 1; l >= 0; l--) {
            PointLayer.Gradient d = passes.get(l).backward(upstream);
            gradients.addFirst(d.parameters());
            upstream = d.x();
        }
        return new Evaluation(this, loss.output().item(), passes, List.copyOf(gradients));
    }

    /**
     * An evaluation in training.
     *
     * @param net the net
     * @param loss C
     * @param passes the evaluation of each layer
     * @param gradients the gradient of each layer's parameters
     */
    record Evaluation(PointNet net, double loss, List<PointLayer.Pass> passes, List<PointLayer.Parameters> gradients) {

        /** ‖∂C/∂W‖ of each layer. */
        List<Double> weightNorms() {
            return gradients.stream().map(d -> d.weight().norm()).toList();
        }

        /** The net after one step of gradient descent: θ − η ∂C/∂θ. */
        PointNet step(double rate) {
            return new PointNet(IntStream.range(0, net.layers.size())
                    .mapToObj(l -> net.layers.get(l).after(passes.get(l), gradients.get(l), rate))
                    .toList());
        }
    }
}
