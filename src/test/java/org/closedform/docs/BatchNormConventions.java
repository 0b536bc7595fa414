package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchNormPart;
import org.closedform.operator.BatchStatistics;
import org.closedform.operator.RunningAverage;
import org.closedform.operator.RunningStatistics;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;

/** The rows of the conventions that are about batch normalisation. */
final class BatchNormConventions {
    private static final Numbers NUMBERS = new Numbers(ElementType.FLOAT64);

    /** One channel: mean 2, biased variance 1, unbiased variance 2. */
    private static final Tensor X = Tensor.of(new double[][] {{1}, {3}});

    private static final BatchStatistics STATISTICS = BatchStatistics.of(X, 1);

    private BatchNormConventions() {}

    static Map<String, Executable> rows() {
        return Map.of(
                "batch-norm-parameters", BatchNormConventions::parameters,
                "batch-norm-epsilon", BatchNormConventions::epsilon,
                "batch-norm-axis", BatchNormConventions::axis,
                "batch-norm-batch-variance", BatchNormConventions::batchVariance,
                "batch-norm-momentum", BatchNormConventions::momentum,
                "batch-norm-running-variance", BatchNormConventions::runningVariance,
                "batch-norm-cumulative", BatchNormConventions::cumulative,
                "batch-norm-initial", BatchNormConventions::initial,
                "batch-norm-inference", BatchNormConventions::inference,
                "batch-norm-parts", BatchNormConventions::parts);
    }

    private static BatchNorm.Inputs inputs(Tensor x, double gamma, double beta) {
        return new BatchNorm.Inputs(x, Tensor.of(gamma), Tensor.of(beta));
    }

    private static void parameters() {
        assertEquals(
                List.of("x", "gamma", "beta"),
                inputs(X, 1, 0).parts().stream().map(NamedTensor::name).toList());
        NUMBERS.assertHolds(new BatchNorm(1, 0).apply(inputs(X, 10, 5)), 5 - 10, 5 + 10);
    }

    /** The root of 1 / (1 + 1e-5), to 21 digits. */
    private static void epsilon() {
        NUMBERS.assertHoldsWithin(
                5, new BatchNorm().apply(inputs(X, 1, 0)), -0.999995000037499687503, 0.999995000037499687503);
    }

    private static void axis() {
        assertEquals(1, new BatchNorm().axis());
        Tensor x = Tensor.generate(Shape.of(2, 3, 4), index -> index[0]);
        assertEquals(
                Shape.of(3),
                new BatchNorm().forward(ones(x, 3)).statistics().mean().shape());
        BatchNorm.Pass last = new BatchNorm(-1, 1e-5).forward(ones(x, 4));
        assertEquals(Shape.of(4), last.statistics().mean().shape());
    }

    private static BatchNorm.Inputs ones(Tensor x, int channels) {
        return new BatchNorm.Inputs(x, Tensor.ones(Shape.of(channels)), Tensor.zeros(Shape.of(channels)));
    }

    private static void batchVariance() {
        NUMBERS.assertHolds(new BatchNorm(1, 0).apply(inputs(X, 1, 0)), -1, 1);
        NUMBERS.assertHolds(STATISTICS.variance(), 1);
        NUMBERS.assertHolds(STATISTICS.unbiasedVariance(), 2);
    }

    private static void momentum() {
        RunningStatistics old = RunningStatistics.of(Tensor.of(10), Tensor.of(1));
        NUMBERS.assertHoldsWithin(
                1, old.update(STATISTICS, RunningAverage.PYTORCH).mean(), 0.9 * 10 + 0.1 * 2);
        NUMBERS.assertHoldsWithin(1, old.update(STATISTICS, RunningAverage.ONNX).mean(), 0.9 * 10 + 0.1 * 2);
        NUMBERS.assertHoldsWithin(1, old.update(STATISTICS, RunningAverage.FLAX).mean(), 0.99 * 10 + 0.01 * 2);
        RunningAverage most = RunningAverage.exponential(0.75, false);
        NUMBERS.assertHolds(old.update(STATISTICS, most).mean(), 0.25 * 10 + 0.75 * 2);
    }

    private static void runningVariance() {
        RunningStatistics old = RunningStatistics.of(Tensor.of(0), Tensor.of(5));
        NUMBERS.assertHoldsWithin(
                1, old.update(STATISTICS, RunningAverage.PYTORCH).variance(), 4.5 + 0.2);
        NUMBERS.assertHoldsWithin(1, old.update(STATISTICS, RunningAverage.ONNX).variance(), 4.5 + 0.1);
        NUMBERS.assertHoldsWithin(1, old.update(STATISTICS, RunningAverage.FLAX).variance(), 4.95 + 0.01);
    }

    /** Whatever it started from. */
    private static void cumulative() {
        RunningAverage averaging = RunningAverage.cumulative(true);
        RunningStatistics running = RunningStatistics.initial(1).update(STATISTICS, averaging);
        NUMBERS.assertHolds(running.mean(), 2);
        NUMBERS.assertHolds(running.variance(), 2);
        BatchStatistics other = BatchStatistics.of(Tensor.of(new double[][] {{5}, {5}}), 1);
        NUMBERS.assertHolds(running.update(other, averaging).mean(), 3.5);
        NUMBERS.assertHolds(running.update(other, averaging).variance(), 1);
    }

    private static void initial() {
        NUMBERS.assertHolds(RunningStatistics.initial(2).mean(), 0, 0);
        NUMBERS.assertHolds(RunningStatistics.initial(2).variance(), 1, 1);
        assertEquals(0, RunningStatistics.initial(2).updates());
    }

    /** 3 · (6 − 2) / √4 + 1, for a batch of one too. */
    private static void inference() {
        RunningStatistics running = RunningStatistics.of(Tensor.of(2), Tensor.of(4));
        Tensor single = Tensor.of(new double[][] {{6}});
        NUMBERS.assertHolds(new BatchNorm(1, 0).inference(running).apply(inputs(single, 3, 1)), 7);
    }

    /** −1 and 1, one part each: x̂ is that of both. */
    private static void parts() {
        BatchNormPart part = new BatchNorm(1, 0).partOf(STATISTICS);
        NUMBERS.assertHolds(
                part.forward(inputs(Tensor.of(new double[][] {{1}}), 10, 5)).output(), 5 - 10);
        NUMBERS.assertHolds(
                part.forward(inputs(Tensor.of(new double[][] {{3}}), 10, 5)).output(), 5 + 10);
    }
}
