package org.closedform.operator;

import java.util.function.UnaryOperator;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * The second derivative of a number by a tensor, H = ∇²f(x), as a linear map from tensors like x to tensors like x: symmetric, and
 * structured where there is a closed form.
 *
 * <pre>{@code
 * H[i…, j…] = ∂²f / ∂x[i…] ∂x[j…]                f(x + v) = f(x) + ⟨∇f, v⟩ + ½ ⟨v, H·v⟩ + …
 * }</pre>
 *
 * <p>The losses of this library are sums over positions that do not depend on each other, so H has one {@link #block} for each
 * position and zeros elsewhere. Nothing larger than x is formed unless it is asked for.
 */
public interface Hessian {

    /**
     * {@return H · v, how the gradient moves as x moves along v; of the shape of x}
     *
     * @param v a direction, like x
     * @throws ShapeException if the shape differs
     * @throws IllegalArgumentException if the element type differs
     */
    Tensor apply(Tensor v);

    /** {@return the entries ∂²f/∂x[i…]², of the shape of x} */
    Tensor diagonal();

    /**
     * {@return one block: of softmax cross-entropy the matrix [C, C] over the classes of a position, of a diagonal Hessian a scalar}
     *
     * @param position an index for every axis of x; of softmax cross-entropy for every axis but the class axis
     * @throws ShapeException if there is no such position
     */
    Tensor block(int... position);

    /**
     * {@return all entries: x's axes twice, so that entry [i…, j…] is ∂²f/∂x[i…]∂x[j…]} For a vector x it is the familiar matrix.
     *
     * @throws ShapeException if it would have too many elements
     */
    Tensor toDense();

    /**
     * {@return the Hessian diag(curvature) of a sum of functions of one number each} It is positive semi-definite where no entry is
     * negative; its null space are the directions that move only where an entry is 0.
     *
     * @param curvature ∂²f/∂x[i…]², of the shape of x
     */
    static Hessian ofDiagonal(Tensor curvature) {
        return new DiagonalHessian(curvature);
    }

    /**
     * The Hessian of Σ w · log Σ_k e^x_k over lines of logits, which is also that of softmax cross-entropy: w (diag(y) − y·yᵀ) for
     * every line, w times the covariance of a one-hot draw from y.
     *
     * <p>It is positive semi-definite for w ≥ 0: ⟨v, H·v⟩ = Σ w Var_y(v). Its null space is the directions that are constant along
     * each line, where w and all y are positive. 1 − y_i is never formed, so it keeps its digits where y_i rounds to 1. A line of
     * weight 0 has zeros, also where its y is NaN.
     *
     * @param y softmax(x), the probabilities
     * @param axis the class axis, from −rank to rank − 1; −1 is the last
     * @param weights w, one number for each line: of the shape of y without the class axis, and its element type
     * @return the Hessian
     * @throws ShapeException if y has no such axis, or the weights have another shape
     * @throws IllegalArgumentException if the element types differ
     */
    static Hessian ofSoftmax(Tensor y, int axis, Tensor weights) {
        return SoftmaxHessian.of(y, axis, weights);
    }

    /**
     * The Hessian of a sum over lines that do not depend on each other, such as the positions of a loss over classes, known by its
     * products. Blocks and all entries are put together from as many products as a line has numbers.
     *
     * @param diagonal ∂²f/∂x[i…]², of the shape of x
     * @param axis the axis of the lines, from −rank to rank − 1; −1 is the last
     * @param product H · v for a v like x: linear, symmetric, line by line
     * @return the Hessian
     * @throws ShapeException if x has no such axis
     */
    static Hessian ofBlocks(Tensor diagonal, int axis, UnaryOperator<Tensor> product) {
        return new BlockHessian(diagonal, axis, product);
    }
}
