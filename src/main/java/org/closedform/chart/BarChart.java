package org.closedform.chart;

import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.closedform.argument.Copied;
import org.closedform.drawing.Plot;
import org.closedform.drawing.Scale;
import org.closedform.drawing.Svg;
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
 * <p>What is above 0 and what is below differ in colour. A number that is not finite has no bar, but is written.
 *
 * @param title the chart's title, of one line
 * @param description what can be seen, for readers who cannot see it
 * @param x what the bars are of
 * @param y what their lengths are
 * @param labels the bars' names
 * @param values the bars' lengths, a vector
 */
public record BarChart(String title, String description, String x, String y, List<String> labels, Tensor values) {
    private static final Plot.Frame FRAME = new Plot.Frame(84, 60, 596, 296);
    private static final int MOST = 1000;
    private static final int NAMED = 16;
    private static final int DIGITS = 3;
    private static final double SHARE = 0.7;

    /**
     * Copies the list.
     *
     * @param title the chart's title
     * @param description what can be seen
     * @param x what the bars are of
     * @param y what their lengths are
     * @param labels the bars' names
     * @param values the bars' lengths
     * @throws ShapeException if the values are not a vector with one number for each label
     * @throws IllegalArgumentException if there is no bar, or there are more than 1,000
     */
    public BarChart {
        Objects.requireNonNull(title, "BarChart: title is null");
        Objects.requireNonNull(description, "BarChart: description is null");
        Objects.requireNonNull(x, "BarChart: x is null");
        Objects.requireNonNull(y, "BarChart: y is null");
        Objects.requireNonNull(values, "BarChart: values is null");
        labels = Copied.of(labels, "BarChart: labels");
        if (values.rank() != 1 || values.size() != labels.size()) {
            throw new ShapeException("BarChart: values has shape " + values.shape() + ", but there are " + labels.size()
                    + " labels; a vector with a number for each is needed");
        }
        if (labels.isEmpty() || labels.size() > MOST) {
            throw new IllegalArgumentException(
                    "BarChart: there are " + labels.size() + " bars; from 1 to " + MOST + " is right");
        }
    }

    /** {@return the chart as an SVG, which may be a file of its own or part of a page} */
    public String toSvg() {
        Svg svg = new Svg(720, 420, title, description);
        double[] withZero = DoubleStream.concat(DoubleStream.of(0), DoubleStream.of(values.toDoubleArray()))
                .toArray();
        Scale upwards = Scale.around(y, withZero);
        Plot plot = new Plot(svg, FRAME, across(), upwards);
        for (int i = 0; i < labels.size(); i++) {
            draw(plot, i + 1, values.at(i));
        }
        plot.level(0);
        return svg.toString();
    }

    /** The bars' names, or every second, third … where there are many. */
    private Scale across() {
        int step = (labels.size() + NAMED - 1) / NAMED;
        List<Scale.Tick> ticks = IntStream.range(0, labels.size())
                .filter(i -> i % step == 0)
                .mapToObj(i -> new Scale.Tick(i + 1, labels.get(i)))
                .toList();
        return new Scale(x, 0.5, labels.size() + 0.5, false, ticks);
    }

    private void draw(Plot plot, int place, double value) {
        boolean isUp = !(value < 0);
        double end = Scale.isShown(value) ? value : 0;
        plot.bar(isUp ? "f1" : "f2", place, SHARE, 0, end);
        if (labels.size() <= NAMED) {
            plot.say("small", Svg.Anchor.MIDDLE, place, end, 0, isUp ? -6 : 15, Decimals.shown(value, DIGITS));
        }
    }
}
