package org.closedform.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.closedform.operator.Operator;
import org.closedform.tensor.Part;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** An operator at a point as other checkers see it: a function from one vector to another. */
final class FlatOperator<X extends TensorTree<X>, Y extends TensorTree<Y>> {
    private final Operator<X, Y> operator;
    private final X x;
    private final Operator.Pass<X, Y> pass;

    FlatOperator(Operator<X, Y> operator, X x) {
        this.operator = operator;
        this.x = x;
        this.pass = operator.forward(x);
    }

    double[] point() {
        return flat(x);
    }

    double[] value() {
        return flat(pass.output());
    }

    double[] value(double[] point) {
        return flat(operator.apply(refilled(x, point)));
    }

    /** Jᵀu, as the backward has it. */
    double[] pullback(double[] u) {
        return flat(pass.backward(refilled(pass.output(), u)));
    }

    /** How many numbers each tensor of the input has. */
    List<Integer> partSizes() {
        return x.parts().stream().map(part -> part.tensor().size()).toList();
    }

    private static double[] flat(TensorTree<?> tree) {
        return tree.parts().stream()
                .map(Part::tensor)
                .flatMapToDouble(tensor -> DoubleStream.of(tensor.toDoubleArray()))
                .toArray();
    }

    private static <T extends TensorTree<T>> T refilled(T tree, double[] values) {
        int[] from = {0};
        return tree.mapTensors(
                tensor -> Tensor.of(tensor.shape(), Arrays.copyOfRange(values, from[0], from[0] += tensor.size()))
                        .to(tensor.elementType()));
    }
}
