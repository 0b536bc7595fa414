package org.closedform.benchmark;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.closedform.operator.BatchNorm;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Reproducible inputs, for shapes as the benchmarks write them: {@code 64x1000}. */
final class Inputs {
    private static final long SEED = 20_26;

    private Inputs() {}

    static Shape shape(String text) {
        return Shape.of(
                Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray());
    }

    /** Logits: normal numbers of deviation 3. */
    static Tensor logits(String shape, ElementType type) {
        return normal(shape(shape), type).times(3);
    }

    /** A class for each row of [N, C]. */
    static int[] labels(Tensor logits) {
        Random random = new Random(SEED);
        int classes = logits.shape().dimension(1);
        return IntStream.range(0, logits.shape().dimension(0))
                .map(row -> random.nextInt(classes))
                .toArray();
    }

    /** A batch with channels along axis 1, each of its own mean and deviation. */
    static BatchNorm.Inputs batch(String shape, ElementType type) {
        Tensor x = normal(shape(shape), type).times(2).plus(1);
        Shape channels = Shape.of(x.shape().dimension(1));
        return new BatchNorm.Inputs(x, normal(channels, type).plus(1), normal(channels, type));
    }

    /** A scale for each of some features. */
    static Tensor gamma(int features, ElementType type) {
        return normal(Shape.of(features), type).plus(1);
    }

    /** A gradient on a result of that shape. */
    static Tensor upstream(String shape, ElementType type) {
        return normal(shape(shape), type, SEED + 1);
    }

    /** A square matrix. */
    static Tensor matrix(String shape, ElementType type) {
        return normal(shape(shape), type);
    }

    private static Tensor normal(Shape shape, ElementType type) {
        return normal(shape, type, SEED);
    }

    private static Tensor normal(Shape shape, ElementType type, long seed) {
        return Tensor.draw(shape, new Random(seed)::nextGaussian).to(type);
    }
}
