package org.closedform.operator;

import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/** The shape that a tensor has to have, whatever its element type. */
final class RequiredShape {
    private RequiredShape() {}

    /** Checks it, for a message such as {@code Linear.Pass: output has shape [2], but [3] is needed}. */
    static void check(String name, Tensor tensor, Shape expected) {
        if (!tensor.shape().equals(expected)) {
            throw new ShapeException(name + " has shape " + tensor.shape() + ", but " + expected + " is needed");
        }
    }
}
