package org.closedform.lesson;

import java.util.List;
import java.util.stream.IntStream;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Algebra that only explanations need. */
final class Terms {
    private Terms() {}

    /** t ⊙ x with 0 · ∞ = 0 · NaN = 0: a term that weighs nothing. Equal shapes. */
    static Tensor weighed(Tensor t, Tensor x) {
        return Tensor.generate(t.shape(), i -> t.at(i) == 0 ? 0 : t.at(i) * x.at(i))
                .to(x.elementType());
    }

    /** −t ⊙ x, the same way. */
    static Tensor negated(Tensor t, Tensor x) {
        return weighed(t, x.negate());
    }

    /** A vector laid along one axis of a shape, ready to be broadcast. */
    static Tensor along(Tensor vector, Shape shape, int axis) {
        return vector.reshape(IntStream.range(0, shape.rank())
                .map(i -> i == axis ? shape.dimension(i) : 1)
                .toArray());
    }

    /** All axes but one. */
    static int[] others(Shape shape, int axis) {
        return IntStream.range(0, shape.rank()).filter(i -> i != axis).toArray();
    }

    /** The shape with length 1 along some axes; none means all. */
    static Shape kept(Shape shape, List<Integer> axes) {
        List<Integer> from0 =
                axes.stream().map(axis -> shape.axis("WorkedExample", axis)).toList();
        return Shape.of(IntStream.range(0, shape.rank())
                .map(i -> axes.isEmpty() || from0.contains(i) ? 1 : shape.dimension(i))
                .toArray());
    }
}
