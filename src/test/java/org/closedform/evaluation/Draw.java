package org.closedform.evaluation;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * Where the numbers of a case come from.
 *
 * @param random the seeded source
 * @param type of all tensors
 * @param scales how large the inputs are: always the same number, or each time another
 * @param apart whether weights have scales too, and one tensor in three an offset of a scale of its own
 */
record Draw(SplittableRandom random, ElementType type, DoubleSupplier scales, boolean apart) {

    /** How large the next tensor is. */
    double scale() {
        return scales.getAsDouble();
    }

    /** A number of rows or columns, both ends included. */
    int size(int least, int greatest) {
        return random.nextInt(least, greatest + 1);
    }

    /** Numbers of either sign around the scale. */
    Tensor normal(int... shape) {
        double scale = scale();
        double offset = apart && random.nextInt(3) == 0 ? scale() * random.nextGaussian() : 0;
        return Tensor.draw(Shape.of(shape), () -> offset + scale * random.nextGaussian())
                .to(type);
    }

    /** Positive numbers around the scale, from a fifth to five times it. */
    Tensor positive(int... shape) {
        double scale = scale();
        double offset = apart && random.nextInt(3) == 0 ? scale() : 0;
        return Tensor.draw(Shape.of(shape), () -> offset + scale * Math.exp(random.nextDouble(-1.6, 1.6)))
                .to(type);
    }

    /** Numbers between two others, whatever the scale. */
    Tensor between(double low, double high, int... shape) {
        return Tensor.draw(Shape.of(shape), () -> random.nextDouble(low, high)).to(type);
    }

    /** Numbers of either sign, none near 0; whatever the scale, unless scales are apart. */
    Tensor weights(int... shape) {
        double scale = apart ? scale() : 1;
        return between(0.3, 1.5, shape).map(w -> random.nextBoolean() ? scale * w : -scale * w);
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
