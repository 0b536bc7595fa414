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

/** Group norm and instance norm keep the operator contract. */
class GroupNormContractTest extends OperatorContract<BatchNorm.Inputs, Tensor> {
    @Override
    protected Arbitrary<Case<BatchNorm.Inputs, Tensor>> cases(ElementType type) {
        return TensorArbitraries.axes(2, 4)
                .filter(along -> Math.floorMod(along.axis(), along.shape().rank()) != 0)
                .flatMap(along -> {
                    Arbitrary<Tensor> perChannel = TensorArbitraries.tensors(Shape.of(along.length()), type);
                    return Combinators.combine(
                                    TensorArbitraries.tensors(along.shape(), type)
                                            .filter(GroupNormContractTest::isNotConstant),
                                    perChannel,
                                    perChannel,
                                    Arbitraries.doubles().between(0.01, 2),
                                    Arbitraries.of(0, 1, 2))
                            .as((x, gamma, beta, epsilon, groups) -> {
                                double slope = Math.max(1, gamma.norm()) / Math.sqrt(epsilon);
                                return new Case<>(
                                        norm(groups, along, epsilon),
                                        new BatchNorm.Inputs(x, gamma, beta),
                                        List.of(),
                                        slope * x.size());
                            });
                });
    }

    /** So many groups if they divide the channels; otherwise one for each channel. */
    private static Operator<BatchNorm.Inputs, Tensor> norm(int groups, TensorArbitraries.Along along, double epsilon) {
        return groups > 0 && along.length() % groups == 0
                ? new GroupNorm(groups, along.axis(), epsilon)
                : new InstanceNorm(along.axis(), epsilon);
    }

    /** Around equal numbers the second derivative is 0, and differences are nothing but rounding errors. */
    private static boolean isNotConstant(Tensor x) {
        return x.size() == 1 || x.max().item() > x.min().item();
    }
}
