package org.closedform.gradient;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What {@link GradientCheck} found.
 *
 * @param comparisons every derivative that was compared
 */
public record GradientReport(List<Comparison> comparisons) {
    private static final int SHOWN = 8;

    /**
     * Copies the list.
     *
     * @param comparisons every derivative that was compared
     * @throws NullPointerException if it is null or holds a null
     */
    public GradientReport {
        comparisons = List.copyOf(comparisons);
    }

    /** {@return the worst verdict of all derivatives; PASS if there was none to compare} */
    public Verdict verdict() {
        return comparisons.stream()
                .map(Comparison::verdict)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.PASS);
    }

    /** {@return the largest error bar of all numeric derivatives: mistakes smaller than this go unseen} */
    public double resolution() {
        return comparisons.stream().mapToDouble(Comparison::error).max().orElse(0);
    }

    /**
     * Does nothing if the gradient is right.
     *
     * @return this
     * @throws AssertionError with this report as its message, if the verdict is FAIL or INCONCLUSIVE
     */
    public GradientReport assertPasses() {
        if (verdict().compareTo(Verdict.INCONCLUSIVE) >= 0) {
            throw new AssertionError(toString());
        }
        return this;
    }

    /** {@return one line if all is well, otherwise the derivatives that disagree, the worst first} */
    @Override
    public String toString() {
        List<Comparison> suspects = comparisons.stream()
                .filter(comparison -> comparison.verdict() == verdict())
                .sorted(Comparator.comparingDouble(c -> -Math.abs(c.analytic() - c.numeric()) / c.error()))
                .toList();
        if (verdict() == Verdict.PASS) {
            return String.format(
                    Locale.ROOT,
                    "PASS: %d derivatives agree with finite differences to %.1e",
                    comparisons.size(),
                    resolution());
        }
        String what =
                switch (verdict()) {
                    case KINK -> "derivatives are at a kink, and between its slopes";
                    case INCONCLUSIVE -> "derivatives cannot be told: rounding or the end of the domain hides them";
                    default -> "derivatives disagree with finite differences";
                };
        String table = suspects.stream()
                .limit(SHOWN)
                .map(c -> String.format(
                        Locale.ROOT,
                        "\n  %-16s %15.8e  %15.8e ± %.0e  %10.4g",
                        c.name(),
                        c.analytic(),
                        c.numeric(),
                        c.error(),
                        c.analytic() / c.numeric()))
                .collect(Collectors.joining());
        String more = suspects.size() > SHOWN ? "\n  … and " + (suspects.size() - SHOWN) + " more" : "";
        return String.format(
                Locale.ROOT,
                "%s: %d of %d %s\n  %-16s %15s  %15s %14s%s%s",
                verdict(),
                suspects.size(),
                comparisons.size(),
                what,
                "where",
                "analytic",
                "numeric",
                "ratio",
                table,
                more);
    }
}
