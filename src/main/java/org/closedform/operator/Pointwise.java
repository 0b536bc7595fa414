package org.closedform.operator;

import java.util.Objects;
import org.closedform.kernel.ScalarFunction;
import org.closedform.storage.Storage;
import org.closedform.tensor.Tensor;

/** A function of the kernel, lifted to every element. */
final class Pointwise {
    private Pointwise() {}

    static Elementwise.Pass forward(String operator, ScalarFunction f, Tensor x) {
        Objects.requireNonNull(x, () -> operator + ": x is null");
        ScalarFunction.ValuesAndSlopes found = f.valuesAndSlopes(Storage.of(x));
        return Elementwise.Pass.of(
                Storage.tensor(x.shape(), found.values()),
                Storage.tensor(x.shape(), found.slopes()),
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
