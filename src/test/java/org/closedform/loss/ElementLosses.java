package org.closedform.loss;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.TensorArbitraries;

/** What the tests of losses of one number against one target draw. */
final class ElementLosses {
    private ElementLosses() {}

    /** In float32 a loss of many elements is rounded too coarsely to show each element's gradient. */
    static Arbitrary<Shape> shapes(ElementType type) {
        int elements = type == ElementType.FLOAT32 ? 6 : Integer.MAX_VALUE;
        return TensorArbitraries.shapes(0, 4).filter(shape -> shape.size() <= elements);
    }

    /** One for all, one each, or repeated along the first axes. */
    static Arbitrary<Tensor> weights(Shape shape, ElementType type) {
        return Arbitraries.integers().between(0, shape.rank()).flatMap(missing -> {
            int[] dimensions = shape.dimensions();
            Shape smaller = Shape.of(Arrays.copyOfRange(dimensions, missing, dimensions.length));
            return TensorArbitraries.tensors(
                    smaller, type, Arbitraries.doubles().between(0.25, 3).ofScale(4));
        });
    }

    /** Numbers of all sizes. */
    static Arbitrary<Double> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(-3, 3).ofScale(12),
                Arbitraries.doubles().between(-1e6, 1e6).ofScale(3),
                Arbitraries.of(1e-9, -1e-9, 1e8, 1e8 + 1, 0.1, 0.1 + 1e-12, 0.0, 1.0));
    }
}
