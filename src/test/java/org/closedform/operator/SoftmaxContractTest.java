package org.closedform.operator;

import net.jqwik.api.Arbitrary;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;

/** Softmax keeps the operator contract. */
class SoftmaxContractTest extends OperatorContract<Tensor, Tensor> {
    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return TensorArbitraries.axes(1, 3)
                .flatMap(along -> TensorArbitraries.tensors(along.shape(), type).map(x -> {
                    boolean batched = along.shape().axis("", along.axis()) > 0;
                    Softmax softmax = new Softmax(along.axis());
                    return batched ? Case.rowwise(softmax, x) : Case.of(softmax, x);
                }));
    }
}
