package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * The random numbers of nets, in this order: the batch and the gradient at the end, from N(0, 1), then the weights layer by layer, from
 * N(0, scale² / width). Nets of one seed have the same ones, but for the scale: the last few are kept, and drawn as far as they are
 * needed.
 */
final class RandomNumbers {
    private static final int KEPT = 4;
    private static final Recent<Kind, RandomNumbers> RECENT = new Recent<>(KEPT, RandomNumbers::new);

    /**
     * What they depend on.
     *
     * @param seed where they start
     * @param samples of the batch
     * @param width of the layers
     */
    record Kind(int seed, int samples, int width) {}

    private final SplittableRandom random;
    private final int width;
    private final Tensor batch;
    private final Tensor upstream;
    private final List<Tensor> standard = new ArrayList<>();
    private final Recent<Double, List<Tensor>> scaled = new Recent<>(1, scale -> new ArrayList<>());

    private RandomNumbers(Kind kind) {
        random = new SplittableRandom(kind.seed());
        width = kind.width();
        Shape shape = Shape.of(kind.samples(), width);
        batch = Tensor.draw(shape, random::nextGaussian);
        upstream = Tensor.draw(shape, random::nextGaussian);
    }

    /** Those of a kind, which are kept or begun. */
    static RandomNumbers of(Kind kind) {
        return RECENT.of(kind);
    }

    Tensor batch() {
        return batch;
    }

    Tensor upstream() {
        return upstream;
    }

    /** The weights of a layer, from 0; those of the last scale are kept. */
    synchronized Tensor weight(int layer, double scale) {
        while (standard.size() <= layer) {
            standard.add(Tensor.draw(Shape.of(width, width), random::nextGaussian));
        }
        List<Tensor> weights = scaled.of(scale);
        while (weights.size() <= layer) {
            weights.add(standard.get(weights.size()).times(scale / Math.sqrt(width)));
        }
        return weights.get(layer);
    }
}
