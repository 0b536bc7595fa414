package org.closedform.drawing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A frame with two axes on a drawing, and curves and text at coordinates of these axes. */
public final class Plot {
    /** The frame's place on the drawing, in pixels. */
    public record Frame(double left, double top, double width, double height) {
        double right() {
            return left + width;
        }

        double bottom() {
            return top + height;
        }
    }

    private final Svg svg;
    private final Frame frame;
    private final Scale x;
    private final Scale y;

    /** Draws the grid and the axes. */
    public Plot(Svg svg, Frame frame, Scale x, Scale y) {
        this.svg = svg;
        this.frame = frame;
        this.x = x;
        this.y = y;
        for (Scale.Tick tick : y.ticks()) {
            double at = down(tick.value());
            svg.line("grid", new Svg.Point(frame.left, at), new Svg.Point(frame.right(), at));
            svg.text("soft", Svg.Anchor.END, frame.left - 8, at + 4.5, tick.text());
        }
        for (Scale.Tick tick : x.ticks()) {
            svg.text("soft", Svg.Anchor.MIDDLE, across(tick.value()), frame.bottom() + 20, tick.text());
        }
        svg.line("axis", new Svg.Point(frame.left, frame.bottom()), new Svg.Point(frame.right(), frame.bottom()));
        svg.text("soft", Svg.Anchor.MIDDLE, frame.left + frame.width / 2, frame.bottom() + 42, x.title());
        svg.upwards("soft", frame.left - 52, frame.top + frame.height / 2, y.title());
    }

    /** Says above the frame what the plot shows, one of several on a drawing. */
    public void title(String text) {
        svg.text("", Svg.Anchor.MIDDLE, frame.left + frame.width / 2, frame.top - 14, text);
    }

    private double across(double value) {
        return frame.left + x.share(value) * frame.width;
    }

    private double down(double value) {
        return frame.bottom() - y.share(value) * frame.height;
    }

    private Svg.Point point(double atX, double atY) {
        return new Svg.Point(across(atX), down(atY));
    }

    private boolean isWithin(double atX, double atY) {
        return x.holds(atX) && y.holds(atY);
    }

    /**
     * A curve through the points that are within the frame. Others, such as 0 on a logarithmic axis, are left out and interrupt it; a
     * point between two of them is a dot.
     */
    public void curve(String style, double[] xs, double[] ys) {
        List<Svg.Point> run = new ArrayList<>();
        for (int i = 0; i < xs.length; i++) {
            if (isWithin(xs[i], ys[i])) {
                run.add(point(xs[i], ys[i]));
            } else {
                finish(style, run);
            }
        }
        finish(style, run);
    }

    private void finish(String style, List<Svg.Point> run) {
        if (run.size() == 1) {
            svg.dot("curve thick " + style, run.get(0), 1);
        } else if (!run.isEmpty()) {
            svg.curve(style, run);
        }
        run.clear();
    }

    /** Dots at the points that are within the frame. */
    public void dots(String style, double radius, double[] xs, double[] ys) {
        IntStream.range(0, xs.length)
                .filter(i -> isWithin(xs[i], ys[i]))
                .forEach(i -> svg.dot(style, point(xs[i], ys[i]), radius));
    }

    /** A straight line. */
    public void line(String style, double fromX, double fromY, double toX, double toY) {
        svg.line(style, point(fromX, fromY), point(toX, toY));
    }

    /** A horizontal line at a value. */
    public void level(double value) {
        line("level", x.from(), value, x.to(), value);
    }

    /** A line across the frame at a value that is within it, with its name where the axis has its numbers. */
    public void markUpwards(double value, String name) {
        if (y.holds(value)) {
            level(value);
            svg.text("soft", Svg.Anchor.END, frame.left - 8, down(value) + 4.5, name);
        }
    }

    /** The same for the axis across; the name is above the frame. */
    public void markAcross(double value, String name) {
        if (x.holds(value)) {
            line("level", value, y.from(), value, y.to());
            svg.text("soft", Svg.Anchor.MIDDLE, across(value), frame.top - 5, name);
        }
    }

    /** Tells scripts where the frame is. */
    public void area() {
        svg.area(frame.left, frame.top, frame.width, frame.height, x, y);
    }

    /** Fills the band between two values. */
    public void band(double low, double high) {
        svg.box("band", frame.left, down(high), frame.width, down(low) - down(high));
    }

    /** A bar around a place, from one value to another. */
    public void bar(String style, double atX, double width, double from, double to) {
        double top = Math.min(down(from), down(to));
        double left = across(atX - width / 2);
        svg.box(style, left, top, across(atX + width / 2) - left, Math.max(down(from), down(to)) - top);
    }

    /** Text at a point of the plot, moved by the given pixels to the right and down. */
    public void say(String style, Svg.Anchor anchor, double atX, double atY, double right, double down, String text) {
        svg.text(style, anchor, across(atX) + right, down(atY) + down, text);
    }
}
