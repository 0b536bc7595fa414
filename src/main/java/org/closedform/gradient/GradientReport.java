package org.closedform.gradient;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.closedform.argument.Copied;
import org.closedform.gradient.diagnosis.Diagnosis;

/**
 * What {@link GradientCheck} found.
 *
 * @param parts one report for each part of the input that was checked
 * @param evaluations how often the function was evaluated
 * @param reference what the backward was compared with, such as {@code "finite differences"}
 */
public record GradientReport(List<PartReport> parts, long evaluations, String reference) {
    /**
     * Copies the list.
     *
     * @param parts one report for each part
     * @param evaluations how often the function was evaluated
     * @param reference what the backward was compared with
     * @throws NullPointerException if an argument or an element is null
     */
    public GradientReport {
        parts = Copied.of(parts, "GradientReport: parts");
        Objects.requireNonNull(reference, "GradientReport: reference is null");
    }

    /** {@return the worst verdict of all parts; PASS if there was nothing to compare} */
    public Verdict verdict() {
        return parts.stream()
                .map(PartReport::verdict)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.PASS);
    }

    /** {@return every derivative that was compared} */
    public List<Comparison> comparisons() {
        return parts.stream().flatMap(part -> part.comparisons().stream()).toList();
    }

    /** {@return what is wrong, part by part; empty if nothing is} */
    public List<Diagnosis> diagnoses() {
        return parts.stream().flatMap(part -> part.diagnoses().stream()).toList();
    }

    /**
     * The report of one part.
     *
     * @param name such as {@code "gamma"}; a lone tensor is {@code "x"}
     * @return its report
     * @throws IllegalArgumentException if no such part was checked
     */
    public PartReport part(String name) {
        Objects.requireNonNull(name, "GradientReport.part: name is null");
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("GradientReport.part: no part " + name + " among "
                        + parts.stream().map(PartReport::name).toList()));
    }

    /** {@return the largest error bar of all derivatives but kinks: mistakes smaller than this go unseen} */
    public double resolution() {
        return parts.stream().mapToDouble(PartReport::resolution).max().orElse(0);
    }

    /**
     * Does nothing if the gradient is right.
     *
     * @return this
     * @throws AssertionError with this report as its message, unless the verdict is PASS or KINK
     */
    public GradientReport assertPasses() {
        if (verdict().compareTo(Verdict.INCONCLUSIVE) >= 0) {
            throw new AssertionError(toString());
        }
        return this;
    }

    /** {@return one line if all is well; otherwise the cause, where it is, and analytic beside numeric derivatives} */
    @Override
    public String toString() {
        return new ReportText(this).text();
    }
}
