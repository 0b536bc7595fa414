package org.closedform.examples.app;

import java.util.List;
import java.util.stream.IntStream;
import org.closedform.operator.RunningAverage;
import org.closedform.operator.RunningStatistics;

/** How the running statistics of batch norm come about, with either variance. */
final class RunningPanel implements Panel {
    private static final Range PERCENT = new Range(1, 100);
    private static final Range SIZE = new Range(2, 64);

    /**
     * What the panel shows.
     *
     * @param dataMean the mean that the data are drawn with
     * @param dataVariance their variance
     * @param moments the running statistics before the first batch and after each
     * @param means the running means
     * @param variances the running variances
     */
    record Answer(double dataMean, double dataVariance, List<Moment> moments, Drawing means, Drawing variances) {}

    /**
     * Running statistics.
     *
     * @param mean μ
     * @param biased v, gathered as M2 / m
     * @param unbiased v, gathered as M2 / (m − 1)
     */
    record Moment(double mean, double biased, double unbiased) {}

    @Override
    public String path() {
        return "/api/running";
    }

    @Override
    public List<String> parameters() {
        return List.of("percent", "size");
    }

    @Override
    public Grid exported() {
        return Grid.by("percent", new Slider("momentum", "2", "98", "4")).times("size", List.of("2", "4", "16", "64"));
    }

    @Override
    public Answer answer(Query query) {
        List<RunningStatistics> biased = gathered(query, false);
        List<RunningStatistics> unbiased = gathered(query, true);
        List<Moment> moments = IntStream.range(0, biased.size())
                .mapToObj(k -> new Moment(
                        biased.get(k).mean().item(),
                        biased.get(k).variance().item(),
                        unbiased.get(k).variance().item()))
                .toList();
        double variance = NormalBatches.DEVIATION * NormalBatches.DEVIATION;
        return new Answer(
                NormalBatches.MEAN,
                variance,
                moments,
                Drawing.of(RunningChart.means(moments, NormalBatches.MEAN), RunningChart.HEIGHT),
                Drawing.of(RunningChart.variances(moments, variance), RunningChart.HEIGHT));
    }

    /** The statistics for the momentum, in percent, and the size of a batch that a query asks for. */
    static List<RunningStatistics> gathered(Query query, boolean unbiased) {
        double momentum = query.integer("percent", PERCENT) / 100.0;
        return NormalBatches.gathered(query.integer("size", SIZE), RunningAverage.exponential(momentum, unbiased));
    }
}
