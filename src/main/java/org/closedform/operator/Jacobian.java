package org.closedform.operator;

import java.util.Objects;
import java.util.stream.IntStream;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * The derivative of a tensor by a tensor, J = ∂y/∂x, as a linear map: structured where there is a closed form, dense
 * otherwise.
 */
public interface Jacobian {

    /**
     * {@return the directional derivative J · dx, of the shape of y}
     *
     * @param dx a direction, of the shape of x
     * @throws ShapeException if the shape differs
     */
    Tensor apply(Tensor dx);

    /**
     * {@return what an operator's backward computes, Jᵀ · dy, of the shape of x}
     *
     * @param dy an upstream gradient, of the shape of y
     * @throws ShapeException if the shape differs
     */
    Tensor applyTranspose(Tensor dy);

    /**
     * {@return all entries: y's axes, then x's, so that entry [i…, j…] is ∂y[i…]/∂x[j…]} For vectors it is the familiar matrix.
     *
     * @throws ShapeException if it would have too many elements
     */
    Tensor toDense();

    /**
     * {@return the Jacobian diag(slope) of an elementwise function}
     *
     * @param slope ∂y_i/∂x_i, of the shape of x and y
     */
    static Jacobian diagonal(Tensor slope) {
        return new DiagonalJacobian(slope);
    }

    /**
     * {@return the dense Jacobian of any pass, row by row from one-hot upstreams} For small cases: it takes a backward for every
     * output.
     *
     * @param pass an evaluation
     * @throws ShapeException if it would have too many elements
     */
    static Jacobian of(Operator.Pass<Tensor, Tensor> pass) {
        Objects.requireNonNull(pass, "Jacobian.of: pass is null");
        Tensor y = Objects.requireNonNull(pass.output(), "Jacobian.of: the pass's output is null");
        Tensor dx = pass.backward(y.map(element -> 0));
        Shape x = Objects.requireNonNull(dx, "Jacobian.of: the pass's gradient is null")
                .shape();
        Shape joined = DenseJacobian.joined(y.shape(), x);
        if (joined.size() == 0) {
            return new DenseJacobian(y.shape(), x, Tensor.zeros(joined, y.elementType()));
        }
        Tensor[] rows = IntStream.range(0, y.size())
                .mapToObj(i -> pass.backward(Tensor.generate(Shape.of(y.size()), index -> index[0] == i ? 1 : 0)
                        .reshape(y.shape())
                        .to(y.elementType())))
                .toArray(Tensor[]::new);
        return new DenseJacobian(y.shape(), x, Tensor.stack(0, rows).reshape(joined));
    }
}
