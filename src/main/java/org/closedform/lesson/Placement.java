package org.closedform.lesson;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.closedform.operator.Held;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * Where a held operator puts what goes into it among the inputs; the other inputs are its parameters.
 *
 * @param inputs all inputs
 * @param places for each part of what goes in, where it is among the inputs
 * @param isPlain whether each part is somewhere, unchanged, and the gradient of a part is that of its place, or the sum over its places
 */
record Placement<A extends TensorTree<A>, X extends TensorTree<X>>(
        X inputs, List<List<Integer>> places, boolean isPlain) {

    static <A extends TensorTree<A>, X extends TensorTree<X>> Placement<A, X> of(Held<A, X, ?> held, A a) {
        A marked = a.mapTensors(Tracer::marked);
        X inputs = held.inputs(marked);
        List<NamedTensor> parts = inputs.parts();
        List<List<Integer>> places = marked.parts().stream()
                .map(part -> IntStream.range(0, parts.size())
                        .filter(j -> parts.get(j).tensor() == part.tensor())
                        .boxed()
                        .toList())
                .toList();
        return new Placement<>(inputs, places, isPlain(places, marked, part(held, inputs)));
    }

    /** What is taken out of all inputs, or out of their gradient. */
    static <A extends TensorTree<A>, X extends TensorTree<X>> A part(Held<A, X, ?> held, X all) {
        return Objects.requireNonNull(held.part().apply(all), "Operator.holding: part returns null");
    }

    /** The part that is taken out of the inputs is told by its identity, or is as many times the part as it has places. */
    private static <A extends TensorTree<A>> boolean isPlain(List<List<Integer>> places, A marked, A taken) {
        List<NamedTensor> in = marked.parts();
        List<NamedTensor> out = taken.parts();
        return out.size() == in.size()
                && IntStream.range(0, in.size()).allMatch(part -> {
                    Tensor own = in.get(part).tensor();
                    Tensor found = out.get(part).tensor();
                    int count = places.get(part).size();
                    return count == 1 && found == own
                            || count > 1
                                    && found.shape().equals(own.shape())
                                    && found.isClose(own.times(count), 1e-6, 0);
                });
    }

    /** The part that is at a place among the inputs; −1 if that is a parameter. */
    int from(int j) {
        return IntStream.range(0, places.size())
                .filter(part -> places.get(part).contains(j))
                .findFirst()
                .orElse(-1);
    }

    /** The places of a part. */
    List<Integer> to(int part) {
        return places.get(part);
    }

    /** The parts with several places. */
    List<Integer> several() {
        return IntStream.range(0, places.size())
                .filter(part -> places.get(part).size() > 1)
                .boxed()
                .toList();
    }

    /** The symbols that the gradients of the inputs shall have; empty for the shares of a part with several places. */
    List<String> wanted(List<String> ofParts, List<OperatorLayer.Input> among, Parameters parameters, int layer) {
        return IntStream.range(0, among.size())
                .mapToObj(j -> from(j) < 0
                        ? parameters.gradient(among.get(j).symbol(), layer)
                        : places.get(from(j)).size() > 1 ? "" : ofParts.get(from(j)))
                .toList();
    }

    /** The symbols of the gradients of the parts: those of its place, or of the sum over its places. */
    List<String> gradients(List<String> ofInputs, List<String> ofSums) {
        return IntStream.range(0, places.size())
                .mapToObj(part -> places.get(part).size() == 1
                        ? ofInputs.get(places.get(part).get(0))
                        : ofSums.get(part))
                .toList();
    }
}
