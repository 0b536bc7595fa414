package org.closedform.examples.app;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.flow.FlowVerdict;

/** How a gradient shrinks or grows on its way through the layers of a {@link DeepNet}, and how steep the activation is. */
final class FlowPanel implements Panel {
    private static final Range SCALE = new Range(0, 10);
    private static final Range DEPTH = new Range(1, 100);
    private static final Range SEED = new Range(0, 9999);

    private static final int SAMPLES = 32;
    private static final int WIDTH = 64;
    private static final int WARM_UPS = 20;

    /** A thread for each net: two of the common pool would leave one idle while the other computes the third net. */
    private static final ForkJoinPool THREADS = new ForkJoinPool(Activation.values().length);

    /**
     * What the panel shows.
     *
     * @param width neurons in each layer
     * @param samples in the batch
     * @param layers one line for each layer, in order
     * @param weightNorms ‖∂C/∂W‖ of each layer: how far gradient descent moves the weights per unit of learning rate
     * @param inputNorm ‖∂C/∂x‖, where x is the input of the first layer
     * @param ratio how much of the gradient arrives at x
     * @param rate the mean factor per layer
     * @param verdict whether the gradient vanishes or explodes
     * @param largestSlope the largest slope of the activation
     * @param chart the gradient's length by layer, for this activation and, to compare, the others
     * @param slope the derivative of the activation
     */
    record Answer(
            int width,
            int samples,
            List<Line> layers,
            List<Double> weightNorms,
            double inputNorm,
            double ratio,
            double rate,
            FlowVerdict verdict,
            double largestSlope,
            Drawing chart,
            Drawing slope) {}

    /**
     * The gradient at one layer.
     *
     * @param name the layer's name
     * @param upstreamNorm ‖∂C/∂y‖
     * @param factor ‖∂C/∂x‖ / ‖∂C/∂y‖, where x is the layer's input and y its output
     */
    record Line(String name, double upstreamNorm, double factor) {
        static Line of(int index, DeepNet.LayerGradient d) {
            return new Line("layer " + (index + 1), d.upstreamNorm(), d.inputNorm() / d.upstreamNorm());
        }
    }

    /** Answers for deep nets a few times: then the JVM has compiled what the sliders need before somebody moves them. */
    void warmUp() {
        for (int round = 0; round < WARM_UPS; round++) {
            for (boolean norm : List.of(false, true)) {
                respond("activation=sigmoid&scale=" + (1 + round / 100.0) + "&depth=" + DEPTH.to() + "&norm=" + norm
                        + "&residual=false&seed=1");
            }
        }
    }

    @Override
    public String path() {
        return "/api/flow";
    }

    @Override
    public List<String> parameters() {
        return List.of("activation", "scale", "depth", "norm", "residual", "seed");
    }

    /** One net's weights, at every stop of both sliders. */
    @Override
    public Grid exported() {
        return Grid.by("depth", new Slider("depth", "10", "90", "20"))
                .times("scale", new Slider("scale", "0.2", "4", "0.2"))
                .times("activation", List.of("sigmoid", "tanh", "relu"))
                .times("norm", List.of("true", "false"))
                .times("residual", List.of("true", "false"))
                .times("seed", List.of("1"));
    }

    @Override
    public Answer answer(Query query) {
        Activation activation = query.choice("activation", Activation.class);
        double scale = query.number("scale", SCALE);
        int depth = query.integer("depth", DEPTH);
        boolean norm = query.flag("norm");
        boolean residual = query.flag("residual");
        int seed = query.integer("seed", SEED);
        Map<Activation, List<DeepNet.LayerGradient>> all = together(
                () -> Stream.of(Activation.values()).parallel().collect(Collectors.toMap(one -> one, one -> new DeepNet(
                                one, scale, depth, norm, residual, seed, SAMPLES, WIDTH)
                        .gradients())));
        List<DeepNet.LayerGradient> layers = all.get(activation);
        List<Double> weightNorms = together(() ->
                layers.parallelStream().map(DeepNet.LayerGradient::weightNorm).toList());
        double inputNorm = layers.get(0).inputNorm();
        double ratio = inputNorm / layers.get(layers.size() - 1).upstreamNorm();
        return new Answer(
                WIDTH,
                SAMPLES,
                IntStream.range(0, layers.size())
                        .mapToObj(l -> Line.of(l, layers.get(l)))
                        .toList(),
                weightNorms,
                inputNorm,
                ratio,
                StrictMath.pow(ratio, 1.0 / layers.size()),
                FlowVerdict.of(ratio),
                activation.slope(SlopeChart.GRID).max().item(),
                Drawing.of(FlowChart.of(all, activation, weightNorms), FlowChart.HEIGHT),
                Drawing.of(SlopeChart.of(activation), SlopeChart.HEIGHT));
    }

    /** Computes on all {@link #THREADS}. */
    private static <T> T together(Callable<T> parallel) {
        return THREADS.submit(parallel).join();
    }
}
