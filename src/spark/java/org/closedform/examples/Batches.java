package org.closedform.examples;

import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.closedform.examples.SoftmaxRegression.Evaluation;
import org.closedform.examples.SoftmaxRegression.Parameters;
import org.closedform.loss.WeightedSum;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Batches of images, wherever they are: all that is ever asked of them is what they sum up to. */
interface Batches {

    /** What one batch contributes; it travels to where the batch is. */
    interface Contribution<T extends TensorTree<T>> extends Function<SoftmaxRegression, WeightedSum<T>>, Serializable {}

    /** What all batches contribute together, in whatever order. */
    <T extends TensorTree<T>> WeightedSum<T> sum(Contribution<T> contribution);

    /** Batches in the partitions of a cluster. */
    static Batches of(JavaRDD<SoftmaxRegression> batches) {
        return new Batches() {
            @Override
            public <T extends TensorTree<T>> WeightedSum<T> sum(Contribution<T> contribution) {
                return batches.map(contribution::apply).treeReduce(WeightedSum::merge);
            }
        };
    }

    /** Batches in this JVM. */
    static Batches of(List<SoftmaxRegression> batches) {
        return new Batches() {
            @Override
            public <T extends TensorTree<T>> WeightedSum<T> sum(Contribution<T> contribution) {
                return batches.stream()
                        .map(contribution)
                        .reduce(WeightedSum::merge)
                        .orElseThrow();
            }
        };
    }

    /** The mean loss over all batches as a function of the parameters. */
    default Operator<Parameters, Tensor> meanLoss() {
        return theta -> new Pass(
                this,
                theta,
                this.<Evaluation>sum(batch -> batch.evaluate(theta)).mean());
    }

    /** One sum over the batches has made loss and gradient; each product with the second derivative takes another. */
    record Pass(Batches batches, Parameters theta, Evaluation mean) implements Operator.Pass<Parameters, Tensor> {
        @Override
        public Tensor output() {
            return mean.loss();
        }

        @Override
        public Parameters backward(Tensor dy) {
            return mean.gradient().times(dy.item());
        }

        @Override
        public Tensor pushforward(Parameters v) {
            return Tensor.scalar(mean.gradient().dot(v));
        }

        @Override
        public Parameters curvature(Tensor dy, Parameters v) {
            Parameters at = theta;
            WeightedSum<Parameters> products = batches.sum(batch -> WeightedSum.ofMean(
                    batch.meanLoss().forward(at).curvature(Tensor.scalar(1), v),
                    batch.labels().size()));
            return products.mean().times(dy.item());
        }
    }
}
