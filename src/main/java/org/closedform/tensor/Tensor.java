package org.closedform.tensor;

import java.io.Serializable;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.Elements;

/**
 * An immutable array of numbers of any rank: a scalar, a vector, a matrix and so on. Its elements are float64 or float32, stored
 * row-major; a factory makes float64 of {@code double} unless told otherwise.
 *
 * <pre>{@code
 * Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}});
 * Tensor y = x.times(2).plus(Tensor.of(10, 20));      // [[12, 24], [16, 28]]
 * }</pre>
 *
 * <p><b>Arithmetic</b> follows IEEE 754: no number makes it throw. Elementwise results of float32 operands are exact results rounded
 * once. Sums, means and dot products accumulate in float64, in an order that depends only on their length, and are rounded once;
 * matrix products of float32 accumulate in float32 ({@link #matmul}). Operands of different element types throw; {@link #to}
 * converts. Shapes broadcast as in NumPy: axes match from the last, and an axis that is missing or has length 1 is repeated. An axis
 * may be counted backwards: −1 is the last.
 *
 * <p><b>Equality</b> is by shape, element type and bits, as for Java's arrays: NaN equals NaN, 0.0 differs from −0.0.
 *
 * <p>Every method throws {@link NullPointerException} for a null argument. Instances are safe for use by many threads. They are
 * serializable: a stream holds their bits, and a tensor read from one has passed the checks of the factories.
 */
public sealed interface Tensor extends ShapeAlgebra, TensorArithmetic, Reductions, Serializable permits DenseTensor {

    /**
     * {@return a float64 vector, of shape [n]}
     *
     * @param values its elements; copied
     */
    static Tensor of(double... values) {
        return of(Shape.of(Objects.requireNonNull(values, "Tensor.of: values is null").length), values);
    }

    /**
     * {@return a float32 vector, of shape [n]}
     *
     * @param values its elements; copied
     */
    static Tensor of(float[] values) {
        return of(Shape.of(Objects.requireNonNull(values, "Tensor.of: values is null").length), values);
    }

    /**
     * {@return a float64 matrix, of shape [rows, columns]}
     *
     * @param rows its rows; copied
     * @throws ShapeException if the rows differ in length
     */
    static Tensor of(double[][] rows) {
        return NestedArrays.tensor(rows);
    }

    /**
     * {@return a float32 matrix, of shape [rows, columns]}
     *
     * @param rows its rows; copied
     * @throws ShapeException if the rows differ in length
     */
    static Tensor of(float[][] rows) {
        return NestedArrays.tensor(rows);
    }

    /**
     * {@return a float64 tensor of rank 3}
     *
     * @param nested its elements; copied
     * @throws ShapeException if neighbours differ in length
     */
    static Tensor of(double[][][] nested) {
        return NestedArrays.tensor(nested);
    }

    /**
     * {@return a float32 tensor of rank 3}
     *
     * @param nested its elements; copied
     * @throws ShapeException if neighbours differ in length
     */
    static Tensor of(float[][][] nested) {
        return NestedArrays.tensor(nested);
    }

    /**
     * {@return a float64 tensor of rank 4, such as a batch of images}
     *
     * @param nested its elements; copied
     * @throws ShapeException if neighbours differ in length
     */
    static Tensor of(double[][][][] nested) {
        return NestedArrays.tensor(nested);
    }

    /**
     * {@return a float32 tensor of rank 4, such as a batch of images}
     *
     * @param nested its elements; copied
     * @throws ShapeException if neighbours differ in length
     */
    static Tensor of(float[][][][] nested) {
        return NestedArrays.tensor(nested);
    }

    /**
     * {@return a float64 tensor of any shape}
     *
     * @param shape its shape
     * @param values its elements in row-major order; copied
     * @throws ShapeException if there are more or fewer values than the shape has elements
     */
    static Tensor of(Shape shape, double... values) {
        return new DenseTensor(
                shape,
                Buffer.of(Objects.requireNonNull(values, "Tensor.of: values is null")
                        .clone()));
    }

    /**
     * {@return a float32 tensor of any shape}
     *
     * @param shape its shape
     * @param values its elements in row-major order; copied
     * @throws ShapeException if there are more or fewer values than the shape has elements
     */
    static Tensor of(Shape shape, float[] values) {
        return new DenseTensor(
                shape,
                Buffer.of(Objects.requireNonNull(values, "Tensor.of: values is null")
                        .clone()));
    }

    /**
     * {@return a float64 tensor of any shape, from the remaining elements of a buffer}
     *
     * @param shape its shape
     * @param values its elements in row-major order; copied, and the buffer's position does not change
     * @throws ShapeException if there are more or fewer values than the shape has elements
     */
    static Tensor of(Shape shape, DoubleBuffer values) {
        Objects.requireNonNull(values, "Tensor.of: values is null");
        double[] copy = new double[values.remaining()];
        values.duplicate().get(copy);
        return new DenseTensor(shape, Buffer.of(copy));
    }

