package org.closedform.operator;

import java.util.Objects;
import org.closedform.tensor.TensorTree;

/** What the methods of a pass ask of their arguments. */
final class Required {
    private Required() {}

    /** An argument, such as {@code "Softmax.backward: dy"}, if it is there and of the structure, shapes and element types needed. */
    static <T extends TensorTree<T>> T like(T argument, T expected, String name) {
        return Objects.requireNonNull(argument, () -> name + " is null").requireLike(expected, name);
    }
}
