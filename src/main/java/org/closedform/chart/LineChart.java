package org.closedform.chart;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.closedform.argument.Copied;
import org.closedform.drawing.Plot;
import org.closedform.drawing.Scale;
import org.closedform.drawing.Svg;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Lines over one axis, each with its name beside the chart.
 *
 * <pre>{@code
 * Tensor x = Tensor.of(-2, -1, 0, 1, 2);
 * new LineChart(
 *                 "The sigmoid",
 *                 "It climbs from 0 to 1.",
 *                 Axis.linear("x"),
 *                 Axis.linear("σ(x)"),
 *                 List.of(new LineChart.Line("sigmoid", x, new Sigmoid().apply(x))))
 *         .toSvg()
 * }</pre>
 *
 * <p>A number that is not finite interrupts its line; on a logarithmic axis so does one that is not positive. Lines differ in colour
 * and in their dashes.
 *
 * @param title the chart's title, of one line
 * @param description what can be seen, for readers who cannot see it
 * @param x the axis across
 * @param y the axis upwards
 * @param lines at least one
 */
public record LineChart(String title, String description, Axis x, Axis y, List<Line> lines) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final double RIGHT = 520;
    private static final Plot.Frame FRAME = new Plot.Frame(84, 60, RIGHT - 84, 296);
    private static final int COLOURS = 4;
    private static final int BETWEEN_NAMES = 22;

    /**
     * A line.
     *
     * @param name what it shows
     * @param x its points across, a vector
     * @param y its points upwards, as many
     * @param style its classes in the drawing, such as {@code c1 dash} for the first colour in dashes: from {@code c1} to {@code c4} and
     *     {@code dash}, {@code guide} or classes of a page; empty if its place among the lines decides
     */
    public record Line(String name, Tensor x, Tensor y, String style) {
        private static final Pattern CLASSES = Pattern.compile("[A-Za-z0-9 _-]*");

        /**
         * Checks the shapes.
         *
         * @param name what it shows
         * @param x its points across
         * @param y its points upwards
         * @param style its classes in the drawing
         * @throws ShapeException if these are not two vectors of one length
         * @throws IllegalArgumentException if the style has other characters than letters, digits, hyphens, underscores and spaces
         */
        public Line {
            Objects.requireNonNull(name, "LineChart.Line: name is null");
            Objects.requireNonNull(x, "LineChart.Line: x is null");
            Objects.requireNonNull(y, "LineChart.Line: y is null");
            Objects.requireNonNull(style, "LineChart.Line: style is null");
            if (x.rank() != 1 || !x.shape().equals(y.shape())) {
                throw new ShapeException("LineChart.Line: x has shape " + x.shape() + " and y has " + y.shape()
                        + ", but two vectors of one length are needed");
            }
            if (!CLASSES.matcher(style).matches()) {
                throw new IllegalArgumentException("LineChart.Line: style is \"" + style
                        + "\", but names of classes with spaces between are needed");
            }
        }

        /**
         * A line whose colour and dashes follow from its place among the lines.
         *
         * @param name what it shows
         * @param x its points across
         * @param y its points upwards
         * @throws ShapeException if these are not two vectors of one length
         */
        public Line(String name, Tensor x, Tensor y) {
            this(name, x, y, "");
        }
    }

    /**
     * Copies the list.
     *
     * @param title the chart's title
     * @param description what can be seen
     * @param x the axis across
     * @param y the axis upwards
     * @param lines at least one
     * @throws IllegalArgumentException if there is no line
     */
    public LineChart {
        Objects.requireNonNull(title, "LineChart: title is null");
        Objects.requireNonNull(description, "LineChart: description is null");
        Objects.requireNonNull(x, "LineChart: x is null");
        Objects.requireNonNull(y, "LineChart: y is null");
        lines = Copied.of(lines, "LineChart: lines");
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("LineChart: no lines; at least one is needed");
        }
    }

    /** {@return the chart as an SVG, which may be a file of its own or part of a page} */
    public String toSvg() {
        Svg svg = new Svg(WIDTH, height(), title, description);
        draw(new Plot(svg, FRAME, across(), upwards()));
        Key.column(svg, keys(), RIGHT + 14, 72, BETWEEN_NAMES);
        return svg.toString();
    }

    /**
     * {@return the chart as an element of a page that has the {@link StyleSheet} and writes the title itself} It is drawn for a width, so
     * that text stays legible on a narrow screen, and has neither styles nor scripts of its own, which a strict policy of a page forbids.
     *
     * <p>A script can read it: a {@code rect} of class {@code area} is the frame, whose {@code data-from}, {@code data-to}, {@code
     * data-low} and {@code data-high} are the numbers at its left, right, bottom and top, and each run of a line is a {@code polyline} with
     * the line's classes.
     *
     * @param width in pixels, from 200 on
     * @param height in pixels, from 140 on
     * @throws IllegalArgumentException if there are fewer pixels
     */
    public String toElement(int width, int height) {
        PageLayout page = new PageLayout("LineChart", title, description, width, height);
        Plot plot = page.plot(across(), x.marks(), upwards(), y.marks(), keys());
        draw(plot);
        plot.area();
        return page.toString();
    }

    private Scale across() {
        return x.scale(all(Line::x));
    }

    private Scale upwards() {
        return y.scale(all(Line::y));
    }

    /** Draws all that is within the frame. */
    private void draw(Plot plot) {
        Scale upwards = upwards();
        if (!y.isLogarithmic() && upwards.from() < 0 && upwards.to() > 0) {
            plot.level(0);
        }
        x.marks().forEach(mark -> plot.markAcross(mark.value(), mark.name()));
        y.marks().forEach(mark -> plot.markUpwards(mark.value(), mark.name()));
        for (int i = 0; i < lines.size(); i++) {
            plot.curve(style(i), lines.get(i).x.toDoubleArray(), lines.get(i).y.toDoubleArray());
        }
    }

    private int height() {
        return Math.max(HEIGHT, 72 + BETWEEN_NAMES * lines.size());
    }

    private double[] all(Function<Line, Tensor> part) {
        return lines.stream()
                .flatMapToDouble(line -> DoubleStream.of(part.apply(line).toDoubleArray()))
                .toArray();
    }

    private List<Key> keys() {
        return IntStream.range(0, lines.size())
                .mapToObj(i -> new Key(lines.get(i).name, style(i), false))
                .toList();
    }

    /** The classes of a line. */
    private String style(int line) {
        String given = lines.get(line).style;
        return given.isEmpty()
                ? "c" + (line % COLOURS + 1) + List.of("", " dash", " guide").get(line % 3)
                : given;
    }
}
