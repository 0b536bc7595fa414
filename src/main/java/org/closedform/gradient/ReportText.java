package org.closedform.gradient;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.gradient.measurement.Numerals;

/** A report as a person reads it: one line when all is well, otherwise the cause, where it is, the numbers, and a hint. */
final class ReportText {
    private static final int SHOWN = 6;
    private static final double TOLD_FROM_ZERO = 1e-2;
    /** Errors from this on are printed without an exponent. */
    private static final double COARSE = 0.1;

    private static final String AS_WRONG =
            "\n  forward mode agrees with the backward: do they share a step, or is the function"
                    + " another than meant?";

    private final GradientReport report;

    ReportText(GradientReport report) {
        this.report = report;
    }

    String text() {
        return switch (report.verdict()) {
            case PASS -> "PASS: " + agreement() + forward();
            case KINK -> "KINK: " + agreement() + corners() + forward();
            default -> String.join("\n", troubled().stream().map(this::block).toList()) + secondOpinion() + others();
        };
    }

    private String secondOpinion() {
        return report.secondOpinion()
                .map(taylor -> "\n  second opinion: Taylor remainders along a random direction shrink with slopes "
                        + taylor.slopes())
                .orElse("");
    }

    private String corners() {
        return count(Verdict.KINK) == 0
                ? ""
                : "; at " + count(Verdict.KINK) + " the function has a corner, and the gradient is between its slopes: "
                        + names(Verdict.KINK);
    }

    private String forward() {
        if (report.forward().isEmpty()) {
            return "";
        }
        boolean agrees = report.forward().stream().allMatch(part -> part.verdict() == Verdict.PASS);
        return agrees ? "; forward mode agrees with backward" : "; at a corner forward mode has another of its slopes";
    }

    private String agreement() {
        long faint = report.comparisons().stream()
                .filter(c -> c.analytic() != 0 && c.error() > TOLD_FROM_ZERO * Math.abs(c.analytic()))
                .filter(c -> c.verdict() == Verdict.PASS)
                .count();
        return String.format(
                Locale.ROOT,
                "%s with %s%s%s",
                agreeing(report.comparisons().size() - count(Verdict.KINK)),
                report.reference(),
                resolution(report.resolution()),
                faint > 0 ? " (" + faint + " too small to be told from 0)" : "");
    }

    private static String resolution(double error) {
        if (error >= COARSE && error <= Double.MAX_VALUE) {
            return " to within "
                    + new BigDecimal(error).round(new MathContext(2)).toPlainString();
        }
        return error == 0 ? " exactly" : String.format(Locale.ROOT, " to %.1e", error);
    }

    private static String agreeing(long count) {
        return derivatives(count) + (count == 1 ? " agrees" : " agree");
    }

    private static String derivatives(long count) {
        return count == 1 ? "1 derivative" : count + " derivatives";
    }

    private long count(Verdict verdict) {
        return report.comparisons().stream().filter(c -> c.verdict() == verdict).count();
    }

    private String names(Verdict verdict) {
        return report.comparisons().stream()
                .filter(c -> c.verdict() == verdict)
                .limit(SHOWN)
                .map(Comparison::name)
                .collect(Collectors.joining(", ", "", count(verdict) > SHOWN ? ", …" : ""));
    }

    private List<PartReport> troubled() {
        return report.all()
                .filter(part -> part.verdict().compareTo(Verdict.INCONCLUSIVE) >= 0)
                .filter(part -> !agreesWithWrong(part))
                .toList();
    }

    /** Whether the part is a pushforward that agrees with a wrong backward. */
    private boolean agreesWithWrong(PartReport part) {
        return report.forward().contains(part)
                && part.verdict() == Verdict.FAIL
                && part.diagnoses().isEmpty();
    }

    private String block(PartReport part) {
        String in = report.parts().size() > 1 || report.forward().contains(part) ? " in " + part.name() : "";
        String causes = part.diagnoses().stream().map(Diagnosis::cause).collect(Collectors.joining("; or "));
        String hints = part.diagnoses().stream()
                .map(Diagnosis::hint)
                .filter(hint -> !hint.isEmpty())
                .map(hint -> "\n  hint: " + hint)
                .collect(Collectors.joining());
        return part.verdict() + in + ": " + causes + table(part) + hints;
    }

    private String table(PartReport part) {
        List<Comparison> suspects = part.comparisons().stream()
                .filter(c -> c.verdict() == part.verdict())
                .sorted(Comparator.comparingDouble(c -> -Math.abs(c.analytic() - c.numeric()) / c.error()))
                .toList();
        if (suspects.isEmpty()) {
            return "";
        }
        String how = part.verdict() == Verdict.FAIL ? " with " + report.reference() : " by " + report.reference();
        String what = part.verdict() == Verdict.FAIL ? " disagree" : " cannot be told";
        int width = suspects.stream()
                .limit(SHOWN)
                .mapToInt(c -> c.name().length())
                .max()
                .orElse(0);
        String format = "\n  %-" + Math.max(width, "where".length()) + "s  %15s  %15s ± %-7s %s";
        String rows = suspects.stream()
                .limit(SHOWN)
                .map(c -> String.format(
                        Locale.ROOT,
                        format,
                        c.name(),
                        number(c.analytic()),
                        number(c.numeric()),
                        String.format(Locale.ROOT, "%.0e", c.error()),
                        Numerals.of(ratio(c))))
                .collect(Collectors.joining());
        String more = suspects.size() > SHOWN ? "\n  … and " + (suspects.size() - SHOWN) + " more" : "";
        return "\n  " + suspects.size() + " of "
                + derivatives(part.comparisons().size()) + what + how
                + String.format(Locale.ROOT, format, "where", "analytic", "numeric", "error", "ratio")
                + rows
                + more;
    }

    /** ±1 where the two are as large within the error, since further digits would be noise. */
    private static double ratio(Comparison c) {
        double apart = Math.abs(Math.abs(c.analytic()) - Math.abs(c.numeric()));
        return apart <= c.error() ? Math.signum(c.analytic() * c.numeric()) : c.analytic() / c.numeric();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.8e", value);
    }

    private String others() {
        String well = report.all()
                .filter(part -> part.verdict().compareTo(Verdict.INCONCLUSIVE) < 0)
                .map(PartReport::name)
                .collect(Collectors.joining(", "));
        boolean both = report.forward().stream().anyMatch(this::agreesWithWrong);
        return (both ? AS_WRONG : "") + (well.isEmpty() ? "" : "\n  right: " + well);
    }
}
