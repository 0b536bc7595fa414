package org.closedform.chart;

import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.closedform.argument.Copied;
import org.closedform.drawing.Plot;
import org.closedform.drawing.Scale;
import org.closedform.drawing.Svg;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.text.Decimals;

/**
 * Bars from 0 up or down, such as the gradient y − t of cross-entropy, class by class.
 *
 * <pre>{@code
 * new BarChart("y − t", "Up where the probability is too large.", "class", "gradient", List.of("cat", "dog"), y.minus(t)).toSvg()
 * }</pre>
 *
 * <p>What is above 0 and what is below differ in colour; or, where several terms of each label are side by side, the terms do. A number
 * that is not finite has no bar, but is written, as all are where there are at most 16 bars.
 *
 * @param title the chart's title, of one line
 * @param description what can be seen, for readers who cannot see it
 * @param x what the bars are of
 * @param y what their lengths are
 * @param labels the bars' names
 * @param terms the names of the bars of each label; empty if each has one
 * @param values the bars' lengths: [labels], or [labels, terms]
 */
public record BarChart(
        String title, String description, String x, String y, List<String> labels, List<String> terms, Tensor values) {
    private static final int MOST = 1000;
    private static final int NAMED = 16;
    private static final int DIGITS = 3;
    private static final double SHARE = 0.7;
    /** Of each of several bars, the rest is between them. */
    private static final double FILLED = 0.92;

    private static final int COLOURS = 4;

    /**
     * Copies the lists.
     *
     * @param title the chart's title
     * @param description what can be seen
     * @param x what the bars are of
     * @param y what their lengths are
     * @param labels the bars' names
     * @param terms the names of the bars of each label
     * @param values the bars' lengths
     * @throws ShapeException if the values are not [labels] without terms, [labels, terms] with terms
     * @throws IllegalArgumentException if there is no bar, or there are more than 1,000
     */
    public BarChart {
        Objects.requireNonNull(title, "BarChart: title is null");
        Objects.requireNonNull(description, "BarChart: description is null");
        Objects.requireNonNull(x, "BarChart: x is null");
        Objects.requireNonNull(y, "BarChart: y is null");
        Objects.requireNonNull(values, "BarChart: values is null");
        labels = Copied.of(labels, "BarChart: labels");
        terms = Copied.of(terms, "BarChart: terms");
        Shape fitting = terms.isEmpty() ? Shape.of(labels.size()) : Shape.of(labels.size(), terms.size());
        if (!values.shape().equals(fitting)) {
            throw new ShapeException("BarChart: values has shape " + values.shape() + ", but its labels"
                    + (terms.isEmpty() ? "" : " and terms") + " need " + fitting);
        }
        if (values.size() == 0 || values.size() > MOST) {
            throw new IllegalArgumentException(
                    "BarChart: there are " + values.size() + " bars; from 1 to " + MOST + " is right");
        }
    }

    /**
     * A chart of one bar for each label.
     *
     * @param title the chart's title
     * @param description what can be seen
     * @param x what the bars are of
     * @param y what their lengths are
     * @param labels the bars' names
     * @param values the bars' lengths, a vector
     * @throws ShapeException if the values are not a vector with one number for each label
     * @throws IllegalArgumentException if there is no bar, or there are more than 1,000
     */
    public BarChart(String title, String description, String x, String y, List<String> labels, Tensor values) {
        this(title, description, x, y, labels, List.of(), values);
    }

    /** {@return the chart as an SVG, which may be a file of its own or part of a page} */
    public String toSvg() {
        Svg svg = new Svg(720, 420, title, description);
        double width = terms.isEmpty() ? 596 : 436;
        draw(new Plot(svg, new Plot.Frame(84, 60, width, 296), across(), upwards()));
        Key.column(svg, keys(), 84 + width + 14, 72, Key.ROW);
        return svg.toString();
    }

    /**
     * {@return the chart as an element of a page that has the {@link StyleSheet} and writes the title itself} As that of
     * {@link LineChart#toElement} it is drawn for a width, has a {@code rect} of class {@code area} for scripts, and neither styles nor
     * scripts of its own. Each bar is a {@code rect} of a class from {@code f1} to {@code f4}.
     *
     * @param width in pixels, from 200 on
     * @param height in pixels, from 140 on
     * @throws IllegalArgumentException if there are fewer pixels
     */
    public String toElement(int width, int height) {
        PageLayout page = new PageLayout("BarChart", title, description, width, height);
        Plot plot = page.plot(across(), List.of(), upwards(), List.of(), keys());
        draw(plot);
        plot.area();
        return page.toString();
    }

    /** The labels, or every second, third … where there are many. */
    private Scale across() {
        int step = (labels.size() + NAMED - 1) / NAMED;
        List<Scale.Tick> ticks = IntStream.range(0, labels.size())
                .filter(i -> i % step == 0)
                .mapToObj(i -> new Scale.Tick(i + 1, labels.get(i)))
                .toList();
        return new Scale(x, 0.5, labels.size() + 0.5, false, ticks);
    }

    private Scale upwards() {
        return Scale.around(
                y,
                DoubleStream.concat(DoubleStream.of(0), DoubleStream.of(values.toDoubleArray()))
                        .toArray());
    }

    private List<Key> keys() {
        return IntStream.range(0, terms.size())
                .mapToObj(term -> new Key(terms.get(term), colour(term), true))
                .toList();
    }

    private static String colour(int term) {
        return "f" + (term % COLOURS + 1);
    }

    /** Draws all that is within the frame. */
    private void draw(Plot plot) {
        int count = Math.max(1, terms.size());
        double width = SHARE / count;
        double[] lengths = values.toDoubleArray();
        for (int bar = 0; bar < values.size(); bar++) {
            int term = bar % count;
            double value = lengths[bar];
            boolean isUp = !(value < 0);
            double place = bar / count + 1 + (term - (count - 1) / 2.0) * width;
            double end = Scale.isShown(value) ? value : 0;
            String style = terms.isEmpty() ? isUp ? "f1" : "f2" : colour(term);
            plot.bar(style, place, terms.isEmpty() ? width : FILLED * width, 0, end);
            if (values.size() <= NAMED || !Double.isFinite(value)) {
                plot.say("small", Svg.Anchor.MIDDLE, place, end, 0, isUp ? -6 : 15, Decimals.shown(value, DIGITS));
            }
        }
        plot.level(0);
    }
}
