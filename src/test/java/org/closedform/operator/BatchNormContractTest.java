package org.closedform.operator;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;

/** Batch norm in training keeps the operator contract. */
class BatchNormContractTest extends OperatorContract<BatchNorm.Inputs, Tensor> {
    @Override
    protected Arbitrary<Case<BatchNorm.Inputs, Tensor>> cases(ElementType type) {
        return TensorArbitraries.axes(2, 4).flatMap(along -> {
            Arbitrary<Tensor> perChannel = TensorArbitraries.tensors(Shape.of(along.length()), type);
            return Combinators.combine(
                            TensorArbitraries.tensors(along.shape(), type),
                            perChannel,
                            perChannel,
                            Arbitraries.doubles().between(0.01, 2))
                    .as((x, gamma, beta, epsilon) -> {
                        BatchNorm operator = new BatchNorm(along.axis(), epsilon);
                        BatchNorm.Inputs inputs = new BatchNorm.Inputs(x, gamma, beta);
                        double slope = Math.max(1, gamma.norm()) / Math.sqrt(epsilon);
                        return new Case<>(operator, inputs, List.of(), slope * x.size());
                    });
        });
    }
}
