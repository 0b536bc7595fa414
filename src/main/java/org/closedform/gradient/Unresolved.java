package org.closedform.gradient;

import java.util.List;
import org.closedform.gradient.diagnosis.Diagnosis;

/** Why derivatives cannot be told. */
final class Unresolved {
    static final Diagnosis FAINT = new Diagnosis(
            "hidden by rounding",
            "no derivative stands out from rounding: 0 would agree as well",
            "check in float64, or scale the function so that it moves by more than its last bits");

    private static final Diagnosis OUTSIDE = new Diagnosis(
            "no differences",
            "around the point the function has no finite values to compare with",
            "move away from the end of the domain, or say where it ends: within(lower, upper)");
    private static final Diagnosis NOT_SMOOTH = new Diagnosis(
            "not smooth",
            "the slopes around the point do not settle, however small the steps",
            "does the function jump there, or have an infinite slope, as √x at 0? Move the point away from it");
    private static final Diagnosis HIDDEN = new Diagnosis(
            "hidden by rounding",
            "rounding hides the derivative",
            "check in float64, at a point where the function is steeper, or a function without the parts that cancel");

    private Unresolved() {}

    /** Why a part without a failure is INCONCLUSIVE; nothing if it is not. Says whether the function had finite values nearby. */
    static List<Diagnosis> of(List<Comparison> comparisons, boolean values) {
        List<Comparison> hidden = comparisons.stream()
                .filter(c -> c.verdict() == Verdict.INCONCLUSIVE)
                .toList();
        if (hidden.isEmpty()) {
            return List.of();
        }
        boolean measured = hidden.stream().noneMatch(c -> Double.isNaN(c.numeric()));
        return List.of(measured ? HIDDEN : values ? NOT_SMOOTH : OUTSIDE);
    }
}
