package org.closedform.loss;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;

/** Binary cross-entropy keeps the operator contract, with both forms, every weight and every reduction. */
class BinaryCrossEntropyLossContractTest extends OperatorContract<Tensor, Tensor> {

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return shapes(type).flatMap(shape -> Arbitraries.of(Form.LOGITS, Form.PROBABILITIES)
                .flatMap(form -> Combinators.combine(
                                predictions(form, shape, type),
                                TensorArbitraries.tensors(shape, type, targets()),
                                weights(shape, type),
                                weights(shape, type),
                                Arbitraries.of(Reduction.values()))
                        .as((x, t, weight, posWeight, reduction) -> new Case<>(
                                new BinaryCrossEntropyLoss(form, t, weight, posWeight, reduction),
                                x,
                                List.of(),
                                form == Form.LOGITS ? 20 : 200))));
    }

    /** In float32 a loss of many elements is rounded too coarsely to show each element's gradient. */
    private static Arbitrary<Shape> shapes(ElementType type) {
        int elements = type == ElementType.FLOAT32 ? 6 : Integer.MAX_VALUE;
        return TensorArbitraries.shapes(0, 4).filter(shape -> shape.size() <= elements);
    }

    /** Probabilities away from 0 and 1, in float32 more so: −log p bends too much there for its digits. */
    private static Arbitrary<Tensor> predictions(Form form, Shape shape, ElementType type) {
        double margin = type == ElementType.FLOAT32 ? 0.25 : 0.05;
        return form == Form.LOGITS
                ? TensorArbitraries.tensors(shape, type)
                : TensorArbitraries.tensors(
                        shape,
                        type,
                        Arbitraries.doubles().between(margin, 1 - margin).ofScale(6));
    }

    private static Arbitrary<Double> targets() {
        return Arbitraries.oneOf(
                Arbitraries.of(0.0, 1.0), Arbitraries.doubles().between(0, 1).ofScale(4));
    }

    /** None, of the whole shape, or repeated along the first axes. */
    private static Arbitrary<Optional<Tensor>> weights(Shape shape, ElementType type) {
        Arbitrary<Optional<Tensor>> some = Arbitraries.integers()
                .between(0, shape.rank())
                .flatMap(missing -> {
                    int[] dimensions = shape.dimensions();
                    Shape smaller = Shape.of(Arrays.copyOfRange(dimensions, missing, dimensions.length));
                    return TensorArbitraries.tensors(
                            smaller,
                            type,
                            Arbitraries.doubles().between(0.25, 3).ofScale(4));
                })
                .map(Optional::of);
        return Arbitraries.oneOf(some, Arbitraries.just(Optional.empty()));
    }
}
