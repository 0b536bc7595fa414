package org.closedform.exercise;

import java.util.List;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** A lone tensor that reports call by its own name: {@code gamma[2]}, not {@code x[2]}. */
record NamedInput(String name, Tensor tensor) implements TensorTree<NamedInput> {
    @Override
    public List<NamedTensor> parts() {
        return List.of(new NamedTensor(name, tensor));
    }

    @Override
    public NamedInput rebuild(List<Tensor> tensors) {
        return new NamedInput(name, tensors.get(0));
    }

    /** An operator on a tensor as one on the named tensor. */
    static Operator<NamedInput, Tensor> named(String name, Operator<Tensor, Tensor> operator) {
        return in -> {
            Operator.Pass<Tensor, Tensor> pass = operator.forward(in.tensor);
            return Operator.Pass.of(pass.output(), dy -> new NamedInput(name, pass.backward(dy)));
        };
    }
}
