package org.closedform.loss;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.TensorArbitraries.Along;

/** Cross-entropy keeps the operator contract with every option: weights, positions that do not count, smoothing. */
class CrossEntropyLossOptionsContractTest extends OperatorContract<Tensor, Tensor> {
    private static final double LARGEST_RECIPROCAL = 1000;
    private static final int IGNORED = -100;

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return shapes(type).flatMap(shape -> {
            int axis = shape.rank() == 1 ? 0 : 1;
            return Arbitraries.of(Form.values()).flatMap(form -> Combinators.combine(
                            predictions(form, shape, axis, type),
                            targets(shape, axis, type),
                            weights(shape.dimension(axis), type),
                            Arbitraries.of(0.0, 0.1, 0.5, 1.0),
                            Arbitraries.of(Reduction.values()))
                    .as((x, target, weights, smoothing, reduction) -> new Case<>(
                            new CrossEntropyLoss(
                                    form,
                                    target,
                                    weights,
                                    target instanceof Target.Classes ? OptionalInt.of(IGNORED) : OptionalInt.empty(),
                                    smoothing,
                                    reduction,
                                    1),
                            x,
                            List.of(),
                            form == Form.LOGITS ? 20 : LARGEST_RECIPROCAL)));
        });
    }

    /** In float32 a loss over many positions is rounded too coarsely to show each position's gradient. */
    private static Arbitrary<Shape> shapes(ElementType type) {
        int positions = type == ElementType.FLOAT32 ? 3 : Integer.MAX_VALUE;
        return TensorArbitraries.shapes(1, 4)
                .filter(shape -> shape.without(shape.rank() == 1 ? 0 : 1).size() <= positions);
    }

    /** In float32 probabilities stay away from 0, where −log p bends too much for its digits; they need not sum to 1. */
    private static Arbitrary<Tensor> predictions(Form form, Shape shape, int axis, ElementType type) {
        return switch (form) {
            case LOGITS -> TensorArbitraries.tensors(shape, type);
            case LOG_PROBABILITIES ->
                TensorArbitraries.tensors(
                        shape, type, Arbitraries.doubles().between(-3, -0.1).ofScale(6));
            case PROBABILITIES ->
                type == ElementType.FLOAT32
                        ? TensorArbitraries.tensors(
                                shape,
                                type,
                                Arbitraries.doubles().between(0.5, 1).ofScale(6))
                        : TensorArbitraries.tensors(
                                new Along(shape, axis), type, TensorArbitraries.probabilities(shape.dimension(axis)));
        };
    }

    /** Labels of which the first counts, and each other one may not, so that a mean exists. */
    private static Arbitrary<Target> targets(Shape shape, int axis, ElementType type) {
        int classes = shape.dimension(axis);
        Arbitrary<Target> labels = Combinators.combine(
                        TensorArbitraries.labels(shape.without(axis), classes), Arbitraries.longs())
                .as((all, mask) -> {
                    int[] indices = all.toArray();
                    for (int i = 1; i < indices.length; i++) {
                        indices[i] = (mask >> i & 1) == 1 ? IGNORED : indices[i];
                    }
                    return new Target.Classes(Labels.of(all.shape(), indices));
                });
        Arbitrary<Target> distributions = TensorArbitraries.tensors(
                        new Along(shape, axis), type, TensorArbitraries.probabilities(classes))
                .map(Target.Distribution::new);
        return Arbitraries.oneOf(labels, distributions);
    }

    private static Arbitrary<Optional<Tensor>> weights(int classes, ElementType type) {
        Arbitrary<Optional<Tensor>> some = TensorArbitraries.tensors(
                        Shape.of(classes),
                        type,
                        Arbitraries.doubles().between(0.25, 3).ofScale(4))
                .map(Optional::of);
        return Arbitraries.oneOf(some, Arbitraries.just(Optional.empty()));
    }
}
