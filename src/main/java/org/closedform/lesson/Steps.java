package org.closedform.lesson;

import java.util.ArrayList;
import java.util.List;
import org.closedform.tensor.Tensor;

/** Steps as they are made: each gives its numbers back, for the next ones to use. */
final class Steps {
    private final List<Step> steps = new ArrayList<>();

    Tensor add(String name, String formula, String latex, Tensor value) {
        return add(name, formula, latex, "", value);
    }

    Tensor add(String name, String formula, String latex, String note, Tensor value) {
        steps.add(new Step(name, formula, latex, note, value));
        return value;
    }

    List<Step> list() {
        return List.copyOf(steps);
    }
}
