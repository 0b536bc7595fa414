package org.closedform.operator;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.operator.LinearWithoutBias.Inputs;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;

/** A layer without bias keeps the operator contract, and a batch is a loop over its samples. */
class LinearWithoutBiasContractTest extends OperatorContract<Inputs, Tensor> {
    @Override
    protected Arbitrary<Case<Inputs, Tensor>> cases(ElementType type) {
        return Combinators.combine(
                        TensorArbitraries.shapes(1, 4), Arbitraries.integers().between(1, 4))
                .flatAs((shape, outputs) -> Combinators.combine(
                                TensorArbitraries.tensors(shape, type),
                                TensorArbitraries.tensors(Shape.of(outputs, shape.dimension(-1)), type))
                        .as((x, weight) -> new Case<>(
                                new LinearWithoutBias(),
                                new Inputs(x, weight),
                                rows(x, weight),
                                6 * (x.size() + weight.size()))));
    }

    private static List<Case<Inputs, Tensor>> rows(Tensor x, Tensor weight) {
        return x.rank() < 2
                ? List.of()
                : IntStream.range(0, x.shape().dimension(0))
                        .mapToObj(i -> Case.of(new LinearWithoutBias(), new Inputs(x.slice(0, i, i + 1), weight)))
                        .toList();
    }
}
