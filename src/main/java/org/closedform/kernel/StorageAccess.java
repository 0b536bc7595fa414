package org.closedform.kernel;

/**
 * What the library alone may do with tensors, shapes and labels: read their storage and make a tensor of storage, without a copy, and
 * check axes and shapes. The class that implements tensors registers the one instance when it is initialized, as {@code java.base}
 * does with its shared secrets: so no public type has to name a buffer.
 *
 * @param <S> shapes
 * @param <T> tensors
 * @param <L> labels; this package knows none of the three
 */
public abstract class StorageAccess<S, T, L> {
    private static StorageAccess<?, ?, ?> registered;

    /** A tensor's elements, not copied; nobody may write to them. */
    public abstract Buffer buffer(T tensor);

    /** A tensor of storage that nobody writes to any more. */
    public abstract T tensor(S shape, Buffer buffer);

    /** The lengths of all axes, not copied; nobody may write to them. */
    public abstract int[] dimensions(S shape);

    /** Class indices, not copied; nobody may write to them. */
    public abstract int[] indices(L labels);

    /** An axis counted from 0; a message names the operation. */
    public abstract int axis(S shape, String operation, int axis);

    /** Axes counted from 0, ascending, all where none is given; a message names the operation. */
    public abstract int[] axes(S shape, String operation, int... axes);

    /** Whether one shape can be repeated into another. */
    public abstract boolean repeatsInto(S shape, S larger);

    /** Called by a static initializer, so that every thread that has the class initialized sees the instance. */
    public static void register(StorageAccess<?, ?, ?> access) {
        registered = access;
    }

    public static StorageAccess<?, ?, ?> registered() {
        return registered;
    }
}
