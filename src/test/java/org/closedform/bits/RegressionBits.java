package org.closedform.bits;

import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.closedform.loss.BinaryFocalLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.DistillationLoss;
import org.closedform.loss.FocalLoss;
import org.closedform.loss.GaussianNegativeLogLikelihood;
import org.closedform.loss.HuberLoss;
import org.closedform.loss.JensenShannonDivergence;
import org.closedform.loss.MeanSquaredError;
import org.closedform.loss.Reduction;
import org.closedform.loss.WeightedMean;
import org.closedform.loss.ZLoss;
import org.closedform.operator.Initialization;
import org.closedform.operator.Softmax;
import org.closedform.operator.Temperature;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Losses of numbers, of focus and of distillation, and what training starts with and is bounded by. */
final class RegressionBits {
    private static final int ROWS = 3;

    private RegressionBits() {}

    static void addTo(BiConsumer<String, BitCases.Case> add) {
        add.accept("MeanSquaredError", (in, size, digest) -> {
            MeanSquaredError loss =
                    MeanSquaredError.of(in.uniform(4, ROWS, size)).withWeight(in.unit(size));
            BitCases.evaluate(loss, in.mixed(16, ROWS, size), in, digest);
            BitCases.evaluate(loss.withReduction(Reduction.NONE), in.uniform(4, ROWS, size), in, digest);
            HuberLoss huber = HuberLoss.of(in.uniform(4, ROWS, size)).withWeight(in.unit(size));
            BitCases.evaluate(huber, in.uniform(4, ROWS, size), in, digest);
        });
        add.accept(
                "GaussianNegativeLogLikelihood",
                (in, size, digest) -> BitCases.evaluate(
                        GaussianNegativeLogLikelihood.of(in.uniform(4, ROWS, size))
                                .withFull(true),
                        new GaussianNegativeLogLikelihood.Inputs(in.uniform(4, ROWS, size), in.unit(ROWS, size)),
                        in,
                        digest));
        add.accept("JensenShannonDivergence", (in, size, digest) -> {
            BitCases.evaluate(
                    JensenShannonDivergence.onLogits(),
                    new JensenShannonDivergence.Inputs(
                            in.mixed(8 * size, ROWS, size, 2), in.uniform(16, ROWS, size, 2)),
                    in,
                    digest);
            BitCases.evaluate(
                    JensenShannonDivergence.onProbabilities().withReduction(Reduction.NONE),
                    new JensenShannonDivergence.Inputs(in.unit(ROWS, size), in.unit(ROWS, size)),
                    in,
                    digest);
        });
        add.accept("FocalLoss", (in, size, digest) -> {
            Labels labels = in.labels(Shape.of(ROWS, 2), size);
            BitCases.evaluate(FocalLoss.onLogits(labels), in.mixed(4 * size, ROWS, size, 2), in, digest);
            CrossEntropyLoss soft = CrossEntropyLoss.onProbabilities(in.unit(ROWS, size));
            Tensor p = new Softmax(1).apply(in.uniform(4, ROWS, size));
            BitCases.evaluate(new FocalLoss(soft, 1.5), p, in, digest);
            BitCases.evaluate(
                    BinaryFocalLoss.onLogits(in.unit(ROWS, size)).withGamma(1.5), in.mixed(16, ROWS, size), in, digest);
        });
        add.accept("ZLoss", (in, size, digest) -> {
            BitCases.evaluate(ZLoss.of(0.5), in.uniform(16, ROWS, size), in, digest);
            BitCases.evaluate(
                    DistillationLoss.of(in.uniform(16, ROWS, size), 3), in.uniform(16, ROWS, size), in, digest);
            BitCases.evaluate(new Temperature(3), in.uniform(16, ROWS, size), in, digest);
        });
        add.accept("Initialization", (in, size, digest) -> {
            Shape shape = Shape.of(ROWS, size + 1);
            digest.add(Initialization.glorotUniform(shape, new SplittableRandom(size))
                    .to(in.type()));
            digest.add(
                    Initialization.heNormal(shape, new SplittableRandom(size)).to(in.type()));
            digest.add(
                    Initialization.orthogonal(shape, new SplittableRandom(size)).to(in.type()));
            digest.add(in.mixed(16, size).clipNorm(0.5));
        });
        add.accept("WeightedMean", (in, size, digest) -> {
            Tensor weights = in.unit(ROWS, size);
            BitCases.evaluate(WeightedMean.of(weights), in.mixed(4, ROWS, size), in, digest);
            CrossEntropyLoss loss = CrossEntropyLoss.onLogits(in.labels(Shape.of(ROWS), size))
                    .withPositionWeights(in.unit(1, ROWS).reshape(ROWS));
            BitCases.evaluate(loss, in.mixed(4 * size, ROWS, size), in, digest);
            BitCases.evaluate(loss.withLabelSmoothing(0.1), in.mixed(4 * size, ROWS, size), in, digest);
        });
    }
}
