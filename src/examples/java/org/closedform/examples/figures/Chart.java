package org.closedform.examples.figures;

import java.util.List;
import java.util.stream.IntStream;

/** A chart on a drawing: a frame with two axes, and curves and text at coordinates of these axes. */
final class Chart {
    /** The chart's place on the drawing, in pixels. */
    record Frame(double left, double top, double width, double height) {
        double right() {
            return left + width;
        }

        double bottom() {
            return top + height;
        }
    }

    private final Svg svg;
    private final Frame frame;
    private final Axis x;
    private final Axis y;

    /** Draws the grid and the axes. */
    Chart(Svg svg, Frame frame, Axis x, Axis y) {
        this.svg = svg;
        this.frame = frame;
        this.x = x;
        this.y = y;
        for (Axis.Tick tick : y.ticks()) {
            double at = down(tick.value());
            svg.line("grid", new Svg.Point(frame.left(), at), new Svg.Point(frame.right(), at));
            svg.text("soft", Svg.Anchor.END, frame.left() - 8, at + 4.5, tick.text());
        }
        for (Axis.Tick tick : x.ticks()) {
            svg.text("soft", Svg.Anchor.MIDDLE, across(tick.value()), frame.bottom() + 20, tick.text());
        }
        svg.line("axis", new Svg.Point(frame.left(), frame.bottom()), new Svg.Point(frame.right(), frame.bottom()));
        svg.text("soft", Svg.Anchor.MIDDLE, frame.left() + frame.width() / 2, frame.bottom() + 42, x.label());
        svg.upwards("soft", frame.left() - 46, frame.top() + frame.height() / 2, y.label());
    }

    private double across(double value) {
        return frame.left() + x.share(value) * frame.width();
    }

    private double down(double value) {
        return frame.bottom() - y.share(value) * frame.height();
    }

    private Svg.Point point(double atX, double atY) {
        return new Svg.Point(across(atX), down(atY));
    }

    /** The points that are within the frame; others, such as 0 on a logarithmic axis, are left out. */
    private List<Svg.Point> within(double[] xs, double[] ys) {
        return IntStream.range(0, xs.length)
                .filter(i -> x.holds(xs[i]) && y.holds(ys[i]))
                .mapToObj(i -> point(xs[i], ys[i]))
                .toList();
    }

    void curve(String style, double[] xs, double[] ys) {
        svg.curve(style, within(xs, ys));
    }

    void dots(String style, double radius, double[] xs, double[] ys) {
        within(xs, ys).forEach(point -> svg.dot(style, point, radius));
    }

    void line(String style, double fromX, double fromY, double toX, double toY) {
        svg.line(style, point(fromX, fromY), point(toX, toY));
    }

    /** A horizontal line at a value. */
    void level(double value) {
        line("level", x.from(), value, x.to(), value);
    }

    /** Fills the band between two values. */
    void band(double low, double high) {
        svg.box("band", frame.left(), down(high), frame.width(), down(low) - down(high));
    }

    /** Text at a point of the chart, moved by the given pixels to the right and down. */
    void say(String style, Svg.Anchor anchor, double atX, double atY, double right, double down, String text) {
        svg.text(style, anchor, across(atX) + right, down(atY) + down, text);
    }
}
