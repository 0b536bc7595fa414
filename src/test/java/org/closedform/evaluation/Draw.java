package org.closedform.evaluation;

import java.util.SplittableRandom;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * Where the numbers of a case come from.
 *
 * @param random the seeded source
 * @param type of all tensors
 * @param scale how large the inputs are
 */
record Draw(SplittableRandom random, ElementType type, double scale) {

    /** A number of rows or columns, both ends included. */
    int size(int least, int greatest) {
        return random.nextInt(least, greatest + 1);
    }

    /** Numbers of either sign around the scale. */
    Tensor normal(int... shape) {
        return Tensor.draw(Shape.of(shape), () -> scale * random.nextGaussian()).to(type);
    }

    /** Positive numbers around the scale, from a fifth to five times it. */
    Tensor positive(int... shape) {
        return Tensor.draw(Shape.of(shape), () -> scale * Math.exp(random.nextDouble(-1.6, 1.6)))
                .to(type);
    }

    /** Numbers between two others, whatever the scale. */
    Tensor between(double low, double high, int... shape) {
        return Tensor.draw(Shape.of(shape), () -> random.nextDouble(low, high)).to(type);
    }

    /** Numbers of either sign, none near 0, whatever the scale. */
    Tensor weights(int... shape) {
        return between(0.3, 1.5, shape).map(w -> random.nextBoolean() ? w : -w);
    }

    /** Rows that sum to 1. */
    Tensor probabilities(int rows, int classes) {
        Tensor raw = between(0.1, 1, rows, classes);
        return raw.dividedBy(raw.sum(1).expandDims(1));
    }

    /** One class for each row. */
    Labels labels(int rows, int classes) {
        return Labels.of(random.ints(rows, 0, classes).toArray());
    }

    /** One of several. */
    @SafeVarargs
    final <T> T either(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
