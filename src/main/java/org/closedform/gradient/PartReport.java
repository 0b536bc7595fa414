package org.closedform.gradient;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.closedform.argument.Copied;
import org.closedform.gradient.diagnosis.Diagnosis;

/**
 * What was found of the gradient in one part of the input.
 *
 * @param name the part, such as {@code gamma}; {@code x} for a lone tensor
 * @param comparisons one for each element of the part, or for each direction through a large one; where there are several
 *     outputs, the one that agrees least
 * @param verdict the worst of all
 * @param diagnoses what is wrong, or why it cannot be told; empty for PASS and KINK, and of a pushforward that is as wrong
 *     as the backward is
 */
public record PartReport(String name, List<Comparison> comparisons, Verdict verdict, List<Diagnosis> diagnoses) {
    /**
     * Copies the lists.
     *
     * @param name the part
     * @param comparisons its derivatives
     * @param verdict the worst of all
     * @param diagnoses what is wrong
     * @throws NullPointerException if an argument or an element is null
     */
    public PartReport {
        Objects.requireNonNull(name, "PartReport: name is null");
        Objects.requireNonNull(verdict, "PartReport: verdict is null");
        comparisons = Copied.of(comparisons, "PartReport: comparisons");
        diagnoses = Copied.of(diagnoses, "PartReport: diagnoses");
    }

    /** The report of a part that has only its comparisons to show. */
    static PartReport of(String name, List<Comparison> comparisons, List<Diagnosis> diagnoses) {
        Verdict worst = comparisons.stream()
                .map(Comparison::verdict)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.PASS);
        return new PartReport(name, comparisons, worst, diagnoses);
    }

    /** {@return the largest error bar of all derivatives but kinks: mistakes smaller than this go unseen} */
    public double resolution() {
        return comparisons.stream()
                .filter(comparison -> comparison.verdict() != Verdict.KINK)
                .mapToDouble(Comparison::error)
                .max()
                .orElse(0);
    }
}
