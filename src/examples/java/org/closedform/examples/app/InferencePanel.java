package org.closedform.examples.app;

import java.util.List;
import java.util.SplittableRandom;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.RunningStatistics;
import org.closedform.tensor.Tensor;

/** What batch norm makes of a new batch, with its own statistics as in training, and with running ones as in inference. */
final class InferencePanel implements Panel {
    private static final Range COUNT = new Range(1, 16);
    private static final Range SHIFT = new Range(-100, 100);
    private static final int SEED = 7;

    /**
     * What the panel shows.
     *
     * @param x a new batch, whose mean has moved
     * @param training x̂ in training
     * @param inference x̂ in inference
     * @param batchMean μ of the new batch
     * @param batchVariance its variance
     * @param runningMean the running μ
     * @param runningVariance the running v
     */
    record Answer(
            Tensor x,
            Tensor training,
            Tensor inference,
            double batchMean,
            double batchVariance,
            double runningMean,
            double runningVariance) {}

    @Override
    public String path() {
        return "/api/inference";
    }

    @Override
    public List<String> parameters() {
        return List.of("percent", "size", "count", "shift");
    }

    @Override
    public Grid exported() {
        return new RunningPanel()
                .exported()
                .times("count", List.of("1", "8"))
                .times("shift", new Slider("data-shift", "-6", "6", "0.5"));
    }

    @Override
    public Answer answer(Query query) {
        List<RunningStatistics> gathered = RunningPanel.gathered(query, true);
        RunningStatistics running = gathered.get(gathered.size() - 1);
        Tensor x = NormalBatches.draw(query.integer("count", COUNT), new SplittableRandom(SEED))
                .plus(query.number("shift", SHIFT));
        BatchNorm norm = new BatchNorm();
        BatchNorm.Inputs in = new BatchNorm.Inputs(x, Tensor.of(1), Tensor.of(0));
        BatchNorm.Pass pass = norm.forward(in);
        return new Answer(
                x.squeeze(1),
                pass.output().squeeze(1),
                norm.inference(running).apply(in).squeeze(1),
                pass.statistics().mean().item(),
                pass.statistics().variance().item(),
                running.mean().item(),
                running.variance().item());
    }
}
