package org.closedform.lesson;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.TensorTree;

/**
 * A part of a network at a point: what comes out, under its symbols in the network, and the way back.
 *
 * @param output what comes out
 * @param symbols the symbols of its parts
 * @param back from the gradient of the output, and the symbols that the gradient of the input shall have, to that gradient; where a
 *     symbol is empty the part finds one, for a share of a gradient
 */
record Traced<X extends TensorTree<X>, Y extends TensorTree<Y>>(
        Y output, List<String> symbols, BiFunction<Y, List<String>, Gradient<X>> back) {

    /** A gradient under its symbols. */
    record Gradient<X extends TensorTree<X>>(X value, List<String> symbols) {}

    /** The symbols of the gradients of what has these symbols. */
    static List<String> gradients(List<String> symbols) {
        return symbols.stream().map(symbol -> "d" + symbol).toList();
    }

    /** The parts of a tree under symbols. */
    static List<NamedTensor> named(TensorTree<?> tree, List<String> symbols) {
        List<NamedTensor> parts = tree.parts();
        return IntStream.range(0, parts.size())
                .mapToObj(i -> new NamedTensor(symbols.get(i), parts.get(i).tensor()))
                .toList();
    }

    static boolean isAmong(String symbol, List<Step> steps) {
        return steps.stream().anyMatch(step -> step.symbol().equals(symbol));
    }
}
