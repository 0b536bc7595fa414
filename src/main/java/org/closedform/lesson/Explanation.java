package org.closedform.lesson;

import java.util.Objects;
import org.closedform.tensor.TensorTree;

/**
 * Explains how an operator gets from its input to its output, and from the gradient of the output to that of the input. An operator
 * that also implements this interface explains itself in a {@link WorkedExample}; the library explains the built-in ones.
 *
 * @param <X> what goes into the operator
 * @param <Y> what comes out
 */
public interface Explanation<X extends TensorTree<X>, Y extends TensorTree<Y>> {

    /**
     * Writes down the steps forward and back. The last steps forward are the parts of the output, in order; the last steps back are
     * the parts of ∂C/∂x.
     *
     * @param x the input
     * @param dy the upstream, ∂C/∂y
     * @param steps where to write them down; it knows the symbols of x and dy
     */
    void explain(X x, Y dy, Steps steps);

    /**
     * {@return the symbol of a part of the input; by default its name, or x for a lone tensor}
     *
     * @param part the part's name, empty for a lone tensor
     */
    default String inputSymbol(String part) {
        Objects.requireNonNull(part, "Explanation.inputSymbol: part is null");
        return part.isEmpty() ? "x" : part;
    }

    /**
     * {@return the symbol of a part of the upstream; by default d and its name, or dy for a lone tensor}
     *
     * @param part the name of the part of the output, empty for a lone tensor
     */
    default String upstreamSymbol(String part) {
        Objects.requireNonNull(part, "Explanation.upstreamSymbol: part is null");
        return part.isEmpty() ? "dy" : "d" + part;
    }
}
