package org.closedform.kernel;

/**
 * What tensors give to the library alone: reads a tensor's storage, and makes a tensor of storage, neither of them copying, and checks
 * axes and shapes. The class that implements tensors registers the one instance when it is initialized, as {@code java.base} does with its shared
 * secrets: so no public type has to name a buffer.
 *
 * @param <S> shapes
 * @param <T> tensors; this package knows neither
 */
public abstract class StorageAccess<S, T> {
    private static StorageAccess<?, ?> registered;

    /** The storage itself, which nobody may write to. */
    public abstract Buffer buffer(T tensor);

    /** A tensor of storage that nobody writes to any more. */
    public abstract T tensor(S shape, Buffer buffer);

    /** An axis counted from 0; a message names the operation. */
    public abstract int axis(S shape, String operation, int axis);

    /** Axes counted from 0, ascending, all where none is given; a message names the operation. */
    public abstract int[] axes(S shape, String operation, int... axes);

    /** Whether one shape can be repeated into another. */
    public abstract boolean repeatsInto(S shape, S larger);

    /** Called by a static initializer, so that every thread that has the class initialized sees the instance. */
    public static void register(StorageAccess<?, ?> access) {
        registered = access;
    }

    public static StorageAccess<?, ?> registered() {
        return registered;
    }
}
