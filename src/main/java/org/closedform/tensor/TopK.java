package org.closedform.tensor;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.kernel.Rows;
import org.closedform.kernel.Selection;

/**
 * The k largest numbers along an axis and their indices, largest first: the most likely classes of each row of probabilities or
 * logits.
 *
 * <pre>{@code
 * TopK top = TopK.of(probabilities, 3, -1);       // probabilities [N, C]
 * top.values();                                   // [N, 3]
 * top.indices();                                  // [N, 3], from 0 to C − 1
 * }</pre>
 *
 * <p><b>Special values:</b> equal numbers (0.0 equals −0.0) come in the order of their indices. NaN counts as the largest, so k = 1
 * is {@link Tensor#argMax}.
 *
 * @param values the numbers, exactly
 * @param indices the index of each number along the axis; of the same shape as the numbers
 */
public record TopK(Tensor values, Labels indices) implements Serializable {

    /**
     * Checks that there is one index for each number.
     *
     * @param values the numbers
     * @param indices the index of each number along the axis; of the same shape as the numbers
     * @throws ShapeException if the shapes differ
     */
    public TopK {
        Objects.requireNonNull(values, "TopK: values is null");
        Objects.requireNonNull(indices, "TopK: indices is null");
        if (!values.shape().equals(indices.shape())) {
            throw new ShapeException("TopK: values have shape " + values.shape() + ", but indices " + indices.shape()
                    + "; equal ones are needed");
        }
    }

    /**
     * {@return the k largest numbers along an axis; values and indices have the shape of x, with length k along the axis}
     *
     * @param x any numbers
     * @param k how many, from 1 to the length of the axis
     * @param axis the axis, from −rank to rank − 1
     * @throws ShapeException if there is no such axis, or k is less than 1 or more than its length
     */
    public static TopK of(Tensor x, int k, int axis) {
        Shape shape = Objects.requireNonNull(x, "TopK: x is null").shape();
        int searched = shape.axis("TopK", axis);
        int length = shape.dimension(searched);
        if (k < 1 || k > length) {
            throw new ShapeException("TopK: k is " + k + ", but along axis " + searched + " of " + shape + " there are "
                    + length + " to choose from; at least 1 and at most as many are needed");
        }
        Shape result = shape.resized(searched, k);
        Selection selection = Selection.largest(
                DenseTensor.bufferOf(x), Rows.along(shape.storage(), searched), Rows.along(result.storage(), searched));
        return new TopK(new DenseTensor(result, selection.values()), Labels.of(result, selection.indices()));
    }
}
