package org.closedform.curvature;

import java.util.List;
import java.util.Objects;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.TensorTree;

/** The result of a function that has a Hessian. */
final class SingleNumber {
    private SingleNumber() {}

    /** The upstream 1 of a pass whose output is a single number. */
    static <Y extends TensorTree<Y>> Y upstream(String operation, Operator.Pass<?, Y> pass) {
        Y y = Objects.requireNonNull(pass.output(), () -> operation + ": the output is null");
        List<NamedTensor> parts = y.parts();
        if (parts.size() != 1 || parts.get(0).tensor().size() != 1) {
            throw new ShapeException(operation + ": the output is "
                    + (parts.size() == 1 ? parts.get(0).tensor().shape() : parts.size() + " tensors")
                    + ", but a single number is needed, such as a loss with reduction MEAN or SUM makes");
        }
        return y.onesLike();
    }
}
