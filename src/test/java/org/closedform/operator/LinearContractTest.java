package org.closedform.operator;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;

/** A fully connected layer keeps the operator contract, and a batch is a loop over its samples. */
class LinearContractTest extends OperatorContract<Linear.Inputs, Tensor> {
    @Override
    protected Arbitrary<Case<Linear.Inputs, Tensor>> cases(ElementType type) {
        return Combinators.combine(
                        TensorArbitraries.shapes(1, 4), Arbitraries.integers().between(1, 4))
                .flatAs((shape, outputs) -> Combinators.combine(
                                TensorArbitraries.tensors(shape, type),
                                TensorArbitraries.tensors(Shape.of(outputs, shape.dimension(-1)), type),
                                TensorArbitraries.tensors(Shape.of(outputs), type))
                        .as((x, weight, bias) -> new Case<>(
                                new Linear(),
                                new Linear.Inputs(x, weight, bias),
                                rows(x, weight, bias),
                                6 * (x.size() + weight.size()))));
    }

    private static List<Case<Linear.Inputs, Tensor>> rows(Tensor x, Tensor weight, Tensor bias) {
        return x.rank() < 2
                ? List.of()
                : IntStream.range(0, x.shape().dimension(0))
                        .mapToObj(i -> Case.of(new Linear(), new Linear.Inputs(x.slice(0, i, i + 1), weight, bias)))
                        .toList();
    }
}
