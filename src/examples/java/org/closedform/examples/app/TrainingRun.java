package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A net that is trained step by step, all points in every step. The run remembers where it is, and the net at every
 * {@link #STRIDE}th step: so going on costs only what is new, and going back fewer than that many steps. Any number of threads may ask.
 */
final class TrainingRun {
    private static final int STRIDE = 20;

    private final Settings settings;
    private final Points points;
    private final List<PointNet> snapshots = new ArrayList<>();
    private final List<Moment> moments = new ArrayList<>();
    private PointNet.Evaluation latest;

    /**
     * All that a run depends on.
     *
     * @param set which points
     * @param seed of all random numbers, drawn in this order: the points, then the weights
     * @param activation φ
     * @param norm whether there is batch norm before φ
     * @param depth hidden layers
     * @param rate the learning rate
     */
    record Settings(PointSet set, int seed, Activation activation, boolean norm, int depth, double rate) {}

    /**
     * What is remembered of each step.
     *
     * @param loss C before the step
     * @param weightNorms ‖∂C/∂W‖ of each layer
     */
    record Moment(double loss, List<Double> weightNorms) {}

    TrainingRun(Settings settings) {
        this.settings = settings;
        SplittableRandom random = new SplittableRandom(settings.seed());
        points = settings.set().draw(random);
        remember(PointNet.random(settings.depth(), settings.activation(), settings.norm(), random));
    }

    /** The points to learn from. */
    Points points() {
        return points;
    }

    /** The net after so many steps. */
    synchronized PointNet after(int steps) {
        while (moments.size() <= steps) {
            remember(latest.step(settings.rate()));
        }
        if (steps == moments.size() - 1) {
            return latest.net();
        }
        PointNet net = snapshots.get(steps / STRIDE);
        for (int s = 0; s < steps % STRIDE; s++) {
            net = net.evaluate(points).step(settings.rate());
        }
        return net;
    }

    /** The moments at some steps, which the run has reached. */
    synchronized List<Moment> moments(List<Integer> steps) {
        return steps.stream().map(moments::get).toList();
    }

    private void remember(PointNet net) {
        if (moments.size() % STRIDE == 0) {
            snapshots.add(net);
        }
        latest = net.evaluate(points);
        moments.add(new Moment(latest.loss(), latest.weightNorms()));
    }
}
