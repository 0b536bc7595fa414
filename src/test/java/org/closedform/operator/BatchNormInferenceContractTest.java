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

/** Batch norm in inference keeps the operator contract; and a batch is a loop over its samples. */
class BatchNormInferenceContractTest extends OperatorContract<BatchNorm.Inputs, Tensor> {
    @Override
    protected Arbitrary<Case<BatchNorm.Inputs, Tensor>> cases(ElementType type) {
        return TensorArbitraries.axes(2, 4).flatMap(along -> {
            Shape channels = Shape.of(along.length());
            Arbitrary<Tensor> perChannel = TensorArbitraries.tensors(channels, type);
            Arbitrary<Tensor> variances = TensorArbitraries.tensors(
                    channels,
                    ElementType.FLOAT64,
                    Arbitraries.doubles().between(0, 4).ofScale(6));
            return Combinators.combine(
                            TensorArbitraries.tensors(along.shape(), type),
                            perChannel,
                            perChannel,
                            perChannel,
                            variances,
                            Arbitraries.doubles().between(0.01, 2))
                    .as((x, gamma, beta, mean, variance, epsilon) -> {
                        BatchNormInference operator =
                                new BatchNormInference(along.axis(), epsilon, RunningStatistics.of(mean, variance));
                        BatchNorm.Inputs inputs = new BatchNorm.Inputs(x, gamma, beta);
                        double scale = x.size() * Math.max(1, gamma.norm()) * 6 / Math.sqrt(epsilon);
                        boolean batched = Math.floorMod(along.axis(), x.rank()) > 0;
                        return new Case<>(operator, inputs, batched ? rows(operator, inputs) : List.of(), scale);
                    });
        });
    }

    private static List<Case<BatchNorm.Inputs, Tensor>> rows(BatchNormInference operator, BatchNorm.Inputs in) {
        return IntStream.range(0, in.x().shape().dimension(0))
                .mapToObj(
                        i -> Case.of(operator, new BatchNorm.Inputs(in.x().slice(0, i, i + 1), in.gamma(), in.beta())))
                .toList();
    }
}
