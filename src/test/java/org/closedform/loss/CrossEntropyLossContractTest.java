package org.closedform.loss;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.TensorArbitraries.Along;

/** Cross-entropy keeps the operator contract, with every form, target and reduction. */
class CrossEntropyLossContractTest extends OperatorContract<Tensor, Tensor> {
    private static final double LARGEST_RECIPROCAL = 1000;

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return shapes(type).flatMap(shape -> {
            int axis = shape.rank() == 1 ? 0 : 1;
            return Arbitraries.of(Form.values()).flatMap(form -> Combinators.combine(
                            predictions(form, shape, axis, type),
                            targets(shape, axis, type),
                            Arbitraries.of(Reduction.values()))
                    .as((x, target, reduction) -> new Case<>(
                            new CrossEntropyLoss(form, target, reduction),
                            x,
                            List.of(),
                            form == Form.LOGITS ? 10 : LARGEST_RECIPROCAL)));
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
        if (form == Form.LOGITS) {
            return TensorArbitraries.tensors(shape, type);
        }
        return type == ElementType.FLOAT32
                ? TensorArbitraries.tensors(
                        shape, type, Arbitraries.doubles().between(0.5, 1).ofScale(6))
                : TensorArbitraries.tensors(
                        new Along(shape, axis), type, TensorArbitraries.probabilities(shape.dimension(axis)));
    }

    private static Arbitrary<Target> targets(Shape shape, int axis, ElementType type) {
        int classes = shape.dimension(axis);
        Arbitrary<Target> labels =
                TensorArbitraries.labels(shape.without(axis), classes).map(Target.Classes::new);
        Arbitrary<Target> distributions = TensorArbitraries.tensors(
                        new Along(shape, axis), type, TensorArbitraries.probabilities(classes))
                .map(Target.Distribution::new);
        return Arbitraries.oneOf(labels, distributions);
    }
}
