package org.closedform.operator;

import java.util.Objects;
import java.util.stream.IntStream;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * A Hessian with a block for each line along several axes.
 *
 * @param lines how x is read as rows, one line a row
 * @param ofRows the Hessian by those rows
 */
record LinesHessian(Lines lines, Hessian ofRows) implements Hessian {
    @Override
    public Tensor apply(Tensor v) {
        Objects.requireNonNull(v, "Hessian.apply: v is null")
                .requireLike(Tensor.zeros(lines.shape(), v.elementType()), "Hessian.apply: v");
        return lines.ofRows(ofRows.apply(lines.toRows(v)));
    }

    @Override
    public Tensor diagonal() {
        return lines.ofRows(ofRows.diagonal());
    }

    @Override
    public Tensor block(int... position) {
        Shape positions = lines.reduced(false);
        int[] within = SoftmaxHessian.requirePosition(positions, position);
        int row = IntStream.range(0, within.length)
                .reduce(0, (offset, axis) -> offset * positions.dimension(axis) + within[axis]);
        return ofRows.block(row).reshape(DenseJacobian.joined(lines.ofLine(), lines.ofLine()));
    }

    @Override
    public Tensor toDense() {
        return lines.ofPairs(ofRows.toDense());
    }
}
