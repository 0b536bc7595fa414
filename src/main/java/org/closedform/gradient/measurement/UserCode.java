package org.closedform.gradient.measurement;

import java.util.function.Supplier;

/** Calls of derivatives that the user wrote. */
final class UserCode {
    private UserCode() {}

    /** Returns what the code returns. What it throws becomes an error that names it, such as {@code backward}. */
    static <T> T call(String name, Supplier<T> code) {
        try {
            return code.get();
        } catch (BadFunctionException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("GradientCheck: the " + name + " throws at this point: " + e, e);
        }
    }
}
