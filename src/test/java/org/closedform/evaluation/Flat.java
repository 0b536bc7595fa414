package org.closedform.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Trees of tensors as numbers end to end. */
final class Flat {
    private Flat() {}

    static double[] numbers(TensorTree<?> tree) {
        return tree.parts().stream()
                .flatMapToDouble(part -> Arrays.stream(part.tensor().toDoubleArray()))
                .toArray();
    }

    /** A tree of the same shapes and element types. */
    static <T extends TensorTree<T>> T like(T tree, double[] numbers) {
        int[] from = {0};
        return tree.mapTensors(tensor -> {
            int start = from[0];
            from[0] += tensor.size();
            return Tensor.of(tensor.shape(), Arrays.copyOfRange(numbers, start, from[0]))
                    .to(tensor.elementType());
        });
    }

    /** 1 at one place, and 0 at the others. */
    static <T extends TensorTree<T>> T oneHot(T tree, int hot) {
        return like(
                tree,
                IntStream.range(0, numbers(tree).length)
                        .mapToDouble(i -> i == hot ? 1 : 0)
                        .toArray());
    }
}
