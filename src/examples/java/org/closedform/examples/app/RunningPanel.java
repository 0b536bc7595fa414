package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchStatistics;
import org.closedform.operator.RunningAverage;
import org.closedform.operator.RunningStatistics;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Batch norm of one channel in training and in inference: how running statistics come about, and what they do to a new batch. */
final class RunningPanel implements Panel {
    private static final Range PERCENT = new Range(1, 100);
    private static final Range SIZE = new Range(2, 64);
    private static final Range COUNT = new Range(1, 16);
    private static final Range SHIFT = new Range(-100, 100);

    private static final int BATCHES = 60;
    private static final double MEAN = 3;
    private static final double DEVIATION = 2;
    private static final int SEED = 6;

    /**
     * What the panel shows.
     *
     * @param dataMean the mean that the data are drawn with
     * @param dataVariance their variance
     * @param moments the running statistics before the first batch and after each
     * @param x a new batch, whose mean has moved
     * @param training x̂ with the statistics of the batch itself
     * @param inference x̂ with the running ones
     * @param batchMean μ of the new batch
     * @param batchVariance its σ²
     */
    record Answer(
            double dataMean,
            double dataVariance,
            List<Moment> moments,
            Tensor x,
            Tensor training,
            Tensor inference,
            double batchMean,
            double batchVariance) {}

    /**
     * Running statistics.
     *
     * @param mean μ
     * @param biased σ², gathered as M2 / m
     * @param unbiased σ², gathered as M2 / (m − 1)
     */
    record Moment(double mean, double biased, double unbiased) {
        static Moment of(RunningStatistics biased, RunningStatistics unbiased) {
            return new Moment(
                    biased.mean().item(),
                    biased.variance().item(),
                    unbiased.variance().item());
        }
    }

    @Override
    public String path() {
        return "/api/running";
    }

    @Override
    public List<String> parameters() {
        return List.of("percent", "size", "count", "shift");
    }

    @Override
    public Answer answer(Query query) {
        double momentum = query.integer("percent", PERCENT) / 100.0;
        int size = query.integer("size", SIZE);
        int count = query.integer("count", COUNT);
        double shift = query.number("shift", SHIFT);
        SplittableRandom random = new SplittableRandom(SEED);
        Tensor x = draw(COUNT.to(), random).slice(0, 0, count).plus(shift);

        RunningStatistics biased = RunningStatistics.initial(1);
        RunningStatistics unbiased = biased;
        List<Moment> moments = new ArrayList<>(List.of(Moment.of(biased, unbiased)));
        for (int k = 0; k < BATCHES; k++) {
            BatchStatistics batch = BatchStatistics.of(draw(size, random), 1);
            biased = biased.update(batch, RunningAverage.exponential(momentum, false));
            unbiased = unbiased.update(batch, RunningAverage.exponential(momentum, true));
            moments.add(Moment.of(biased, unbiased));
        }

        BatchNorm norm = new BatchNorm();
        BatchNorm.Inputs in = new BatchNorm.Inputs(x, Tensor.of(1), Tensor.of(0));
        BatchNorm.Pass pass = norm.forward(in);
        return new Answer(
                MEAN,
                DEVIATION * DEVIATION,
                moments,
                x.squeeze(1),
                pass.output().squeeze(1),
                norm.inference(unbiased).apply(in).squeeze(1),
                pass.statistics().mean().item(),
                pass.statistics().variance().item());
    }

    private static Tensor draw(int size, SplittableRandom random) {
        return Tensor.draw(Shape.of(size, 1), () -> MEAN + DEVIATION * random.nextGaussian());
    }
}
