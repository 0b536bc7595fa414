package org.closedform.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.closedform.gradient.diagnosis.Diagnosis;

/** Rewords reports on a gradient as reports on a second derivative: the function was a gradient, the backward a product C·v. */
final class SecondOrderReports {
    private static final String DIFFERENCES = "finite differences of the gradient";

    private SecondOrderReports() {}

    /** Given the reports on C as a backward and as a pushforward. Of a part that is wrong, the second says nothing new. */
    static GradientReport of(List<PartReport> parts, List<PartReport> asPushforward, long evaluations) {
        List<PartReport> reports = new ArrayList<>();
        for (PartReport part : parts) {
            reports.add(new PartReport(
                    part.name(),
                    part.comparisons(),
                    part.verdict(),
                    part.diagnoses().stream().map(SecondOrderReports::reworded).toList()));
        }
        boolean byPart = asPushforward.size() == parts.size();
        List<PartReport> symmetry = IntStream.range(0, asPushforward.size())
                .filter(p -> asPushforward.get(p).verdict().compareTo(Verdict.INCONCLUSIVE) >= 0)
                .filter(p -> parts.get(byPart ? p : 0).verdict() != Verdict.FAIL)
                .mapToObj(p -> asymmetric(asPushforward.get(p)))
                .toList();
        return new GradientReport(reports, symmetry, evaluations, DIFFERENCES, Optional.empty());
    }

    private static PartReport asymmetric(PartReport report) {
        return new PartReport(
                report.name().replace("forward mode", "symmetry"),
                report.comparisons(),
                report.verdict(),
                report.diagnoses().stream()
                        .map(d -> d.name().equals(ForwardReports.NOT_ADJOINT)
                                ? new Diagnosis(
                                        "not symmetric",
                                        d.cause()
                                                .replace("⟨J v, w⟩ ≠ ⟨v, Jᵀ w⟩", "⟨C v, w⟩ ≠ ⟨v, C w⟩")
                                                .replace(
                                                        "the pushforward says",
                                                        "one of two entries that are the same is")
                                                .replace("the backward ", "the other "),
                                        d.hint())
                                : reworded(d))
                        .toList());
    }

    private static Diagnosis reworded(Diagnosis d) {
        return switch (d.name()) {
            case "ignores upstream", "ignores tangent" ->
                new Diagnosis(
                        "ignores vector",
                        "the product is the same whatever the vector v",
                        "a second derivative is applied to v: every term has v as a factor");
            case "not linear in upstream", "not linear in tangent" ->
                new Diagnosis(
                        "not linear in vector",
                        "the product with 2 v is not twice that with v, or that with a sum not the sum",
                        "a second derivative is linear in v: v enters each term once, as a factor, with nothing added; a difference"
                                + " of two gradients is not quite");
            default -> new Diagnosis(d.name(), cause(d), hint(d));
        };
    }

    private static String cause(Diagnosis d) {
        return d.cause()
                .replace("the gradient is", "the second derivative is")
                .replace("gradient =", "second derivative =")
                .replace("pushforward =", "second derivative =")
                .replace("of the Jacobian", "of the second derivative")
                .replace("backward", "product")
                .replace("pushforward", "product");
    }

    private static String hint(Diagnosis d) {
        return switch (d.name()) {
            case "sign" -> "a minus lost, or one too many, on the way from the gradient?";
            case "diagonal wrong" -> "∂²f/∂x_i², the case i = j of the derivation: y_i (1 − y_i) for log-sum-exp";
            case "unknown" ->
                d.hint()
                        + ": each layer has its own curvature, which ofCurvature checks, and each term its own product";
            default -> d.hint();
        };
    }
}
