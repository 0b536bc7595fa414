package org.closedform.operator;

import java.util.Objects;
import org.closedform.tensor.TensorTree;

/** Checks of the arguments of a pass's methods. */
final class Required {
    private Required() {}

    /**
     * Returns an argument, named as {@code "Softmax.backward: dy"}, if it is not null and has the structure, shapes and element
     * types of {@code expected}.
     */
    static <T extends TensorTree<T>> T like(T argument, T expected, String name) {
        return Objects.requireNonNull(argument, () -> name + " is null").requireLike(expected, name);
    }
}
