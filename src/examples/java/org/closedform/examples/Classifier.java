package org.closedform.examples;

import org.closedform.operator.BatchNorm;
import org.closedform.operator.Linear;
import org.closedform.operator.Operator;
import org.closedform.operator.RunningStatistics;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;

/**
 * A trained {@link Network}, which reads each image by itself: batch norm uses the statistics that training gathered.
 *
 * @param parameters what was learnt
 * @param running the means and variances of the hidden units in training
 */
record Classifier(Network.Parameters parameters, RunningStatistics running) {

    /** Maps images to logits, as one operator: each layer holds its parameters, and {@code then} chains the layers. */
    Operator<Tensor, Tensor> logits() {
        Network.Parameters p = parameters;
        return new Linear()
                .holding((Tensor x) -> new Linear.Inputs(x, p.hiddenWeight(), p.hiddenBias()), Linear.Inputs::x)
                .then(new BatchNorm()
                        .inference(running)
                        .holding((Tensor z) -> new BatchNorm.Inputs(z, p.gamma(), p.beta()), BatchNorm.Inputs::x))
                .then(new Sigmoid())
                .then(new Linear()
                        .holding(h -> new Linear.Inputs(h, p.outputWeight(), p.outputBias()), Linear.Inputs::x));
    }

    /** The most probable class of every image. */
    Labels classify(Tensor images) {
        return logits().apply(images).argMax(1);
    }
}
