package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Operator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * Fully connected layers of equal width, before training: z = a·Wᵀ, optionally batch norm with γ = 1 and β = 0, then the activation, to
 * which a residual connection adds a.
 *
 * @param activation φ
 * @param scale the weights are drawn from N(0, scale² / width)
 * @param depth how many layers
 * @param norm whether there is batch norm before the activation
 * @param residual whether there is a residual connection around each layer
 * @param seed the seed of all {@link RandomNumbers}
 * @param samples how many samples the batch has
 * @param width neurons in each layer
 */
record DeepNet(
        Activation activation,
        double scale,
        int depth,
        boolean norm,
        boolean residual,
        int seed,
        int samples,
        int width) {

    /**
     * The gradient at one layer, where x is the layer's input, z = x·Wᵀ and y its output.
     *
     * @param upstreamNorm ‖∂C/∂y‖
     * @param inputNorm ‖∂C/∂x‖
     * @param x the layer's input
     * @param dz ∂C/∂z
     */
    record LayerGradient(double upstreamNorm, double inputNorm, Tensor x, Tensor dz) {

        /** ‖∂C/∂W‖, computed here: it takes as long as the way back through the layer, and only one of three curves shows it. */
        double weightNorm() {
            return dz.transpose().matmul(x).norm();
        }
    }

    /** What a residual connection leads around: a pass by a, which notes ∂C/∂z on its way back. */
    private static final class Branch implements Operator.Pass<Tensor, Tensor> {
        private final Tensor x;
        private final Tensor weight;
        private final Operator.Pass<Tensor, Tensor> afterMap;
        private Tensor dz;

        Branch(Tensor x, Tensor weight, Operator<Tensor, Tensor> afterMap) {
            this.x = x;
            this.weight = weight;
            this.afterMap = afterMap.forward(x.matmul(weight.transpose()));
        }

        @Override
        public Tensor output() {
            return afterMap.output();
        }

        @Override
        public Tensor backward(Tensor dy) {
            dz = afterMap.backward(dy);
            return dz.matmul(weight);
        }
    }

    /** The gradient at every layer on its way back from the end, where its norm is 1; the first layer comes first. */
    List<LayerGradient> gradients() {
        RandomNumbers random = RandomNumbers.of(new RandomNumbers.Kind(seed, samples, width));
        Operator<Tensor, Tensor> afterMap = afterMap();
        List<Branch> branches = new ArrayList<>();
        List<Operator.Pass<Tensor, Tensor>> layers = new ArrayList<>();
        Tensor state = random.batch();
        for (int l = 0; l < depth; l++) {
            Branch branch = new Branch(state, random.weight(l, scale), afterMap);
            branches.add(branch);
            layers.add(residual ? Operator.<Tensor>residual(x -> branch).forward(state) : branch);
            state = layers.get(l).output();
        }
        Tensor dy = random.upstream().dividedBy(random.upstream().norm());
        double norm = dy.norm();
        LinkedList<LayerGradient> gradients = new LinkedList<>();
        for (int l = depth - 1; l >= 0; l--) {
            dy = layers.get(l).backward(dy);
            double inputNorm = dy.norm();
            gradients.addFirst(new LayerGradient(norm, inputNorm, branches.get(l).x, branches.get(l).dz));
            norm = inputNorm;
        }
        return gradients;
    }

    private Operator<Tensor, Tensor> afterMap() {
        if (!norm) {
            return activation.operator();
        }
        Tensor gamma = Tensor.ones(Shape.of(width));
        Tensor beta = Tensor.zeros(Shape.of(width));
        Operator<Tensor, Tensor> batchNorm =
                new BatchNorm().holding(z -> new BatchNorm.Inputs(z, gamma, beta), BatchNorm.Inputs::x);
        return batchNorm.then(activation.operator());
    }
}
