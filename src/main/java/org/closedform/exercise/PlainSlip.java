package org.closedform.exercise;

import java.util.Optional;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.tensor.Tensor;

/** Slips that three evaluations show, and that a check of every entry would take long to find. Their names are the check's. */
final class PlainSlip {
    /** Far above the rounding of any formula, and far below what a slip makes of numbers like these. */
    private static final double CLEAR = 1e-6;

    private static final double GOLDEN = 0.6180339887498949;
    private static final double SILVER = 0.4142135623730951;
    private static final double MIDDLE = 0.4;

    private static final Diagnosis NOT_FINITE = new Diagnosis(
            "not finite",
            "the gradient is NaN or infinite",
            "A division by 0, or the root, the logarithm or a broken power of a number below 0: where may that be?");
    private static final Diagnosis IGNORES_UPSTREAM = new Diagnosis(
            "ignores upstream",
            "the gradient is the same whatever the upstream",
            "Multiply by the upstream: the backward is a link in a chain, not its end.");
    private static final Diagnosis NOT_LINEAR = new Diagnosis(
            "not linear in upstream",
            "the gradient of twice an upstream is not twice the gradient, or that of a sum not the sum",
            "A backward computes Jᵀ·dy: the upstream enters once, as a factor, with nothing added.");

    private PlainSlip() {}

    /** What is plainly wrong with a backward at a point. */
    static Optional<Diagnosis> of(Forward forward, String backward, Tensor x) {
        Tensor y = forward.output(x);
        Tensor dy = upstream(y);
        Tensor other = numbers(y, SILVER);
        Tensor gradient = forward.gradient(backward, x, dy);
        Tensor ofOther = forward.gradient(backward, x, other);
        Tensor ofBoth = forward.gradient(backward, x, dy.plus(other.times(2)));
        if (!Double.isFinite(gradient.norm())) {
            return Optional.of(NOT_FINITE);
        } else if (gradient.norm() > 0 && isSame(ofOther, gradient) && isSame(ofBoth, gradient)) {
            return Optional.of(IGNORES_UPSTREAM);
        }
        Tensor left = ofBoth.minus(gradient).minus(ofOther.times(2));
        double size = gradient.norm() + ofOther.norm() + ofBoth.norm();
        return left.norm() > CLEAR * size ? Optional.of(NOT_LINEAR) : Optional.empty();
    }

    private static boolean isSame(Tensor gradient, Tensor other) {
        return gradient.minus(other).norm() <= CLEAR * other.norm();
    }

    /** An upstream whose numbers no formula has. */
    static Tensor upstream(Tensor y) {
        return numbers(y, GOLDEN);
    }

    private static Tensor numbers(Tensor like, double irrational) {
        int[] next = {0};
        return Tensor.draw(like.shape(), () -> ++next[0] * irrational % 1 - MIDDLE)
                .to(like.elementType());
    }
}
