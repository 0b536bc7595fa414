package org.closedform.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.closedform.tensor.Labels;

/**
 * Axes as a setting of an operator: passed as ints and kept as a list. In a stream they are {@link Labels}, since a serialized list
 * may claim any length.
 */
final class Axes {
    private Axes() {}

    static List<Integer> of(String operation, int... axes) {
        return Arrays.stream(Objects.requireNonNull(axes, () -> operation + ": axes is null"))
                .boxed()
                .toList();
    }

    static Labels written(List<Integer> axes) {
        return Labels.of(axes.stream().mapToInt(axis -> axis).toArray());
    }

    static List<Integer> read(String operation, Labels axes) {
        return of(
                operation,
                Objects.requireNonNull(axes, () -> operation + ": axes is null").toArray());
    }
}
