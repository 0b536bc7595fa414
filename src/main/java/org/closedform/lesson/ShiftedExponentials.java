package org.closedform.lesson;

import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** The beginning that softmax, log-softmax and log-sum-exp share. All have the rank of x, so that they broadcast. */
record ShiftedExponentials(Tensor largest, Tensor shifted, Tensor exponentials, Tensor sum) {

    static ShiftedExponentials of(Steps steps, Tensor x, Shape kept, Tensor largest, int... axes) {
        Tensor m = steps.add("largest logit", "m = max_k x_k", "m = \\max_k x_k", largest.reshape(kept));
        Tensor d = steps.add(
                "shifted",
                "d_i = x_i − m",
                "d_i = x_i - m",
                "The same constant off every logit cancels in what follows, and now none is above 0.",
                x.minus(m));
        Tensor e = steps.add(
                "exponentials",
                "e_i = exp(d_i)",
                "e_i = e^{d_i}",
                "At most 1: nothing overflows.",
                d.map(StrictMath::exp));
        Tensor s = steps.add(
                "their sum", "S = Σ_k e_k", "S = \\sum_k e_k", e.sum(axes).reshape(kept));
        return new ShiftedExponentials(m, d, e, s);
    }

    static ShiftedExponentials of(Steps steps, Tensor x, int axis) {
        int along = x.shape().axis("WorkedExample", axis);
        Tensor largest = x.max(along);
        return of(steps, x, largest.expandDims(along).shape(), largest, along);
    }
}
