package org.closedform.gradient;

import java.util.List;
import java.util.Set;
import org.closedform.gradient.diagnosis.Diagnosis;

/** Words for reports on a pushforward. */
final class ForwardReports {
    private static final String MODE = "forward mode";
    static final String NOT_ADJOINT = "not adjoint";

    static final Diagnosis NOT_DETERMINISTIC = new Diagnosis(
            "not deterministic",
            "the same tangent gave two different pushforwards",
            "a random mask, a hidden state? Draw it once, outside of the function");
    static final Diagnosis IGNORES_TANGENT = new Diagnosis(
            "ignores tangent",
            "the pushforward is the same whatever the tangent ẋ",
            "a pushforward computes J·ẋ: every term has ẋ as a factor");
    static final Diagnosis NOT_LINEAR = new Diagnosis(
            "not linear in tangent",
            "the pushforward of 2 ẋ is not twice that of ẋ, or that of a sum not the sum",
            "a pushforward computes J·ẋ: ẋ enters each term once, as a factor, with nothing added");
    /** Causes that make a backward wrong only as a function of dy: its rows, one output at a time, may be right. */
    private static final Set<String> OF_UPSTREAM = Set.of("ignores upstream", "not linear in upstream");

    private ForwardReports() {}

    /** A report on all parts together. */
    static PartReport of(Verdict verdict, Diagnosis diagnosis) {
        return new PartReport(MODE, List.of(), verdict, List.of(diagnosis));
    }

    private static String name(String part) {
        return part + ", " + MODE;
    }

    /** A part in which the two modes agree. If the backward is wrong, so is the pushforward, and for the same reason. */
    static PartReport agreeing(String part, List<Comparison> comparisons, PartReport backward) {
        boolean wrong = backward.verdict() == Verdict.FAIL
                && backward.diagnoses().stream().map(Diagnosis::name).noneMatch(OF_UPSTREAM::contains);
        return wrong
                ? new PartReport(name(part), comparisons, Verdict.FAIL, List.of())
                : PartReport.of(name(part), comparisons, List.of());
    }

    /** A part in which they disagree, given the report by differences, and derivatives in which rounding does not explain it. */
    static PartReport judged(String part, PartReport differences, List<Comparison> beyondRounding) {
        if (beyondRounding.isEmpty()) {
            boolean told = differences.verdict() != Verdict.INCONCLUSIVE;
            return told ? inForwardMode(part, differences) : PartReport.of(name(part), List.of(), List.of());
        }
        Comparison one = beyondRounding.get(0);
        boolean told = differences.verdict() != Verdict.INCONCLUSIVE;
        Diagnosis diagnosis = new Diagnosis(
                NOT_ADJOINT,
                "⟨J v, w⟩ ≠ ⟨v, Jᵀ w⟩: of " + one.name() + " the pushforward says " + one.analytic()
                        + ", the backward " + one.numeric()
                        + (told ? "; differences are too coarse to tell which is right" : "; differences do not tell"),
                told
                        ? "a constant with too few digits, or a small term that only one of the two has?"
                        : "does the function have a corner or a jump there? Move the point away from it");
        return new PartReport(
                name(part), differences.comparisons(), told ? Verdict.FAIL : Verdict.INCONCLUSIVE, List.of(diagnosis));
    }

    private static PartReport inForwardMode(String part, PartReport differences) {
        return new PartReport(
                name(part),
                differences.comparisons(),
                differences.verdict(),
                differences.diagnoses().stream().map(ForwardReports::reworded).toList());
    }

    /** The same diagnosis, worded for a pushforward instead of a backward. */
    private static Diagnosis reworded(Diagnosis d) {
        return new Diagnosis(
                d.name(),
                d.cause()
                        .replace("multiplies by the Jacobian J, not by its transpose", "multiplies by Jᵀ, not by J")
                        .replace("backward", "pushforward")
                        .replace("gradient", "pushforward"),
                d.hint().replace("a pullback is Jᵀ·dy", "a pushforward is J·ẋ"));
    }
}
