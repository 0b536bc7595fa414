package org.closedform.gradient;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.closedform.chart.Axis;
import org.closedform.chart.LineChart;
import org.closedform.gradient.DifferenceCurve.Point;
import org.closedform.tensor.Tensor;
import org.closedform.text.Decimals;
import org.closedform.text.HtmlTable;
import org.closedform.text.JsonObject;
import org.closedform.text.Markup;
import org.closedform.words.Words;

/** A difference curve as a chart, as HTML and as JSON. */
final class CurveDocument {
    private static final String SCHEMA = "closedform.difference-curve/1";
    private static final int DIGITS = 9;
    private static final int ERROR_DIGITS = 2;

    private final DifferenceCurve curve;
    private final Words words;

    private CurveDocument(DifferenceCurve curve, Words words) {
        this.curve = curve;
        this.words = words;
    }

    static String svg(DifferenceCurve curve, Words words) {
        return new CurveDocument(curve, words).chart().toSvg();
    }

    static String html(DifferenceCurve curve, Words words) {
        return new CurveDocument(curve, words).html();
    }

    private LineChart chart() {
        Tensor steps = numbers(Point::step);
        return new LineChart(
                words.label("curve", curve.coordinate()),
                words.label("curve.description"),
                Axis.logarithmic(words.label("curve.step")),
                Axis.logarithmic(words.label("curve.error")),
                List.of(
                        new LineChart.Line(words.label("curve.forward"), steps, numbers(Point::forwardError)),
                        new LineChart.Line(words.label("curve.central"), steps, numbers(Point::centralError))));
    }

    private Tensor numbers(ToDoubleFunction<Point> number) {
        return Tensor.of(curve.points().stream().mapToDouble(number).toArray());
    }

    private String html() {
        String table = HtmlTable.of(
                words.label("curve.table"),
                List.of(
                        words.label("curve.step"),
                        words.label("curve.forward"),
                        words.label("curve.error"),
                        words.label("curve.central"),
                        words.label("curve.error")),
                curve.points().stream().map(CurveDocument::row).toList());
        String analytic = words.label("curve.analytic", Decimals.shown(curve.analytic(), DIGITS));
        return Markup.element(
                "article class=\"closedform\" lang=\"" + words.locale().toLanguageTag() + "\"",
                "\n" + Markup.element("h2", Markup.escaped(words.label("curve", curve.coordinate())))
                        + "\n" + Markup.element("p", Markup.escaped(analytic))
                        + "\n" + chart().toSvg()
                        + table);
    }

    private static List<String> row(Point point) {
        return List.of(
                Decimals.shown(point.step(), DIGITS),
                Decimals.shown(point.forward(), DIGITS),
                Decimals.shown(point.forwardError(), ERROR_DIGITS),
                Decimals.shown(point.central(), DIGITS),
                Decimals.shown(point.centralError(), ERROR_DIGITS));
    }

    static String json(DifferenceCurve curve) {
        return new JsonObject()
                .with("schema", SCHEMA)
                .with("coordinate", curve.coordinate())
                .with("analytic", curve.analytic())
                .withObjects(
                        "points",
                        curve.points().stream().map(CurveDocument::object).toList())
                .toString();
    }

    private static JsonObject object(Point point) {
        return new JsonObject()
                .with("step", point.step())
                .with("forward", point.forward())
                .with("forwardError", point.forwardError())
                .with("central", point.central())
                .with("centralError", point.centralError());
    }
}
