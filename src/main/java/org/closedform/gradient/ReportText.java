package org.closedform.gradient;

import java.util.Locale;

/** A report as a person reads it. */
final class ReportText {
    private static final int SHOWN = 8;
    private final GradientReport report;

    ReportText(GradientReport report) {
        this.report = report;
    }

    String text() {
        StringBuilder text = new StringBuilder(report.verdict() + " " + report.diagnoses());
        for (Comparison c : report.comparisons().stream()
                .filter(c -> c.verdict() == report.verdict())
                .limit(SHOWN)
                .toList()) {
            text.append(String.format(
                    Locale.ROOT,
                    "\n  %-16s %15.8e  %15.8e ± %.0e  %10.4g",
                    c.name(),
                    c.analytic(),
                    c.numeric(),
                    c.error(),
                    c.analytic() / c.numeric()));
        }
        return text.toString();
    }
}
