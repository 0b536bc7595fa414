package org.closedform.argument;

import java.util.List;
import java.util.Objects;

/** Lists that nobody else can change. */
public final class Copied {
    private Copied() {}

    /** A copy, without nulls; they are told by the list's name, such as {@code GradientReport: parts}. */
    public static <T> List<T> of(List<T> list, String name) {
        Objects.requireNonNull(list, () -> name + " is null");
        list.forEach(element -> Objects.requireNonNull(element, () -> name + ": one of them is null"));
        return List.copyOf(list);
    }
}
