package org.closedform.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.closedform.argument.Copied;
import org.closedform.gradient.measurement.Channels;
import org.closedform.gradient.measurement.Direction;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.words.Words;

/**
 * How plain finite differences come near a derivative as their step shrinks, and move away again: curvature spoils large steps,
 * rounding small ones, and between them is the best that a fixed step can do. On logarithmic axes the error is a V.
 *
 * @param coordinate which input moves, such as {@code gamma[3]}
 * @param analytic the derivative as the backward has it; of several outputs, of their sum weighed by a random upstream
 * @param points from the largest step to the smallest
 */
public record DifferenceCurve(String coordinate, double analytic, List<Point> points) {
    private static final int DECADES = 16;

    /**
     * One step.
     *
     * @param step h
     * @param forward (f(x + h) − f(x)) / h
     * @param central (f(x + h) − f(x − h)) / 2h
     * @param forwardError how far the forward difference is from the analytic derivative
     * @param centralError how far the central difference is
     */
    public record Point(double step, double forward, double central, double forwardError, double centralError) {}

    /**
     * Copies the list.
     *
     * @param coordinate which input moves
     * @param analytic the derivative as the backward has it
     * @param points from the largest step to the smallest
     * @throws NullPointerException if an argument or an element is null
     */
    public DifferenceCurve {
        Objects.requireNonNull(coordinate, "DifferenceCurve: coordinate is null");
        points = Copied.of(points, "DifferenceCurve: points");
    }

    static DifferenceCurve of(FlatOperator<?, ?> f, String coordinate, Settings settings) {
        double[] one = {1};
        double[] upstream = f.value().length == 1
                ? one
                : Channels.upstream(f.value().length, new SplittableRandom(settings.seed()));
        Direction direction = find(f, coordinate, settings);
        double analytic = direction.dot(f.pullBack(upstream));
        List<Point> points = new ArrayList<>();
        for (int decade = 0; decade < DECADES; decade++) {
            double h = Double.parseDouble("1e-" + decade);
            double[] right = direction.move(f.point(), h);
            double[] left = direction.move(f.point(), -h);
            double after = change(f, right, upstream);
            double before = change(f, left, upstream);
            int i = direction.indices()[0];
            double forward = after / (right[i] - f.point()[i]);
            double central = (after - before) / (right[i] - left[i]);
            points.add(new Point(h, forward, central, Math.abs(forward - analytic), Math.abs(central - analytic)));
        }
        return new DifferenceCurve(coordinate, analytic, points);
    }

    private static Direction find(FlatOperator<?, ?> f, String coordinate, Settings settings) {
        for (InputPart part : InputPart.of(f, settings)) {
            for (int i = 0; i < part.size(); i++) {
                if (coordinate.equals(
                        part.name() + Direction.index(part.tensor().shape(), i))) {
                    return Direction.coordinate(part.name(), part.tensor(), part.from(), i);
                }
            }
        }
        throw new IllegalArgumentException("GradientCheck.curve: the input has no element " + coordinate
                + "; elements are called like x[0], or gamma[3] in a record");
    }

    private static double change(FlatOperator<?, ?> f, double[] at, double[] upstream) {
        double[] outputs = f.evaluate(at);
        double sum = outputs.length == 0 ? Double.NaN : 0;
        for (int j = 0; j < outputs.length; j++) {
            sum += upstream[j] * (outputs[j] - f.value()[j]);
        }
        return sum;
    }

    /** {@return the curve as a chart in English, as {@link #toSvg(Words)} describes it} */
    public String toSvg() {
        return toSvg(Words.ENGLISH);
    }

    /**
     * {@return the curve as a chart in SVG: both errors against the step, on logarithmic scales} Where an error is 0 its line is
     * interrupted.
     *
     * @param words the reader's language
     */
    public String toSvg(Words words) {
        return CurveDocument.svg(this, Objects.requireNonNull(words, "DifferenceCurve.toSvg: words is null"));
    }

    /** {@return the curve as an article in English, as {@link #toHtml(Words)} describes it} */
    public String toHtml() {
        return toHtml(Words.ENGLISH);
    }

    /**
     * {@return the curve as an article in HTML: the chart, and a table with a row for each step} It needs no script and no style sheet, is
     * also well-formed XML, and everything in it is escaped.
     *
     * @param words the reader's language
     */
    public String toHtml(Words words) {
        return CurveDocument.html(this, Objects.requireNonNull(words, "DifferenceCurve.toHtml: words is null"));
    }

    /**
     * The curve in JSON, all numbers in full; NaN and infinities are the strings {@code "NaN"}, {@code "Infinity"} and
     * {@code "-Infinity"}.
     *
     * <pre>{@code
     * {
     *   "schema": "closedform.difference-curve/1",
     *   "coordinate": text, "analytic": number,
     *   "points": [{"step": number, "forward": number, "forwardError": number, "central": number, "centralError": number}, …]
     * }
     * }</pre>
     *
     * @return the text
     */
    public String toJson() {
        return CurveDocument.json(this);
    }

    /** {@return the points as a table, each with its errors drawn from 1e-16 at the left to 1 at the right} */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s, analytic %.8e%n", coordinate, analytic)
                        .replace("\r", "")
                + "step   forward  central  error from 1e-16 to 1: f forward, c central\n"
                + points.stream()
                        .map(p -> String.format(
                                Locale.ROOT,
                                "%.0e  %.0e    %.0e    |%s|",
                                p.step,
                                p.forwardError,
                                p.centralError,
                                drawn(p)))
                        .collect(Collectors.joining("\n"));
    }

    private static String drawn(Point p) {
        char[] line = " ".repeat(2 * DECADES + 1).toCharArray();
        mark(line, p.forwardError, 'f');
        mark(line, p.centralError, 'c');
        return new String(line);
    }

    private static void mark(char[] line, double error, char mark) {
        if (!Double.isNaN(error)) {
            double place = 2 * (DECADES + StrictMath.log10(error));
            line[(int) Math.max(0, Math.min(line.length - 1, Math.round(place)))] = mark;
        }
    }
}
