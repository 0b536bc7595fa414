package org.closedform.tensor;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.closedform.kernel.Extremum;
import org.closedform.kernel.Rows;
import org.closedform.kernel.Summation;

/** The reductions of {@link Tensor}: sum, mean, maximum and minimum along any set of axes. */
public sealed interface Reductions permits Tensor {
    /** {@return the lengths of all axes} */
    Shape shape();

    /**
     * The sum.
     *
     * <p><b>Special values:</b> NaN propagates, and ∞ − ∞ is NaN. A sum of finite numbers is finite if it is in range, even where a
     * partial sum is not; beyond, it is ±∞. <b>Accuracy:</b> for n terms, to first order,
     *
     * <pre>{@code
     * |error| ≤ (10 + ⌈log₂(max(n, 64)/64)⌉) · 2⁻⁵³ · Σ|x|
     * }</pre>
     *
     * and in float32 another ½ ulp from the final rounding.
     *
     * @param axes the axes to sum over; none means all
     * @return a tensor without those axes; 0 where there is nothing to sum
     * @throws ShapeException if there is no such axis, or one is named twice
     */
    default Tensor sum(int... axes) {
        return reduce("Tensor.sum", axes, Summation::sum);
    }

    /**
     * The mean.
     *
     * <p><b>Special values:</b> NaN propagates, and ∞ − ∞ is NaN. The mean of finite numbers is finite, even where their sum is not.
     * <b>Accuracy:</b> the bound of {@link #sum} divided by n, plus ½ ulp.
     *
     * @param axes the axes to average over; none means all
     * @return a tensor without those axes; NaN where there is nothing to average
     * @throws ShapeException if there is no such axis, or one is named twice
     */
    default Tensor mean(int... axes) {
        return reduce("Tensor.mean", axes, row -> Summation.mean(row, row.length));
    }

    /**
     * {@return the largest element along the axes, in a tensor without them; NaN if one is NaN}
     *
     * @param axes the axes to search; none means all
     * @throws ShapeException if there is no such axis, one is named twice, or there is nothing to search
     */
    default Tensor max(int... axes) {
        return reduce("Tensor.max", axes, row -> Extremum.max(requireSome("Tensor.max", row)));
    }

    /**
     * {@return the smallest element along the axes, in a tensor without them; NaN if one is NaN}
     *
     * @param axes the axes to search; none means all
     * @throws ShapeException if there is no such axis, one is named twice, or there is nothing to search
     */
    default Tensor min(int... axes) {
        return reduce("Tensor.min", axes, row -> Extremum.min(requireSome("Tensor.min", row)));
    }

    /**
     * {@return the index of the largest element along an axis, such as the most likely class} Of several equal elements it is the
     * first; NaN counts as the largest.
     *
     * @param axis the axis, which the result does not have
     * @throws ShapeException if there is no such axis, or it is empty
     */
    default Labels argMax(int axis) {
        int searched = shape().axis("Tensor.argMax", axis);
        Shape result = shape().without(searched);
        int[] indices = new int[result.size()];
        Rows.along(shape().storage(), searched)
                .forEach(
                        DenseTensor.bufferOf(this),
                        1,
                        () -> (row, i) -> indices[i] = Extremum.argMax(requireSome("Tensor.argMax", row)));
        return Labels.of(result, indices);
    }

    /** Applies f to the elements along the axes, for every index of the other axes; several axes are moved to the end first. */
    private Tensor reduce(String operation, int[] axes, ToDoubleFunction<double[]> f) {
        Shape shape = shape();
        int[] reduced = shape.axes(operation, axes);
        if (reduced.length == 1) {
            return new DenseTensor(
                    shape.without(reduced[0]),
                    Rows.along(shape.storage(), reduced[0]).reduce(DenseTensor.bufferOf(this), f));
        }
        int kept = shape.rank() - reduced.length;
        Tensor moved = kept == 0 ? (Tensor) this : ((Tensor) this).permute(movedToTheEnd(reduced));
        Shape result = Shape.of(Arrays.copyOf(moved.shape().dimensions(), kept));
        int length = moved.shape().size(kept, shape.rank());
        return new DenseTensor(
                result, Rows.along(new int[] {result.size(), length}, 1).reduce(DenseTensor.bufferOf(moved), f));
    }

    private int[] movedToTheEnd(int[] axes) {
        IntStream others = IntStream.range(0, shape().rank()).filter(axis -> Arrays.binarySearch(axes, axis) < 0);
        return IntStream.concat(others, Arrays.stream(axes)).toArray();
    }

    private double[] requireSome(String operation, double[] row) {
        if (row.length == 0) {
            throw new ShapeException(operation + ": shape " + shape() + " has no elements to choose from");
        }
        return row;
    }
}
