package org.closedform.tensor;

import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.closedform.kernel.Arithmetic;
import org.closedform.kernel.Elements;
import org.closedform.kernel.Matrix;
import org.closedform.kernel.MatrixProduct;
import org.closedform.kernel.Strided;
import org.closedform.kernel.Summation;

/** The arithmetic of {@link Tensor}: elementwise operations with broadcasting, and products. */
public sealed interface TensorArithmetic extends TensorTree<Tensor> permits Tensor {
    /** {@return the lengths of all axes} */
    Shape shape();

    /**
     * {@return this + other, with broadcasting}
     *
     * @param other the other term
     * @throws ShapeException if the shapes do not broadcast
     * @throws IllegalArgumentException if the element types differ
     */
    @Override
    default Tensor plus(Tensor other) {
        return combine("Tensor.plus", Arithmetic.PLUS, other);
    }

    /**
     * {@return this − other, with broadcasting}
     *
     * @param other what is subtracted
     * @throws ShapeException if the shapes do not broadcast
     * @throws IllegalArgumentException if the element types differ
     */
    @Override
    default Tensor minus(Tensor other) {
        return combine("Tensor.minus", Arithmetic.MINUS, other);
    }

    /**
     * {@return this ⊙ other, the elementwise (Hadamard) product, with broadcasting}
     *
     * @param other the other factor
     * @throws ShapeException if the shapes do not broadcast
     * @throws IllegalArgumentException if the element types differ
     */
    default Tensor times(Tensor other) {
        return combine("Tensor.times", Arithmetic.TIMES, other);
    }

    /**
     * {@return this / other, element by element, with broadcasting}
     *
     * @param other the divisor
     * @throws ShapeException if the shapes do not broadcast
     * @throws IllegalArgumentException if the element types differ
     */
    default Tensor dividedBy(Tensor other) {
        return combine("Tensor.dividedBy", Arithmetic.DIVIDED_BY, other);
    }

    private Tensor combine(String operation, Arithmetic arithmetic, Tensor other) {
        ElementType.requireSame(operation, (Tensor) this, other);
        Shape result = shape().broadcast(operation, other.shape());
        return new DenseTensor(
                result,
                Strided.combine(
                        arithmetic,
                        DenseTensor.bufferOf(this),
                        shape().stridesWithin(result),
                        DenseTensor.bufferOf(other),
                        other.shape().stridesWithin(result),
                        result.dimensions()));
    }

    /**
     * {@return this + number, element by element}
     *
     * @param number the number
     */
    default Tensor plus(double number) {
        return mapByParts(x -> x + number);
    }

    /**
     * {@return this − number, element by element}
     *
     * @param number the number
     */
    default Tensor minus(double number) {
        return mapByParts(x -> x - number);
    }

    /**
     * {@return factor · this}
     *
     * @param factor the number
     */
    @Override
    default Tensor times(double factor) {
        return mapByParts(x -> x * factor);
    }

    /**
     * {@return this / divisor}
     *
     * @param divisor the number
     */
    default Tensor dividedBy(double divisor) {
        return mapByParts(x -> x / divisor);
    }

    /** {@return −this} */
    default Tensor negate() {
        return mapByParts(x -> -x);
    }

    /** {@return eˣ of every element x, within 1 ulp} */
    default Tensor exp() {
        return mapByParts(StrictMath::exp);
    }

    /** {@return log x of every element x, within 1 ulp: −∞ for ±0, NaN below 0} */
    default Tensor log() {
        return mapByParts(StrictMath::log);
    }

    /** {@return √x of every element x, rounded once: NaN below 0, and −0 for −0} */
    default Tensor sqrt() {
        return mapByParts(Math::sqrt);
    }

    /** {@return x² of every element x, rounded once} */
    default Tensor square() {
        return mapByParts(x -> x * x);
    }

