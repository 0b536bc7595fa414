package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.closedform.operator.BatchStatistics;
import org.closedform.operator.RunningAverage;
import org.closedform.operator.RunningStatistics;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Batches of one channel, drawn from a normal distribution, and the statistics that training gathers of them. */
final class NormalBatches {
    /** The mean of the distribution. */
    static final double MEAN = 3;

    /** Its deviation. */
    static final double DEVIATION = 2;

    private static final int BATCHES = 60;
    private static final int SEED = 6;

    private NormalBatches() {}

    /** Draws a batch, [size, 1]. */
    static Tensor draw(int size, SplittableRandom random) {
        return Tensor.draw(Shape.of(size, 1), () -> MEAN + DEVIATION * random.nextGaussian());
    }

    /** The running statistics before the first of some batches and after each; the batches are always the same. */
    static List<RunningStatistics> gathered(int size, RunningAverage averaging) {
        SplittableRandom random = new SplittableRandom(SEED);
        RunningStatistics running = RunningStatistics.initial(1);
        List<RunningStatistics> all = new ArrayList<>(List.of(running));
        for (int k = 0; k < BATCHES; k++) {
            running = running.update(BatchStatistics.of(draw(size, random), 1), averaging);
            all.add(running);
        }
        return all;
    }
}
