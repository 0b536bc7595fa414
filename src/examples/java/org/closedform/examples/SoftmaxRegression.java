package org.closedform.examples;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Reduction;
import org.closedform.loss.WeightedSum;
import org.closedform.operator.Linear;
import org.closedform.operator.Operator;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * Softmax regression on images: a = x·Wᵀ + b, ℓ = −Σ log softmax(a)_t, dW = (y − t)ᵀ·x, db = Σ (y − t).
 *
 * @param images x, one image a row
 * @param labels t, the class of each image
 */
record SoftmaxRegression(Tensor images, Labels labels) implements Serializable {

    /**
     * The parameters that are learnt.
     *
     * @param weight W, [classes, pixels]
     * @param bias b, [classes]
     */
    record Parameters(Tensor weight, Tensor bias) implements TensorTree<Parameters>, Serializable {
        /** The parameters before the first step. */
        static Parameters zeros(int pixels, int classes) {
            return new Parameters(Tensor.zeros(Shape.of(classes, pixels)), Tensor.zeros(Shape.of(classes)));
        }
    }

    /**
     * The loss of the images at some parameters, and its gradient.
     *
     * @param loss ℓ, a scalar
     * @param gradient its gradient
     */
    record Evaluation(Tensor loss, Parameters gradient) implements TensorTree<Evaluation>, Serializable {}

    /** Loss and gradient of these images as sums, which merge with those of other images. */
    WeightedSum<Evaluation> evaluate(Parameters parameters) {
        Operator.Pass<Linear.Inputs, Tensor> linear = new Linear().forward(inputs(parameters));
        Operator.Pass<Tensor, Tensor> pass = loss().forward(linear.output());
        Linear.Inputs d = linear.backward(pass.gradient());
        return WeightedSum.of(
                new Evaluation(pass.output(), new Parameters(d.weight(), d.bias())), loss().meanDivisor());
    }

    /** |y − t|ᵀ·|x| / N: the size of the gradient of W before terms cancel; rounding errors are measured in its ulps. */
    Tensor gradientSize(Parameters parameters) {
        Tensor da = loss().forward(new Linear().apply(inputs(parameters))).gradient();
        return da.map(Math::abs).transpose().matmul(images.map(Math::abs)).dividedBy(labels.size());
    }

    /** The mean loss as a function of all parameters, the images held. */
    Operator<Parameters, Tensor> meanLoss() {
        return new Linear()
                .holding(this::inputs, d -> new Parameters(d.weight(), d.bias()))
                .then(CrossEntropyLoss.onLogits(labels));
    }

    /** One regression for each image. */
    List<SoftmaxRegression> oneByOne() {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> new SoftmaxRegression(images.take(0, i), labels.take(i)))
                .toList();
    }

    private CrossEntropyLoss loss() {
        return CrossEntropyLoss.onLogits(labels).withReduction(Reduction.SUM);
    }

    private Linear.Inputs inputs(Parameters parameters) {
        return new Linear.Inputs(images, parameters.weight(), parameters.bias());
    }
}
