package org.closedform.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * One block for each line, known by its products: the columns of all blocks are those with a unit vector in every line.
 *
 * @param diagonal its entries ∂²f/∂x[i…]²
 * @param product H · v
 */
record BlockHessian(Tensor diagonal, int axis, UnaryOperator<Tensor> product) implements Hessian {
    BlockHessian {
        Objects.requireNonNull(diagonal, "Hessian.ofBlocks: diagonal is null");
        Objects.requireNonNull(product, "Hessian.ofBlocks: product is null");
        axis = Storage.axis(diagonal.shape(), "Hessian.ofBlocks", axis);
    }

    @Override
    public Tensor apply(Tensor v) {
        return product.apply(
                Objects.requireNonNull(v, "Hessian.apply: v is null").requireLike(diagonal, "Hessian.apply: v"));
    }

    @Override
    public Tensor block(int... position) {
        SoftmaxHessian.requirePosition(diagonal.shape().without(axis), position);
        List<Tensor> columns = columns();
        int classes = columns.size();
        return Tensor.generate(Shape.of(classes, classes), index -> entry(columns, place(position, index[0]), index[1]))
                .to(diagonal.elementType());
    }

    @Override
    public Tensor toDense() {
        List<Tensor> columns = columns();
        int rank = diagonal.rank();
        return Tensor.generate(DenseJacobian.joined(diagonal.shape(), diagonal.shape()), index -> {
                    int[] row = Arrays.copyOf(index, rank);
                    int[] column = Arrays.copyOfRange(index, rank, 2 * rank);
                    return Arrays.equals(position(row), position(column)) ? entry(columns, row, column[axis]) : 0;
                })
                .to(diagonal.elementType());
    }

    private List<Tensor> columns() {
        return IntStream.range(0, diagonal.shape().dimension(axis))
                .mapToObj(j -> apply(Tensor.generate(diagonal.shape(), index -> index[axis] == j ? 1 : 0)
                        .to(diagonal.elementType())))
                .toList();
    }

    /** The mean of an entry and its mirror image in the diagonal, which differs from it by rounding alone. */
    private double entry(List<Tensor> columns, int[] row, int column) {
        return 0.5 * columns.get(column).at(row) + 0.5 * columns.get(row[axis]).at(place(position(row), column));
    }

    private int[] position(int[] index) {
        return IntStream.range(0, index.length)
                .filter(i -> i != axis)
                .map(i -> index[i])
                .toArray();
    }

    private int[] place(int[] position, int onLine) {
        return IntStream.rangeClosed(0, position.length)
                .map(i -> i == axis ? onLine : position[i < axis ? i : i - 1])
                .toArray();
    }
}