    /**
     * {@return a float32 tensor of any shape, from the remaining elements of a buffer, such as the output of an inference engine}
     *
     * @param shape its shape
     * @param values its elements in row-major order; copied, and the buffer's position does not change
     * @throws ShapeException if there are more or fewer values than the shape has elements
     */
    static Tensor of(Shape shape, FloatBuffer values) {
        Objects.requireNonNull(values, "Tensor.of: values is null");
        float[] copy = new float[values.remaining()];
        values.duplicate().get(copy);
        return new DenseTensor(shape, Buffer.of(copy));
    }

    /**
     * {@return a float64 scalar, of shape []}
     *
     * @param value its only element
     */
    static Tensor scalar(double value) {
        return of(Shape.of(), value);
    }

    /**
     * {@return a scalar, of shape []}
     *
     * @param value its only element, rounded to the type
     * @param type its element type
     */
    static Tensor scalar(double value, ElementType type) {
        return full(Shape.of(), value, Objects.requireNonNull(type, "Tensor.scalar: type is null"));
    }

    /**
     * {@return a float64 tensor of zeros}
     *
     * @param shape its shape
     */
    static Tensor zeros(Shape shape) {
        return zeros(shape, ElementType.FLOAT64);
    }

    /**
     * {@return a tensor of zeros}
     *
     * @param shape its shape
     * @param type its element type
     */
    static Tensor zeros(Shape shape, ElementType type) {
        Objects.requireNonNull(shape, "Tensor.zeros: shape is null");
        Objects.requireNonNull(type, "Tensor.zeros: type is null");
        return new DenseTensor(shape, type.buffer(shape.size()));
    }

    /**
     * {@return a float64 tensor of ones}
     *
     * @param shape its shape
     */
    static Tensor ones(Shape shape) {
        return ones(shape, ElementType.FLOAT64);
    }

    /**
     * {@return a tensor of ones}
     *
     * @param shape its shape
     * @param type its element type
     */
    static Tensor ones(Shape shape, ElementType type) {
        Objects.requireNonNull(shape, "Tensor.ones: shape is null");
        return full(shape, 1, Objects.requireNonNull(type, "Tensor.ones: type is null"));
    }

    /**
     * {@return a float64 tensor whose elements are all the same}
     *
     * @param shape its shape
     * @param value every element
     */
    static Tensor full(Shape shape, double value) {
        return full(shape, value, ElementType.FLOAT64);
    }

    /**
     * {@return a tensor whose elements are all the same}
     *
     * @param shape its shape
     * @param value every element, rounded to the type
     * @param type its element type
     */
    static Tensor full(Shape shape, double value, ElementType type) {
        Objects.requireNonNull(shape, "Tensor.full: shape is null");
        Objects.requireNonNull(type, "Tensor.full: type is null");
        if (type == ElementType.FLOAT64) {
            return new DenseTensor(shape, Elements.full(shape.size(), value));
        }
        float[] values = new float[shape.size()];
        Arrays.fill(values, (float) value);
        return new DenseTensor(shape, Buffer.of(values));
    }

    /**
     * {@return the float64 identity matrix, of shape [size, size]}
     *
     * @param size its number of rows
     */
    static Tensor eye(int size) {
        return generate(Shape.of(size, size), index -> index[0] == index[1] ? 1 : 0);
    }

    /**
     * {@return a float64 tensor whose elements are computed from their indices}
     *
     * @param shape its shape
     * @param f the element at an index, which has one number per axis
     */
    static Tensor generate(Shape shape, ToDoubleFunction<int[]> f) {
        Objects.requireNonNull(shape, "Tensor.generate: shape is null");
        Objects.requireNonNull(f, "Tensor.generate: f is null");
        return new DenseTensor(
                shape,
                Buffer.of(IntStream.range(0, shape.size())
                        .mapToDouble(i -> f.applyAsDouble(shape.indexOf(i)))
                        .toArray()));
    }

    /**
     * {@return a float64 tensor of numbers drawn one by one in row-major order, for example {@code random::nextGaussian}}
     *
     * @param shape its shape
     * @param source where the numbers come from
     */
    static Tensor draw(Shape shape, DoubleSupplier source) {
        Objects.requireNonNull(shape, "Tensor.draw: shape is null");
        Objects.requireNonNull(source, "Tensor.draw: source is null");
        return new DenseTensor(
                shape,
                Buffer.of(IntStream.range(0, shape.size())
                        .mapToDouble(i -> source.getAsDouble())
                        .toArray()));
    }

    /**
     * {@return tensors joined end to end along an axis}
     *
     * @param axis the axis to join them along
     * @param tensors at least one; equal in element type and in all other axes
     * @throws ShapeException if there are none, or they differ in the length of another axis
     * @throws IllegalArgumentException if the element types differ
     */
    static Tensor concatenate(int axis, Tensor... tensors) {
        return Joining.concatenate(axis, tensors);
    }

    /**
     * {@return tensors joined side by side along a new axis}
     *
     * @param axis where the new axis goes
     * @param tensors at least one, of equal shape and element type
     * @throws ShapeException if there are none, or the shapes differ
     * @throws IllegalArgumentException if the element types differ
     */
    static Tensor stack(int axis, Tensor... tensors) {
        return Joining.stack(axis, tensors);
    }

