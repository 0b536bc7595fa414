package org.closedform.gradient;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.text.Decimals;
import org.closedform.text.HtmlTable;
import org.closedform.text.JsonObject;
import org.closedform.text.Markup;
import org.closedform.words.Words;

/** A report as HTML and as JSON. */
final class ReportDocument {
    private static final String SCHEMA = "closedform.gradient-report/1";
    private static final int SHOWN = 50;
    private static final int DIGITS = 9;
    private static final int ERROR_DIGITS = 2;

    private final GradientReport report;
    private final Words words;

    private ReportDocument(GradientReport report, Words words) {
        this.report = report;
        this.words = words;
    }

    static String html(GradientReport report, Words words) {
        return new ReportDocument(report, words).html();
    }

    private String html() {
        return Markup.element(
                "article class=\"closedform\" lang=\"" + words.locale().toLanguageTag() + "\"",
                "\n" + element("h2", words.label("report", verdict(report.verdict())))
                        + phrase("p", words.label("report.reference"), report.reference())
                        + element(
                                "p",
                                words.label(
                                        "report.resolution",
                                        Decimals.shown(report.resolution(), ERROR_DIGITS),
                                        Long.toString(report.evaluations())))
                        + report.all().map(this::part).collect(Collectors.joining()));
    }

    private static String element(String tag, String text) {
        return Markup.element(tag, Markup.escaped(text)) + "\n";
    }

    /** A label, and a text of the check behind it, marked as English if it is not translated. */
    private String phrase(String tag, String label, String english) {
        String text = words.phrase(english)
                .map(Markup::escaped)
                .orElseGet(() -> Markup.element("span lang=\"en\"", Markup.escaped(english)));
        return Markup.element(tag, Markup.escaped(label) + " " + text) + "\n";
    }

    private String verdict(Verdict verdict) {
        return words.label("report.verdict." + verdict.name().toLowerCase(Locale.ROOT));
    }

    private String part(PartReport part) {
        return element("h3", words.label("report.part", part.name(), verdict(part.verdict())))
                + part.diagnoses().stream().map(this::diagnosis).collect(Collectors.joining())
                + table(part);
    }

    private String diagnosis(Diagnosis diagnosis) {
        return phrase("p", words.label("report.cause"), diagnosis.cause())
                + (diagnosis.hint().isEmpty() ? "" : phrase("p", words.label("report.hint"), diagnosis.hint()));
    }

    private String table(PartReport part) {
        List<Comparison> worstFirst = part.comparisons().stream()
                .sorted(Comparator.comparing(Comparison::verdict).reversed())
                .limit(SHOWN)
                .toList();
        return HtmlTable.of(
                words.label(
                        "report.table",
                        Integer.toString(worstFirst.size()),
                        Integer.toString(part.comparisons().size())),
                List.of(
                        words.label("report.derivative"),
                        words.label("report.analytic"),
                        words.label("report.numeric"),
                        words.label("report.error"),
                        words.label("report.agreement")),
                worstFirst.stream().map(this::row).toList());
    }

    private List<String> row(Comparison comparison) {
        return List.of(
                comparison.name(),
                Decimals.shown(comparison.analytic(), DIGITS),
                Decimals.shown(comparison.numeric(), DIGITS),
                Decimals.shown(comparison.error(), ERROR_DIGITS),
                verdict(comparison.verdict()));
    }

    static String json(GradientReport report) {
        JsonObject json = new JsonObject()
                .with("schema", SCHEMA)
                .with("verdict", report.verdict().name())
                .with("reference", report.reference())
                .with("evaluations", report.evaluations())
                .with("resolution", report.resolution())
                .withObjects(
                        "parts",
                        report.parts().stream().map(ReportDocument::object).toList())
                .withObjects(
                        "forward",
                        report.forward().stream().map(ReportDocument::object).toList());
        report.secondOpinion().ifPresent(taylor -> json.with("secondOpinion", object(taylor)));
        return json.toString();
    }

    private static JsonObject object(TaylorSlopes taylor) {
        return new JsonObject()
                .with("rounding", taylor.rounding())
                .withNumbers(
                        "slopes",
                        IntStream.rangeClosed(0, taylor.hasCurvature() ? 2 : 1)
                                .mapToObj(order -> JsonObject.number(taylor.slope(order)))
                                .toList())
                .withObjects(
                        "points",
                        taylor.points().stream().map(ReportDocument::object).toList());
    }

    private static JsonObject object(TaylorSlopes.Point point) {
        return new JsonObject()
                .with("step", point.step())
                .with("zeroth", point.zeroth())
                .with("first", point.first())
                .with("second", point.second());
    }

    private static JsonObject object(PartReport part) {
        return new JsonObject()
                .with("name", part.name())
                .with("verdict", part.verdict().name())
                .withObjects(
                        "diagnoses",
                        part.diagnoses().stream().map(ReportDocument::object).toList())
                .withObjects(
                        "comparisons",
                        part.comparisons().stream().map(ReportDocument::object).toList());
    }

    private static JsonObject object(Diagnosis diagnosis) {
        return new JsonObject()
                .with("name", diagnosis.name())
                .with("cause", diagnosis.cause())
                .with("hint", diagnosis.hint());
    }

    private static JsonObject object(Comparison comparison) {
        return new JsonObject()
                .with("input", comparison.input())
                .with("output", comparison.output())
                .with("analytic", comparison.analytic())
                .with("numeric", comparison.numeric())
                .with("error", comparison.error())
                .with("verdict", comparison.verdict().name());
    }
}
