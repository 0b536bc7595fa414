package org.closedform.gradient;

import java.util.List;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * A gradient as the output of a function, with names of its own: {@code dx} of a lone tensor, {@code dgamma} of gamma.
 *
 * @param tree the gradient
 */
record Gradient<X extends TensorTree<X>>(X tree) implements TensorTree<Gradient<X>> {
    @Override
    public List<NamedTensor> parts() {
        return tree.parts().stream()
                .map(part -> new NamedTensor("d" + FlatOperator.name(part, "x"), part.tensor()))
                .toList();
    }

    @Override
    public Gradient<X> rebuild(List<Tensor> tensors) {
        return new Gradient<>(tree.rebuild(tensors));
    }
}