    /** {@return the lengths of all axes} */
    @Override
    Shape shape();

    /** {@return the type of the elements: float32 or float64} */
    default ElementType elementType() {
        return ElementType.of(DenseTensor.bufferOf(this));
    }

    /** {@return the number of axes, 0 for a scalar} */
    default int rank() {
        return shape().rank();
    }

    /** {@return the number of elements, 1 for a scalar} */
    default int size() {
        return shape().size();
    }

    /**
     * {@return one element, exactly}
     *
     * @param index one number per axis, from 0
     * @throws ShapeException if the index does not have one number per axis, or is outside the shape
     */
    default double at(int... index) {
        return DenseTensor.bufferOf(this).at(shape().offsetOf("Tensor.at", index));
    }

    /**
     * {@return the element of a tensor that has only one, such as a loss, exactly}
     *
     * @throws ShapeException if there is not exactly one
     */
    default double item() {
        if (size() != 1) {
            throw new ShapeException("Tensor.item: shape " + shape() + " has " + size() + " elements, not one");
        }
        return DenseTensor.bufferOf(this).at(0);
    }

    /** {@return a fresh array of all elements in row-major order, exact for both element types} */
    default double[] toDoubleArray() {
        return DenseTensor.bufferOf(this).toDoubles();
    }

    /** {@return a fresh array of all elements in row-major order, rounded to nearest where they are float64} */
    default float[] toFloatArray() {
        return DenseTensor.bufferOf(this).toFloats();
    }

    /**
     * {@return the rows of a matrix in fresh arrays, exact for both element types}
     *
     * @throws ShapeException if the rank is not 2
     */
    default double[][] toDoubleMatrix() {
        return IntStream.range(
                        0, shape().requireRank(2, "Tensor.toDoubleMatrix").dimension(0))
                .mapToObj(row -> select(0, row).toDoubleArray())
                .toArray(double[][]::new);
    }

    /**
     * {@return the rows of a matrix in fresh arrays, rounded to nearest where they are float64}
     *
     * @throws ShapeException if the rank is not 2
     */
    default float[][] toFloatMatrix() {
        return IntStream.range(0, shape().requireRank(2, "Tensor.toFloatMatrix").dimension(0))
                .mapToObj(row -> select(0, row).toFloatArray())
                .toArray(float[][]::new);
    }

    /**
     * {@return the same numbers in another element type, rounded to nearest where that loses digits; this tensor if it already has
     * that type}
     *
     * @param type the element type wanted
     */
    default Tensor to(ElementType type) {
        if (elementType() == Objects.requireNonNull(type, "Tensor.to: type is null")) {
            return this;
        }
        return new DenseTensor(
                shape(),
                type == ElementType.FLOAT32
                        ? Buffer.of(DenseTensor.bufferOf(this).toFloats())
                        : Buffer.of(DenseTensor.bufferOf(this).toDoubles()));
    }

    /**
     * {@return whether |this − expected| ≤ absolute + relative · |expected| at every element; false also if the shapes differ} An
     * infinity is close only to itself, and NaN only to NaN.
     *
     * @param expected a tensor of any element type
     * @param relative the relative tolerance, ≥ 0 and finite
     * @param absolute the absolute tolerance, ≥ 0
     * @throws IllegalArgumentException if a tolerance is negative or NaN, or the relative one infinite
     */
    default boolean isClose(Tensor expected, double relative, double absolute) {
        Objects.requireNonNull(expected, "Tensor.isClose: expected is null");
        if (!(relative >= 0 && relative < Double.POSITIVE_INFINITY) || !(absolute >= 0)) {
            throw new IllegalArgumentException("Tensor.isClose: relative tolerance " + relative + " and absolute "
                    + absolute + "; both have to be at least 0, the relative one finite");
        }
        return shape().equals(expected.shape())
                && Elements.isClose(DenseTensor.bufferOf(this), DenseTensor.bufferOf(expected), relative, absolute);
    }

    /**
     * {@return this tensor, after checking that it has the shape and the element type of another} An operator's backward checks its
     * upstream with it.
     *
     * @param expected the tensor to compare with
     * @param name what to call this tensor in the message, such as {@code "Softmax.backward: dy"}
     * @throws ShapeException if the shapes differ
     * @throws IllegalArgumentException if the element types differ
     */
    @Override
    default Tensor requireLike(Tensor expected, String name) {
        Objects.requireNonNull(name, "Tensor.requireLike: name is null");
        Objects.requireNonNull(expected, "Tensor.requireLike: expected is null");
        if (!shape().equals(expected.shape())) {
            throw new ShapeException(name + " has shape " + shape() + ", but " + expected.shape() + " is needed");
        }
        ElementType.requireSame(name, expected, this);
        return this;
    }

    @Override
    default List<NamedTensor> parts() {
        return List.of(new NamedTensor("", this));
    }

    @Override
    default Tensor rebuild(List<Tensor> tensors) {
        NamedTensor.requireCount("Tensor", 1, tensors);
        return tensors.get(0);
    }

    /** {@return the element type, the shape, and the elements with six significant digits; a large tensor shows only its corners} */
    @Override
    String toString();
}
