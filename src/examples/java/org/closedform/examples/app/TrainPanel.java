package org.closedform.examples.app;

import java.util.List;
import java.util.stream.IntStream;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** A small net on points in the plane, after any number of training steps: what it says everywhere, and how it came there. */
final class TrainPanel implements Panel {
    private static final Range SEED = new Range(0, 9999);
    private static final Range DEPTH = new Range(1, 4);
    private static final Range RATE = new Range(0, 10);
    private static final Range STEPS = new Range(0, 2000);

    private static final int REMEMBERED = 24;
    private static final int CURVE = 100;
    private static final int SIDE = 41;

    /** The middles of the cells of a square, row by row from its top left, [cells, 2]. */
    private static final Tensor PLANE = Tensor.generate(Shape.of(SIDE * SIDE, 2), index -> {
        int column = index[0] % SIDE;
        int row = index[0] / SIDE;
        return PointSet.REACH * ((index[1] == 0 ? column : SIDE - 1 - row) + 0.5 - SIDE / 2.0) / (SIDE / 2.0);
    });

    private final Recent<TrainingRun.Settings, TrainingRun> runs = new Recent<>(REMEMBERED, TrainingRun::new);

    /**
     * What the panel shows.
     *
     * @param reach how far the plane is drawn, from −reach to reach both ways
     * @param points the points to learn from
     * @param classes the class of each
     * @param plane the probability of class 1, row by row from the top left
     * @param right the share of points that are on their side of ½, as inference has it
     * @param steps some steps from 0 on; the last one is now
     * @param moments loss and gradients at these steps
     * @param losses the loss at these steps
     * @param gradients the layers' gradients at these steps
     */
    record Answer(
            double reach,
            Tensor points,
            Tensor classes,
            Tensor plane,
            double right,
            List<Integer> steps,
            List<TrainingRun.Moment> moments,
            Drawing losses,
            Drawing gradients) {}

    @Override
    public String path() {
        return "/api/train";
    }

    @Override
    public List<String> parameters() {
        return List.of("data", "seed", "activation", "norm", "depth", "rate", "steps");
    }

    /** The net that the page starts with, for each set of points; and the one that it predicts of. */
    @Override
    public Grid exported() {
        return exported(List.of("moons", "circles", "xor", "spirals"), "tanh", 2, "0.3")
                .plus(exported(List.of("spirals"), "sigmoid", 4, "1"));
    }

    /** A net with batch norm and without. */
    private static Grid exported(List<String> data, String activation, int depth, String rate) {
        return Grid.by("data", data)
                .times("steps", new Slider("train-steps", "0", "2000", "100"))
                .times("norm", List.of("true", "false"))
                .times("seed", List.of("2"))
                .times("activation", List.of(activation))
                .times("depth", List.of(String.valueOf(depth)))
                .times("rate", List.of(rate));
    }

    @Override
    public Answer answer(Query query) {
        TrainingRun run = runs.of(new TrainingRun.Settings(
                query.choice("data", PointSet.class),
                query.integer("seed", SEED),
                query.choice("activation", Activation.class),
                query.flag("norm"),
                query.integer("depth", DEPTH),
                query.number("rate", RATE)));
        int now = query.integer("steps", STEPS);
        PointNet net = run.after(now);
        Points points = run.points();
        List<Integer> steps = upTo(now);
        List<TrainingRun.Moment> moments = run.moments(steps);
        return new Answer(
                PointSet.REACH,
                points.x(),
                points.t().squeeze(1),
                net.probabilities(PLANE).reshape(SIDE, SIDE),
                right(net.probabilities(points.x()), points.t()),
                steps,
                moments,
                Drawing.of(TrainChart.loss(steps, moments), TrainChart.HEIGHT),
                Drawing.of(TrainChart.gradients(steps, moments), TrainChart.HEIGHT));
    }

    private static double right(Tensor probabilities, Tensor classes) {
        int size = probabilities.size();
        return IntStream.range(0, size)
                        .filter(i -> probabilities.at(i) > 0.5 == (classes.at(i, 0) == 1))
                        .count()
                / (double) size;
    }

    /** At most about {@link #CURVE} steps at even distances, and the last one. */
    private static List<Integer> upTo(int last) {
        int distance = Math.max(1, last / CURVE);
        return IntStream.rangeClosed(0, last)
                .filter(step -> step % distance == 0 || step == last)
                .boxed()
                .toList();
    }
}
