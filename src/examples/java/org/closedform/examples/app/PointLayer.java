package org.closedform.examples.app;

import java.util.SplittableRandom;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Initialization;
import org.closedform.operator.Linear;
import org.closedform.operator.Operator;
import org.closedform.operator.RunningAverage;
import org.closedform.operator.RunningStatistics;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * A layer with its parameters: z = x·Wᵀ + b, batch norm if wanted, the activation.
 *
 * @param kind what follows the linear map
 * @param parameters what is learnt
 * @param running the statistics of z, for inference
 */
record PointLayer(Kind kind, Parameters parameters, RunningStatistics running) {
    private static final BatchNorm BATCH_NORM = new BatchNorm();

    /** In the place of batch norm: z itself, and no gradient for γ and β. */
    private static final Operator<BatchNorm.Inputs, Tensor> NO_NORM = Operator.of(
            BatchNorm.Inputs::x,
            (in, y, dy) ->
                    new BatchNorm.Inputs(dy, in.gamma().zerosLike(), in.beta().zerosLike()));

    /**
     * What follows the linear map.
     *
     * @param norm whether there is batch norm
     * @param activation φ
     */
    record Kind(boolean norm, Operator<Tensor, Tensor> activation) {
        /** Nothing: the last layer gives logits. */
        static final Kind LOGITS = new Kind(false, Operator.of(z -> z, (z, y, dy) -> dy));
    }

    /**
     * What is learnt; also the type of its gradient.
     *
     * @param weight W
     * @param bias b
     * @param gamma γ of batch norm
     * @param beta β of batch norm
     */
    record Parameters(Tensor weight, Tensor bias, Tensor gamma, Tensor beta) implements TensorTree<Parameters> {}

    /** Before training. */
    static PointLayer random(Kind kind, int inputs, int outputs, SplittableRandom random) {
        Tensor weight = Initialization.glorotNormal(Shape.of(outputs, inputs), random);
        Tensor zeros = Tensor.zeros(Shape.of(outputs));
        Parameters parameters = new Parameters(weight, zeros, zeros.onesLike(), zeros);
        return new PointLayer(kind, parameters, RunningStatistics.initial(outputs));
    }

    /** Forward in training: batch norm takes the batch's own statistics. */
    Pass forward(Tensor x) {
        return forward(x, BATCH_NORM);
    }

    /** Forward in inference: batch norm takes the running ones. */
    Tensor infer(Tensor x) {
        return forward(x, BATCH_NORM.inference(running)).output();
    }

    private Pass forward(Tensor x, Operator<BatchNorm.Inputs, Tensor> batchNorm) {
        Operator.Pass<Linear.Inputs, Tensor> linear =
                new Linear().forward(new Linear.Inputs(x, parameters.weight(), parameters.bias()));
        Operator.Pass<BatchNorm.Inputs, Tensor> norm = (kind.norm() ? batchNorm : NO_NORM)
                .forward(new BatchNorm.Inputs(linear.output(), parameters.gamma(), parameters.beta()));
        return new Pass(linear, norm, kind.activation().forward(norm.output()));
    }

    /** The layer after one step of gradient descent, with the statistics of the batch that made it. */
    PointLayer after(Pass pass, Parameters gradient, double rate) {
        RunningStatistics statistics = pass.norm() instanceof BatchNorm.Pass batch
                ? running.update(batch.statistics(), RunningAverage.PYTORCH)
                : running;
        return new PointLayer(kind, parameters.minus(gradient.times(rate)), statistics);
    }

    /**
     * One evaluation.
     *
     * @param linear made z
     * @param norm made γ ẑ + β of it
     * @param activation made the output of that
     */
    record Pass(
            Operator.Pass<Linear.Inputs, Tensor> linear,
            Operator.Pass<BatchNorm.Inputs, Tensor> norm,
            Operator.Pass<Tensor, Tensor> activation) {

        Tensor output() {
            return activation.output();
        }

        Gradient backward(Tensor upstream) {
            BatchNorm.Inputs scale = norm.backward(activation.backward(upstream));
            Linear.Inputs map = linear.backward(scale.x());
            return new Gradient(map.x(), new Parameters(map.weight(), map.bias(), scale.gamma(), scale.beta()));
        }
    }

    /**
     * A layer's gradients.
     *
     * @param x that of its input, the next upstream
     * @param parameters that of its parameters
     */
    record Gradient(Tensor x, Parameters parameters) {}
}
