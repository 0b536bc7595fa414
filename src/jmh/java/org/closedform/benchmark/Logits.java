package org.closedform.benchmark;

import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;

/** Logits and their class axis: {@code 64x1000}, or {@code 1000x64 axis 0}. */
record Logits(Tensor x, int axis) {

    static Logits of(String text, ElementType type) {
        String[] parts = text.split(" axis ");
        Tensor x = Inputs.logits(parts[0], type);
        return new Logits(x, parts.length == 1 ? -1 : Integer.parseInt(parts[1]));
    }
}
