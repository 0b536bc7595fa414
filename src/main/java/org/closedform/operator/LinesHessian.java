package org.closedform.operator;

import java.util.Objects;
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
        int row = 0;
        int[] within = SoftmaxHessian.requirePosition(lines.reduced(false), position);
        for (int i = 0; i < within.length; i++) {
            row = row * lines.reduced(false).dimension(i) + within[i];
        }
        return ofRows.block(row).reshape(DenseJacobian.joined(lines.ofLine(), lines.ofLine()));
    }

    @Override
    public Tensor toDense() {
        return lines.ofPairs(ofRows.toDense());
    }
}
