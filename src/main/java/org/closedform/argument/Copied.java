package org.closedform.argument;

import java.util.List;
import java.util.Objects;

/** Copies lists that come as arguments, so nobody can change them later. */
public final class Copied {
    private Copied() {}

    /** An immutable copy; the message about a null begins with the list's name, such as {@code GradientReport: parts}. */
    public static <T> List<T> of(List<T> list, String name) {
        Objects.requireNonNull(list, () -> name + " is null");
        list.forEach(element -> Objects.requireNonNull(element, () -> name + ": one of them is null"));
        return List.copyOf(list);
    }
}
