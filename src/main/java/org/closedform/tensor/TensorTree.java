package org.closedform.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.closedform.kernel.Summation;

/**
 * A tensor, or a record of tensors and further trees, which adds and scales like a vector. JAX calls it a pytree.
 *
 * <p>A record needs only the {@code implements} clause; the line of gradient descent below works on every such record:
 *
 * <pre>{@code
 * record Parameters(Tensor weight, Tensor bias) implements TensorTree<Parameters> {}
 *
 * parameters = parameters.minus(gradient.times(0.1));
 * }</pre>
 *
 * <p>The default methods read a record's components by reflection. Any record works on the class path, private and local ones too. In
 * a named module its package must be open to {@code org.closedform}, or the record must override {@link #parts} and {@link #rebuild}.
 * A class that is not a record overrides both. No part is ever null.
 *
 * <p>Records do not broadcast: matching parts must have equal shapes and element types. (A lone {@link Tensor}'s {@code plus} and
 * {@code minus} do broadcast.)
 *
 * @param <T> the type itself
 */
public interface TensorTree<T extends TensorTree<T>> {

    /**
     * {@return the tensors of the tree, in order, each with the path of component names that leads to it}
     *
     * @throws IllegalArgumentException if this is not a record of tensors and trees, or may not be read by reflection
     * @throws NullPointerException if a component is null; the message names it
     */
    default List<NamedTensor> parts() {
        return RecordTree.parts(this);
    }

    /**
     * {@return a tree of the same structure with other tensors}
     *
     * @param tensors as many as {@link #parts} has, in the same order
     * @throws IllegalArgumentException if their number differs
     */
    default T rebuild(List<Tensor> tensors) {
        return RecordTree.rebuild(this, tensors);
    }

    /**
     * {@return f of every tensor, in a tree of the same structure}
     *
     * @param f the function
     */
    default T mapTensors(UnaryOperator<Tensor> f) {
        Objects.requireNonNull(f, "TensorTree.mapTensors: f is null");
        return rebuild(parts().stream().map(part -> f.apply(part.tensor())).toList());
    }

    /**
     * {@return f of every pair of matching tensors, in a tree of the same structure}
     *
     * @param other a tree of the same structure
     * @param f the function
     * @throws ShapeException if a pair differs in shape; the message names it
     * @throws IllegalArgumentException if a pair differs in element type, or the number of parts differs
     */
    default T zipTensors(T other, BinaryOperator<Tensor> f) {
        Objects.requireNonNull(f, "TensorTree.zipTensors: f is null");
        List<NamedTensor> mine = parts();
        List<NamedTensor> theirs = partsLike(mine, other);
        return rebuild(IntStream.range(0, mine.size())
                .mapToObj(i -> f.apply(mine.get(i).tensor(), theirs.get(i).tensor()))
                .toList());
    }

    /** {@return zeros of this structure, shapes and element types, such as the upstream of an output that nothing depends on} */
    default T zerosLike() {
        return mapTensors(tensor -> Tensor.zeros(tensor.shape(), tensor.elementType()));
    }

    /** {@return ones of this structure, shapes and element types} */
    default T onesLike() {
        return mapTensors(tensor -> Tensor.ones(tensor.shape(), tensor.elementType()));
    }

    /**
     * {@return this + other, part by part}
     *
     * @param other a tree of the same structure
     */
    default T plus(T other) {
        return zipTensors(other, Tensor::plus);
    }

    /**
     * {@return this − other, part by part}
     *
     * @param other a tree of the same structure
     */
    default T minus(T other) {
        return zipTensors(other, Tensor::minus);
    }

    /**
     * {@return factor · this}
     *
     * @param factor a number
     */
    default T times(double factor) {
        return mapTensors(tensor -> tensor.times(factor));
    }

    /**
     * {@return Σ over all elements of this · other, as float64 whatever the element type; finite if it is in range, even where the
     * sum over one part is not}
     *
     * @param other a tree of the same structure
     */
    default double dot(T other) {
        List<NamedTensor> mine = parts();
        List<NamedTensor> theirs = partsLike(mine, other);
        double dot = Summation.sum(IntStream.range(0, mine.size())
                .mapToDouble(i -> mine.get(i).tensor().dot(theirs.get(i).tensor()))
                .toArray());
        return Double.isFinite(dot) ? dot : Summation.dot(elements(mine), elements(theirs));
    }

    private static double[] elements(List<NamedTensor> parts) {
        return parts.stream()
                .flatMapToDouble(part -> Arrays.stream(part.tensor().toDoubleArray()))
                .toArray();
    }

    /**
     * {@return the Euclidean length √(Σ over all elements of their squares), as float64, without overflow or underflow on the way}
     */
    default double norm() {
        return Summation.norm(
                parts().stream().mapToDouble(part -> part.tensor().norm()).toArray());
    }

    /**
     * This tree, made no longer than a given length: as it is if {@link #norm} is at most that, else all of it times greatest / norm. A
     * gradient clipped so keeps its direction, and an explosion costs a step instead of the parameters.
     *
     * <p>The norm is that of all parts together, and may itself be beyond the largest number. <b>Special values:</b> a NaN anywhere
     * makes every element NaN, an infinite element makes itself NaN and the finite ones 0: as PyTorch's {@code clip_grad_norm_} does
     * unless {@code error_if_nonfinite} is set. It divides by norm + 10⁻⁶, this by the norm; it changes its arguments, this changes nothing. <b>Accuracy:</b>
     * each element within 3 ulp, so the length is at most {@code greatest} but for as much.
     *
     * <p>Source: Pascanu, Mikolov, Bengio, On the Difficulty of Training Recurrent Neural Networks, 2013, algorithm 1.
     *
     * @param greatest the greatest length, ≥ 0
     * @return the tree, or a shorter one of the same direction
     * @throws IllegalArgumentException if the greatest length is negative or NaN
     */
    default T clipNorm(double greatest) {
        return NormClip.of(this, greatest);
    }

    /**
     * {@return this tree, after checking that it has the structure, shapes and element types of another} An operator's backward
     * checks its upstream with it.
     *
     * @param expected the tree to compare with
     * @param name what to call this tree in the message, such as {@code "Lstm.backward: dy"}
     * @throws ShapeException if the shapes of two matching tensors differ; the message names them
     * @throws IllegalArgumentException if their element types differ, or the number of parts differs
     */
    @SuppressWarnings("unchecked") // T is the type itself
    default T requireLike(T expected, String name) {
        Objects.requireNonNull(name, "TensorTree.requireLike: name is null");
        Objects.requireNonNull(expected, "TensorTree.requireLike: expected is null");
        NamedTensor.requireLike(parts(), expected.parts(), name);
        return (T) this;
    }

    private static List<NamedTensor> partsLike(List<NamedTensor> expected, TensorTree<?> other) {
        List<NamedTensor> parts =
                Objects.requireNonNull(other, "TensorTree: other is null").parts();
        NamedTensor.requireLike(parts, expected, "TensorTree: other");
        return parts;
    }
}
