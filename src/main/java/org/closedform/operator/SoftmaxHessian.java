package org.closedform.operator;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.closedform.kernel.Rows;
import org.closedform.kernel.SoftmaxCurvature;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * The softmax's Jacobian diag(y) − y·yᵀ, line by line, times a weight.
 *
 * @param jacobian of probabilities that are 0 where the weight is
 */
record SoftmaxHessian(SoftmaxJacobian jacobian, Tensor weights) implements Hessian {

    static SoftmaxHessian of(Tensor y, int axis, Tensor weights) {
        Objects.requireNonNull(y, "Hessian.ofSoftmax: y is null");
        Objects.requireNonNull(weights, "Hessian.ofSoftmax: weights is null");
        int along = Storage.axis(y.shape(), "Hessian.ofSoftmax", axis);
        Shape positions = y.shape().without(along);
        weights.requireLike(Tensor.zeros(positions, y.elementType()), "Hessian.ofSoftmax: weights");
        Tensor counting = Storage.tensor(
                y.shape(), SoftmaxCurvature.counting(Storage.of(y), rows(y.shape(), along), Storage.of(weights)));
        return new SoftmaxHessian(new SoftmaxJacobian(counting, along), weights);
    }

    private static Rows rows(Shape shape, int axis) {
        return Storage.rows(shape, axis);
    }

    /** w y ⊙ (v − Σ_k y_k v_k). */
    @Override
    public Tensor apply(Tensor v) {
        Objects.requireNonNull(v, "Hessian.apply: v is null").requireLike(y(), "Hessian.apply: v");
        return jacobian.apply(v).times(perLine());
    }

    /** w y_i (1 − y_i). */
    @Override
    public Tensor diagonal() {
        return Storage.tensor(y().shape(), SoftmaxCurvature.diagonal(Storage.of(y()), rows(y().shape(), axis())))
                .times(perLine());
    }

    @Override
    public Tensor block(int... position) {
        double weight = weights.at(requirePosition(weights.shape(), position));
        return new SoftmaxJacobian(line(position), 0).toDense().times(weight);
    }

    /** The probabilities of a position: the axes before the class axis go first, then those behind it. */
    private Tensor line(int[] position) {
        return IntStream.range(0, position.length)
                .boxed()
                .reduce(y(), (y, i) -> y.select(i < axis() ? 0 : 1, position[i]), (first, second) -> second);
    }

    static int[] requirePosition(Shape positions, int... position) {
        Objects.requireNonNull(position, "Hessian.block: position is null");
        boolean isWithin = position.length == positions.rank()
                && IntStream.range(0, position.length)
                        .allMatch(i -> position[i] >= 0 && position[i] < positions.dimension(i));
        if (!isWithin) {
            throw new ShapeException("Hessian.block: position " + Arrays.toString(position)
                    + " is not within the positions " + positions);
        }
        return position;
    }

    @Override
    public Tensor toDense() {
        Tensor perLine = perLine();
        Shape ones = Shape.of(IntStream.generate(() -> 1).limit(y().rank()).toArray());
        return jacobian.toDense().times(perLine.reshape(DenseJacobian.joined(perLine.shape(), ones)));
    }

    private Tensor perLine() {
        return weights.expandDims(axis());
    }

    private Tensor y() {
        return jacobian.y();
    }

    private int axis() {
        return jacobian.axis();
    }
}
