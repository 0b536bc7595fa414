package org.closedform.gradient.measurement;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * A tree of tensors and its numbers, all parts end to end.
 *
 * @param tree the tree
 * @param numbers its elements
 */
record FlatTree<T extends TensorTree<T>>(T tree, double[] numbers) {
    static <T extends TensorTree<T>> FlatTree<T> of(T tree) {
        return new FlatTree<>(tree, numbers(tree));
    }

    /** The elements of a tree, those of its first part first. */
    static double[] numbers(TensorTree<?> tree) {
        List<NamedTensor> parts = tree.parts();
        if (parts.size() == 1) {
            return parts.get(0).tensor().toDoubleArray();
        }
        double[] result =
                new double[parts.stream().mapToInt(part -> part.tensor().size()).sum()];
        int from = 0;
        for (NamedTensor part : parts) {
            double[] own = part.tensor().toDoubleArray();
            System.arraycopy(own, 0, result, from, own.length);
            from += own.length;
        }
        return result;
    }

    static List<Shape> shapes(TensorTree<?> tree) {
        return tree.parts().stream().map(part -> part.tensor().shape()).toList();
    }

    /** A tree of the same shapes and element types with other numbers. */
    T with(double[] others) {
        DoubleBuffer rest = DoubleBuffer.wrap(others);
        List<Tensor> tensors = new ArrayList<>();
        for (NamedTensor part : tree.parts()) {
            Tensor tensor = part.tensor();
            DoubleBuffer own = rest.slice().limit(tensor.size());
            rest.position(rest.position() + tensor.size());
            tensors.add(Tensor.of(tensor.shape(), own).to(tensor.elementType()));
        }
        return tree.rebuild(tensors);
    }

    /** Which number is another, for example {@code x[1] is 2.5 (not 3.0)}. */
    String change(double[] others) {
        int from = 0;
        for (NamedTensor part : tree.parts()) {
            for (int i = 0; i < part.tensor().size(); i++) {
                if (others[from + i] != numbers[from + i]) {
                    return FlatOperator.name(part, "x")
                            + Direction.index(part.tensor().shape(), i) + " is " + others[from + i] + " (not "
                            + numbers[from + i] + ")";
                }
            }
            from += part.tensor().size();
        }
        return "nothing has moved";
    }
}
