package org.closedform.flow;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * One link of the chain that a {@link GradientFlow} is computed for: a named operator on a state, with fixed parameters. In a deep
 * net the state is the activations, and each layer has its own parameters. In a recurrent net the state is carried from step to step,
 * and each link is one step.
 *
 * <pre>{@code
 * FlowLayer<Tensor> hidden = FlowLayer.of("hidden", new Linear(), (Tensor a) -> new Linear.Inputs(a, weight, bias))
 *         .then(new Sigmoid());
 * }</pre>
 *
 * @param <S> the state: a tensor, or a record of tensors
 */
public final class FlowLayer<S extends TensorTree<S>> {
    private final String name;
    private final Function<S, Pass<S>> forward;

    private FlowLayer(String name, Function<S, Pass<S>> forward) {
        this.name = Objects.requireNonNull(name, "FlowLayer: name is null");
        this.forward = forward;
    }

    /** One evaluation: the next state, and a function from the gradient of that state to all gradients of the layer. */
    record Pass<S extends TensorTree<S>>(S output, Function<S, Gradient<S>> backward) {}

    /** ∂C/∂state, and the gradients of the layer's other inputs. */
    record Gradient<S extends TensorTree<S>>(S state, List<NamedTensor> others) {}

    /**
     * {@return a layer without parameters}
     *
     * @param <S> the state
     * @param name what to call it
     * @param operator maps a state to the next one
     */
    public static <S extends TensorTree<S>> FlowLayer<S> of(String name, Operator<S, S> operator) {
        return of(name, operator, state -> state);
    }

    /**
     * {@return a layer whose parameters are all inputs of the operator except the state}
     *
     * @param <I> what goes into the operator
     * @param <S> the state
     * @param name what to call it
     * @param operator maps the state and the parameters to the next state
     * @param place puts the state, unchanged, among the inputs
     */
    public static <I extends TensorTree<I>, S extends TensorTree<S>> FlowLayer<S> of(
            String name, Operator<I, S> operator, Function<S, I> place) {
        Objects.requireNonNull(operator, "FlowLayer: operator is null");
        Objects.requireNonNull(place, "FlowLayer: place is null");
        return new FlowLayer<>(name, state -> evaluate(name, operator, place, state));
    }

    private static <I extends TensorTree<I>, S extends TensorTree<S>> Pass<S> evaluate(
            String name, Operator<I, S> operator, Function<S, I> place, S state) {
        // fresh objects: their identity shows which inputs are tensors of the state
        S marked = state.mapTensors(tensor -> tensor.reshape(tensor.shape()));
        I in = Objects.requireNonNull(place.apply(marked), () -> "FlowLayer " + name + ": place returns null");
        List<NamedTensor> inputs = in.parts();
        List<int[]> places = marked.parts().stream()
                .map(part -> IntStream.range(0, inputs.size())
                        .filter(i -> inputs.get(i).tensor() == part.tensor())
                        .toArray())
                .toList();
        IntStream.range(0, places.size()).filter(k -> places.get(k).length == 0).forEach(k -> {
            String part = marked.parts().get(k).name();
            throw new IllegalArgumentException(
                    "FlowLayer " + name + ": " + (part.isEmpty() ? "the state" : "part " + part)
                            + " is not among the inputs; place has to pass it on unchanged,"
                            + " and leave any change to an operator of its own");
        });
        Operator.Pass<I, S> pass =
                Objects.requireNonNull(operator.forward(in), () -> "FlowLayer " + name + ": the pass is null");
        S output = Objects.requireNonNull(pass.output(), () -> "FlowLayer " + name + ": the output is null");
        return new Pass<>(output, dy -> {
            I gradient =
                    Objects.requireNonNull(pass.backward(dy), () -> "FlowLayer " + name + ": the gradient is null");
            List<NamedTensor> d = gradient.parts();
            S dState = state.rebuild(places.stream()
                    .map(where -> IntStream.of(where)
                            .mapToObj(i -> d.get(i).tensor())
                            .reduce(Tensor::plus)
                            .orElseThrow())
                    .toList());
            List<NamedTensor> others = IntStream.range(0, d.size())
                    .filter(i -> places.stream().noneMatch(p -> IntStream.of(p).anyMatch(j -> j == i)))
                    .mapToObj(d::get)
                    .toList();
            return new Gradient<>(dState, others);
        });
    }

    /**
     * {@return this layer followed by an operator, such as an activation, as one layer with this one's name}
     *
     * @param next an operator without parameters
     */
    public FlowLayer<S> then(Operator<S, S> next) {
        return then(of(name, next));
    }

    /**
     * {@return this layer followed by another, such as a batch norm after an affine map, as one layer with this one's name} It has
     * the parameters of both, this one's first.
     *
     * @param next the layer that follows
     */
    public FlowLayer<S> then(FlowLayer<S> next) {
        Objects.requireNonNull(next, "FlowLayer.then: next is null");
        return new FlowLayer<>(name, state -> {
            Pass<S> first = forward.apply(state);
            Pass<S> second = next.forward.apply(first.output());
            return new Pass<>(second.output(), dy -> {
                Gradient<S> outer = second.backward().apply(dy);
                Gradient<S> inner = first.backward().apply(outer.state());
                return new Gradient<>(
                        inner.state(),
                        Stream.concat(inner.others().stream(), outer.others().stream())
                                .toList());
            });
        });
    }

    /**
     * {@return this layer with a residual connection around it, y = x + f(x), as one layer with this one's name} Its Jacobian is I + J,
     * and it has the same parameters.
     */
    public FlowLayer<S> residual() {
        return new FlowLayer<>(name, state -> {
            Pass<S> inner = forward.apply(state);
            S output = state.plus(inner.output().requireLike(state, "FlowLayer.residual: the output"));
            return new Pass<>(output, dy -> {
                Gradient<S> gradient = inner.backward().apply(dy);
                return new Gradient<>(dy.plus(gradient.state()), gradient.others());
            });
        });
    }

    /** {@return the layer's name} */
    public String name() {
        return name;
    }

    /** Evaluates the layer; an error message about a state that does not fit names the layer. */
    Pass<S> forward(S state) {
        try {
            return forward.apply(state);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("GradientFlow: at layer " + name + ": " + e.getMessage(), e);
        }
    }
}
