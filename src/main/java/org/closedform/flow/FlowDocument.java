package org.closedform.flow;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.closedform.chart.Axis;
import org.closedform.chart.LineChart;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.text.Decimals;
import org.closedform.text.HtmlTable;
import org.closedform.text.JsonObject;
import org.closedform.text.Markup;
import org.closedform.words.Words;

/** A gradient flow as a chart, as HTML and as JSON. */
final class FlowDocument {
    private static final String SCHEMA = "closedform.gradient-flow/1";
    private static final int SHOWN_WHOLE = 200;
    private static final int EDGE = 100;
    private static final int GAP = -1;
    private static final int DIGITS = 4;

    private final GradientFlow flow;
    private final Words words;

    private FlowDocument(GradientFlow flow, Words words) {
        this.flow = flow;
        this.words = words;
    }

    static String svg(GradientFlow flow, Words words) {
        return new FlowDocument(flow, words).chart().toSvg();
    }

    static String html(GradientFlow flow, Words words) {
        return new FlowDocument(flow, words).html();
    }

    private LineChart chart() {
        Tensor layers = Tensor.of(
                IntStream.rangeClosed(1, flow.layers().size()).asDoubleStream().toArray());
        return new LineChart(
                words.label("flow"),
                words.label("flow.description", verdict()),
                Axis.linear(words.label("flow.layer")),
                Axis.logarithmic(words.label("flow.norm")),
                List.of(
                        new LineChart.Line(words.label("flow.upstream"), layers, numbers(LayerGradient::upstreamNorm)),
                        new LineChart.Line(words.label("flow.product"), layers, numbers(LayerGradient::product))));
    }

    private Tensor numbers(ToDoubleFunction<LayerGradient> number) {
        return Tensor.of(flow.layers().stream().mapToDouble(number).toArray());
    }

    private String verdict() {
        return words.label(
                "flow.verdict",
                words.label("flow.verdict." + flow.verdict().name().toLowerCase(Locale.ROOT)),
                Decimals.shown(flow.ratio(), DIGITS),
                Decimals.shown(flow.rate(), DIGITS));
    }

    private String html() {
        int count = flow.layers().size();
        IntStream shown = count <= SHOWN_WHOLE
                ? IntStream.range(0, count)
                : IntStream.concat(
                        IntStream.concat(IntStream.range(0, EDGE), IntStream.of(GAP)),
                        IntStream.range(count - EDGE, count));
        String table = HtmlTable.of(
                words.label("flow.table"),
                List.of(
                        words.label("flow.layer"),
                        words.label("flow.upstream"),
                        words.label("flow.factor"),
                        words.label("flow.product"),
                        words.label("flow.parameters")),
                shown.mapToObj(i -> i == GAP
                                ? List.of("…", "…", "…", "…", "…")
                                : row(flow.layers().get(i)))
                        .toList());
        return Markup.element(
                "article class=\"closedform\" lang=\"" + words.locale().toLanguageTag() + "\"",
                "\n" + Markup.element("h2", Markup.escaped(words.label("flow")))
                        + "\n" + Markup.element("p", Markup.escaped(verdict()))
                        + "\n" + chart().toSvg()
                        + table);
    }

    private static List<String> row(LayerGradient layer) {
        return List.of(
                layer.name(),
                Decimals.shown(layer.upstreamNorm(), DIGITS),
                Decimals.shown(layer.factor(), DIGITS),
                Decimals.shown(layer.product(), DIGITS),
                layer.gradients().stream()
                        .map(part ->
                                part.name() + " " + Decimals.shown(part.tensor().norm(), DIGITS))
                        .collect(Collectors.joining(", ")));
    }

    static String json(GradientFlow flow) {
        return new JsonObject()
                .with("schema", SCHEMA)
                .with("verdict", flow.verdict().name())
                .with("ratio", flow.ratio())
                .with("rate", flow.rate())
                .with("inputNorm", flow.inputNorm())
                .withObjects(
                        "layers",
                        flow.layers().stream().map(FlowDocument::object).toList())
                .toString();
    }

    private static JsonObject object(LayerGradient layer) {
        return new JsonObject()
                .with("name", layer.name())
                .with("upstreamNorm", layer.upstreamNorm())
                .with("factor", layer.factor())
                .with("product", layer.product())
                .withObjects(
                        "gradients",
                        layer.gradients().stream().map(FlowDocument::object).toList());
    }

    private static JsonObject object(NamedTensor gradient) {
        return new JsonObject()
                .with("name", gradient.name())
                .with("norm", gradient.tensor().norm());
    }
}
