package org.closedform.examples;

import java.util.Random;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Linear;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * The mean loss of a two-layer network on a batch of images, as a function of the network's parameters.
 *
 * <pre>{@code
 * z = x·W₁ᵀ + b₁                  Linear
 * n = γ ẑ + β                     BatchNorm, ẑ = (z − μ) / √(v + ε) over the batch
 * h = σ(n)                        Sigmoid
 * a = h·W₂ᵀ + b₂                  Linear
 * ℓ = −(1/N) Σ log softmax(a)_t   CrossEntropyLoss
 * }</pre>
 *
 * <p>The parameters, which the loss is differentiated by, are the input; the batch, which is fixed, belongs to the operator.
 *
 * @param images x, one image a row
 * @param labels t, the class of each image
 */
record Network(Tensor images, Labels labels) implements Operator<Network.Parameters, Tensor> {
    private static final Linear LINEAR = new Linear();
    private static final BatchNorm BATCH_NORM = new BatchNorm();
    private static final Sigmoid SIGMOID = new Sigmoid();

    /**
     * The parameters that are learnt; also the type of their gradient.
     *
     * @param hiddenWeight W₁, [hidden, pixels]
     * @param hiddenBias b₁, [hidden]
     * @param gamma γ, [hidden]
     * @param beta β, [hidden]
     * @param outputWeight W₂, [classes, hidden]
     * @param outputBias b₂, [classes]
     */
    record Parameters(
            Tensor hiddenWeight, Tensor hiddenBias, Tensor gamma, Tensor beta, Tensor outputWeight, Tensor outputBias)
            implements TensorTree<Parameters> {

        /** Before training: normally distributed weights of variance 1 / inputs, γ = 1, and no biases or shifts. */
        static Parameters random(int pixels, int hidden, int classes, Random random) {
            Shape perUnit = Shape.of(hidden);
            return new Parameters(
                    weight(hidden, pixels, random),
                    Tensor.zeros(perUnit),
                    Tensor.ones(perUnit),
                    Tensor.zeros(perUnit),
                    weight(classes, hidden, random),
                    Tensor.zeros(Shape.of(classes)));
        }

        private static Tensor weight(int outputs, int inputs, Random random) {
            return Tensor.draw(Shape.of(outputs, inputs), random::nextGaussian).dividedBy(StrictMath.sqrt(inputs));
        }
    }

    /** Forward: the five formulas, from the images to the loss. */
    @Override
    public Pass forward(Parameters p) {
        Operator.Pass<Linear.Inputs, Tensor> hidden =
                LINEAR.forward(new Linear.Inputs(images, p.hiddenWeight(), p.hiddenBias()));
        BatchNorm.Pass norm = BATCH_NORM.forward(new BatchNorm.Inputs(hidden.output(), p.gamma(), p.beta()));
        Elementwise.Pass sigmoid = SIGMOID.forward(norm.output());
        Operator.Pass<Linear.Inputs, Tensor> logits =
                LINEAR.forward(new Linear.Inputs(sigmoid.output(), p.outputWeight(), p.outputBias()));
        Operator.Pass<Tensor, Tensor> loss = CrossEntropyLoss.onLogits(labels).forward(logits.output());
        return new Pass(hidden, norm, sigmoid, logits, loss);
    }

    /**
     * One evaluation: every step's own pass, in the order of the forward.
     *
     * @param hidden made z
     * @param norm made n
     * @param sigmoid made h
     * @param logits made a
     * @param loss made ℓ
     */
    record Pass(
            Operator.Pass<Linear.Inputs, Tensor> hidden,
            BatchNorm.Pass norm,
            Elementwise.Pass sigmoid,
            Operator.Pass<Linear.Inputs, Tensor> logits,
            Operator.Pass<Tensor, Tensor> loss)
            implements Operator.Pass<Parameters, Tensor> {

        /** The mean loss ℓ, a scalar. */
        @Override
        public Tensor output() {
            return loss.output();
        }

        /** Backward: the chain rule, the same five steps in reverse. */
        @Override
        public Parameters backward(Tensor dLoss) {
            Tensor da = loss.backward(dLoss); //                    (softmax(a) − t) / N
            Linear.Inputs output = logits.backward(da); //          dh = da·W₂, dW₂ = daᵀ·h, db₂ = Σ da
            Tensor dn = sigmoid.backward(output.x()); //            σ′(n) ⊙ dh
            BatchNorm.Inputs scale = norm.backward(dn); //          dz through μ and v, dγ = Σ dn ⊙ ẑ, dβ = Σ dn
            Linear.Inputs input = hidden.backward(scale.x()); //    dW₁ = dzᵀ·x, db₁ = Σ dz
            return new Parameters(
                    input.weight(), input.bias(), scale.gamma(), scale.beta(), output.weight(), output.bias());
        }
    }
}
