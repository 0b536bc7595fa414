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

/** Layer norm keeps the operator contract, over one axis and over that and all after it. */
class LayerNormContractTest extends OperatorContract<LayerNorm.Inputs, Tensor> {
    @Override
    protected Arbitrary<Case<LayerNorm.Inputs, Tensor>> cases(ElementType type) {
        return Combinators.combine(TensorArbitraries.axes(1, 3), Arbitraries.of(true, false))
                .flatAs((along, toTheEnd) -> {
                    int rank = along.shape().rank();
                    int first = Math.floorMod(along.axis(), rank);
                    int[] axes =
                            IntStream.range(first, toTheEnd ? rank : first + 1).toArray();
                    Shape features = Shape.of(
                            IntStream.of(axes).map(along.shape()::dimension).toArray());
                    return Combinators.combine(
                                    TensorArbitraries.tensors(along.shape(), type)
                                            .filter(LayerNormContractTest::isNotConstant),
                                    TensorArbitraries.tensors(features, type),
                                    TensorArbitraries.tensors(features, type),
                                    Arbitraries.doubles().between(0.01, 2))
                            .as((x, gamma, beta, epsilon) -> {
                                LayerNorm operator =
                                        new LayerNorm(IntStream.of(axes).boxed().toList(), epsilon);
                                double slope = Math.max(1, gamma.norm()) / Math.sqrt(epsilon);
                                return new Case<>(
                                        operator, new LayerNorm.Inputs(x, gamma, beta), List.of(), slope * x.size());
                            });
                });
    }

    /** Around equal numbers the second derivative is 0, and differences are nothing but rounding errors. */
    private static boolean isNotConstant(Tensor x) {
        return x.size() == 1 || x.max().item() > x.min().item();
    }
}
