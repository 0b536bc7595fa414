package org.closedform.operator;

import java.util.Objects;
import org.closedform.kernel.ScalarFunction;
import org.closedform.storage.Storage;
import org.closedform.tensor.Tensor;

/** A function of the kernel, lifted to every element. */
final class Pointwise {
    private Pointwise() {}

    static Elementwise.Pass forward(String operator, ScalarFunction f, Tensor x) {
        return Elementwise.Pass.of(
                apply(operator, f, x),
                Storage.tensor(x.shape(), f.slopes(Storage.of(x))),
                () -> Storage.tensor(x.shape(), f.secondSlopes(Storage.of(x))));
    }

    static Tensor apply(String operator, ScalarFunction f, Tensor x) {
        Objects.requireNonNull(x, () -> operator + ": x is null");
        return Storage.tensor(x.shape(), f.values(Storage.of(x)));
    }

    /** Refuses a setting that is not a finite number. */
    static void requireFinite(double setting, String name) {
        if (!Double.isFinite(setting)) {
            throw new IllegalArgumentException(name + " is " + setting + ", but a finite number is needed");
        }
    }
}