    /**
     * {@return min(max(x, low), high) of every element x; NaN stays}
     *
     * @param low the lower bound, rounded to the element type; −∞ for none
     * @param high the upper bound, rounded to the element type; ∞ for none
     * @throws IllegalArgumentException if a bound is NaN, or low is above high
     */
    default Tensor clip(double low, double high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "Tensor.clip: low is " + low + " and high " + high + "; numbers low ≤ high are needed");
        }
        return mapByParts(x -> Math.min(Math.max(x, low), high));
    }

    /**
     * {@return this tensor where the mask is true, and another number elsewhere, whatever was there} JAX's and NumPy's
     * {@code where(mask, x, otherwise)}, PyTorch's {@code x.masked_fill(~mask, otherwise)}.
     *
     * @param mask of a shape that broadcasts to this one
     * @param otherwise the number where the mask is false, rounded to the element type
     * @throws ShapeException if the mask does not repeat into this shape
     */
    default Tensor where(Mask mask, double otherwise) {
        Objects.requireNonNull(mask, "Tensor.where: mask is null").requireRepeatsInto(shape(), "Tensor.where: mask");
        return mask.equals(Mask.all())
                ? (Tensor) this
                : new DenseTensor(
                        shape(),
                        Strided.where(
                                DenseTensor.bufferOf(this),
                                mask.flags(),
                                mask.shape().stridesWithin(shape()),
                                shape().dimensions(),
                                otherwise));
    }

    /**
     * {@return f of every element, where there is no method for it} For results that are the same on every machine, build f on
     * {@code StrictMath}. It is called on the caller's thread only, for one element after the other.
     *
     * @param f the function; its result is rounded to the element type
     */
    default Tensor map(DoubleUnaryOperator f) {
        Objects.requireNonNull(f, "Tensor.map: f is null");
        return new DenseTensor(shape(), Elements.mapInOrder(DenseTensor.bufferOf(this), f));
    }

    /** The same with a function of our own, which may be called on several threads. */
    private Tensor mapByParts(DoubleUnaryOperator f) {
        return new DenseTensor(shape(), Elements.map(DenseTensor.bufferOf(this), f));
    }

    /**
     * The matrix product. Both operands are matrices, or batches of matrices whose leading axes broadcast; a vector counts as one row
     * on the left and one column on the right, and the result does not have that axis.
     *
     * <p><b>Special values:</b> NaN and infinities follow IEEE arithmetic. A sum of finite products is finite if it is in range, even
     * where a partial sum is not; an empty sum is 0. <b>Accuracy:</b> for a sum of k products, to first order and apart from
     * underflow,
     *
     * <pre>{@code
     * |error| ≤ min(k, 34 + ⌈k/128⌉) · u · Σ|x_p y_p|        u = 2⁻⁵³, or 2⁻²⁴ in float32
     * }</pre>
     *
     * <p>The largest error seen for k up to 10,000 is 9 u · Σ|x_p y_p|. The bits of an element depend only on its own products and
     * their order: a row, or a matrix of a batch, gives the same bits when it is multiplied alone. Source of the bound: Higham,
     * Accuracy and Stability of Numerical Algorithms, 2002, §3.1 and §4.2.
     *
     * @param other shape […, k, n] or [k]
     * @return a tensor of shape […, m, n] if this has shape […, m, k]
     * @throws ShapeException if the inner lengths differ, or one operand is a scalar
     * @throws IllegalArgumentException if the element types differ
     */
    default Tensor matmul(Tensor other) {
        Tensor self = (Tensor) this;
        ElementType.requireSame("Tensor.matmul", self, other);
        if (self.rank() == 0 || other.rank() == 0) {
            throw new ShapeException(
                    "Tensor.matmul: " + shape() + " times " + other.shape() + ": a scalar is no matrix");
        }
        if (self.rank() == 1) {
            Tensor product = self.expandDims(0).matmul(other);
            return product.squeeze(other.rank() == 1 ? 0 : -2);
        }
        if (other.rank() == 1) {
            return matmul(other.expandDims(1)).squeeze(-1);
        }
        int m = shape().dimension(-2);
        int k = shape().dimension(-1);
        int n = other.shape().dimension(-1);
        if (other.shape().dimension(-2) != k) {
            throw new ShapeException("Tensor.matmul: " + shape() + " times " + other.shape() + ": " + k
                    + " columns against " + other.shape().dimension(-2) + " rows; equal numbers are needed");
        }
        Shape batch = matrices(self).broadcast("Tensor.matmul", matrices(other));
        Matrix left = Matrix.of(DenseTensor.bufferOf(repeated(self, batch)), m, k);
        Matrix right = Matrix.of(DenseTensor.bufferOf(repeated(other, batch)), k, n);
        return new DenseTensor(batch.with(-1, m).with(-1, n), MatrixProduct.multiply(left, right, batch.size()));
    }

    /** As many matrices as the batch has; a single matrix stays single, and serves the whole batch. */
    private static Tensor repeated(Tensor matrices, Shape batch) {
        return matrices(matrices).size() == 1
                ? matrices
                : matrices.broadcastTo(batch.with(-1, matrices.shape().dimension(-2))
                        .with(-1, matrices.shape().dimension(-1)));
    }

    private static Shape matrices(Tensor batch) {
        return batch.shape().without(-1).without(-1);
    }

    /**
     * The inner product of all elements.
     *
     * <p><b>Special values:</b> NaN and infinities follow IEEE arithmetic. The result is finite if the sum is in range, even where
     * single products are not; beyond, it is ±∞. <b>Accuracy:</b> for n products, to first order,
     *
     * <pre>{@code
     * |error| ≤ (11 + ⌈log₂(max(n, 64)/64)⌉) · 2⁻⁵³ · Σ|x y|      and ½ ulp where the result is subnormal
     * }</pre>
     *
     * @param other a tensor of the same shape and element type
     * @return Σ this · other, as float64 whatever the element type
     * @throws ShapeException if the shapes differ
     * @throws IllegalArgumentException if the element types differ
     */
    @Override
    default double dot(Tensor other) {
        Objects.requireNonNull(other, "Tensor.dot: other is null").requireLike((Tensor) this, "Tensor.dot: other");
        return Summation.dot(DenseTensor.bufferOf(this), DenseTensor.bufferOf(other));
    }

    /**
     * The Euclidean length of all elements, without overflow or underflow on the way.
     *
     * <p><b>Special values:</b> NaN if an element is NaN, else ∞ if one is infinite. <b>Accuracy:</b> for n elements, within
     * {@code 7 + ½⌈log₂(max(n, 64)/64)⌉} ulp.
     *
     * @return √(Σ x²), as float64
     */
    @Override
    default double norm() {
        return Summation.norm(DenseTensor.bufferOf(this).toDoubles());
    }
}
