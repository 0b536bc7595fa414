package org.closedform.loss;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalInt;
import org.closedform.tensor.Tensor;

/** What stands for a cross-entropy in a stream, where an optional cannot be; null for what is not set. */
record StoredCrossEntropyLoss(
        Form form,
        Target target,
        Tensor weights,
        Integer ignoreIndex,
        double labelSmoothing,
        Reduction reduction,
        int axis)
        implements Serializable {

    static StoredCrossEntropyLoss of(CrossEntropyLoss loss) {
        return new StoredCrossEntropyLoss(
                loss.form(),
                loss.target(),
                loss.weights().orElse(null),
                loss.ignoreIndex().isPresent() ? loss.ignoreIndex().getAsInt() : null,
                loss.labelSmoothing(),
                loss.reduction(),
                loss.axis());
    }

    private Object readResolve() {
        return new CrossEntropyLoss(
                form,
                target,
                Optional.ofNullable(weights),
                ignoreIndex == null ? OptionalInt.empty() : OptionalInt.of(ignoreIndex),
                labelSmoothing,
                reduction,
                axis);
    }
}
