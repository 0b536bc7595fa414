package org.closedform.operator;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * The lines of a tensor that count, as the rows of a matrix, and the way back.
 *
 * @param counting which lines, in order
 */
record Gathered(Lines lines, Mask counting) {

    static Gathered of(Lines lines, Mask mask) {
        return new Gathered(lines, mask.reshape(lines.count()));
    }

    /** How many lines count. */
    int count() {
        return counting.count();
    }

    private int[] indices() {
        return IntStream.range(0, lines.count()).filter(counting::at).toArray();
    }

    /** One line that counts a row. */
    Tensor rows(Tensor x) {
        return lines.toRows(x).take(0, indices());
    }

    /** The inputs of a batch norm of these rows. */
    BatchNorm.Inputs inputs(BatchNorm.Inputs in) {
        return new BatchNorm.Inputs(rows(in.x()), in.gamma(), in.beta());
    }

    /** The inverse of {@link #rows}, with zeros at the lines that do not count; empty if there are no rows. */
    Tensor scattered(Optional<Tensor> rows, Tensor like) {
        return rows.map(this::scattered).orElseGet(like::zerosLike);
    }

    private Tensor scattered(Tensor rows) {
        int[] counted = indices();
        int[] from = new int[lines.count()];
        Arrays.fill(from, counted.length);
        IntStream.range(0, counted.length).forEach(i -> from[counted[i]] = i);
        Tensor zeros = Tensor.zeros(Shape.of(1, lines.length()), rows.elementType());
        return lines.ofRows(Tensor.concatenate(0, rows, zeros).take(0, from));
    }
}
