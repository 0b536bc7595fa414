package org.closedform.loss;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * An evaluation of a loss, whose gradient was made on the way; its second derivative is made when it is asked for.
 *
 * @param name what messages call the upstream: as a constant, so that no backward puts it together
 * @param gradient by the prediction; with NONE each position's own
 * @param axis the class axis of the gradient, which one loss per position lacks; empty where there is none
 * @param secondDerivative how the gradient moves along a tangent
 * @param places what counts of the prediction; what comes at others is not looked at
 */
record LossPass<X extends TensorTree<X>>(
        String name, Tensor output, X gradient, OptionalInt axis, UnaryOperator<X> secondDerivative, Places places)
        implements Operator.Pass<X, Tensor> {

    /** The pass of a loss all of whose positions count. */
    LossPass(String name, Tensor output, X gradient, OptionalInt axis, UnaryOperator<X> secondDerivative) {
        this(name, output, gradient, axis, secondDerivative, Places.ALL);
    }

    /** gradient · upstream, position by position where the output is not a scalar; for a scalar upstream of 1 the gradient itself. */
    @Override
    public X backward(Tensor upstream) {
        requireUpstream(name, upstream);
        return weigh(gradient, upstream);
    }

    /** Σ gradient · ẋ, position by position where the output is not a scalar: added up in float64, and rounded once. */
    @Override
    public Tensor pushforward(X tangent) {
        requireTangent("pushforward", tangent);
        X counting = places.clear(tangent);
        if (output.rank() == 0) {
            return Tensor.scalar(gradient.dot(counting), output.elementType());
        }
        List<NamedTensor> slopes = gradient.parts();
        List<NamedTensor> tangents = counting.parts();
        return IntStream.range(0, slopes.size())
                .mapToObj(i -> movement(slopes.get(i).tensor(), tangents.get(i).tensor()))
                .reduce(Tensor::plus)
                .orElseThrow()
                .to(output.elementType());
    }

    /** How each position's loss moves with one part of the prediction, as float64. */
    private Tensor movement(Tensor slope, Tensor tangent) {
        Tensor terms = slope.to(ElementType.FLOAT64).times(tangent.to(ElementType.FLOAT64));
        return axis.isEmpty() ? terms : terms.sum(axis.getAsInt());
    }

    /** ∇²ℓ · ẋ · upstream, position by position as in {@link #backward}. */
    @Override
    public X curvature(Tensor upstream, X tangent) {
        requireUpstream(named("curvature: upstream"), upstream);
        requireTangent("curvature", tangent);
        return weigh(places.clear(secondDerivative.apply(places.clear(tangent))), upstream);
    }

    private X weigh(X perPosition, Tensor upstream) {
        if (upstream.rank() == 0) {
            return upstream.item() == 1 ? perPosition : places.clear(perPosition.times(upstream.item()));
        }
        Tensor counting = upstream.where(places.positions(), 0);
        Tensor factors = axis.isEmpty() ? counting : counting.expandDims(axis.getAsInt());
        return places.clear(perPosition.mapTensors(part -> part.times(factors)));
    }

    private void requireUpstream(String name, Tensor upstream) {
        Objects.requireNonNull(upstream, () -> name + " is null");
        if (upstream.rank() == 0 && output.rank() > 0) {
            throw new ShapeException(name + " has shape [], but " + output.shape()
                    + " is needed: reduction NONE leaves a loss for each position, MEAN and SUM make a single number");
        }
        upstream.requireLike(output, name);
    }

    private void requireTangent(String method, X tangent) {
        String called = named(method + ": tangent");
        Objects.requireNonNull(tangent, () -> called + " is null").requireLike(gradient, called);
    }

    /** The name of another argument, such as {@code "Entropy.pushforward: tangent"}. */
    private String named(String argument) {
        return name.substring(0, name.indexOf('.') + 1) + argument;
    }

    /** Compares the tensors only: the function that computes the second derivative has no {@code equals}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof LossPass<?> that
                && name.equals(that.name)
                && output.equals(that.output)
                && gradient.equals(that.gradient)
                && axis.equals(that.axis);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, output, gradient, axis);
    }

    @Override
    public String toString() {
        return "LossPass[output=" + output + ", gradient=" + gradient + "]";
    }
}
