package org.closedform.benchmark.library;

import java.util.List;
import java.util.stream.Stream;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * An operator at some inputs, as this library and LibTorch have it.
 *
 * @param operator this library's
 * @param inputs what it is applied to
 * @param script the same in TorchScript, an expression of the tensors {@code a}, {@code b} and {@code c}
 */
public record Work<X extends TensorTree<X>>(Operator<X, Tensor> operator, X inputs, String script) {

    List<Tensor> tensors() {
        return tensors(inputs);
    }

    /** y. */
    Tensor value() {
        return operator.apply(inputs);
    }

    /** y and the gradient of every input. */
    List<Tensor> withGradient(Tensor dy) {
        Operator.Pass<X, Tensor> pass = operator.forward(inputs);
        return Stream.concat(Stream.of(pass.output()), tensors(pass.backward(dy)).stream())
                .toList();
    }

    private static List<Tensor> tensors(TensorTree<?> tree) {
        return tree.parts().stream().map(NamedTensor::tensor).toList();
    }
}
