package org.closedform.chart;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.closedform.drawing.Plot;
import org.closedform.drawing.Scale;
import org.closedform.drawing.Svg;

/** Lays a line chart out for a page: what is upwards and the lines' names are above the frame, which has all the width. */
final class PageLines {
    private static final int NARROWEST = 200;
    private static final int LOWEST = 140;
    private static final double EDGE = 14;
    private static final double BELOW = 48;
    private static final double ROW = 20;
    private static final double SAMPLE = 24;
    /** A guess, for text of 13 pixels. */
    private static final double LETTER = 7.2;
    /** Two charts one below the other often have the same frame. */
    private static final int SHORTEST = 3;

    private final LineChart chart;
    private final int width;
    private final Svg svg;

    PageLines(LineChart chart, int width, int height) {
        if (width < NARROWEST || height < LOWEST) {
            throw new IllegalArgumentException("LineChart.toElement: " + width + " × " + height
                    + " pixels, but at least " + NARROWEST + " × " + LOWEST + " are needed");
        }
        this.chart = chart;
        this.width = width;
        this.svg = Svg.partOfPage(width, height, chart.title(), chart.description());
        Scale upwards = chart.upwards();
        double left = EDGE + LETTER * Math.max(SHORTEST, longest(upwards));
        svg.text("soft", Svg.Anchor.START, 0, ROW - 5, chart.y().title());
        double top = ROW * (chart.lines().size() > 1 ? key() + 1 : 1)
                + (chart.x().marks().isEmpty() ? 8 : ROW);
        Plot plot = new Plot(
                svg,
                new Plot.Frame(left, top, width - EDGE - left, height - BELOW - top),
                chart.across(),
                new Scale("", upwards.from(), upwards.to(), upwards.isLogarithmic(), upwards.ticks()));
        chart.draw(plot);
        plot.area();
    }

    private int longest(Scale upwards) {
        int ticks = upwards.ticks().stream()
                .mapToInt(tick -> tick.text().length())
                .max()
                .orElse(0);
        int marks = chart.y().marks().stream()
                .mapToInt(mark -> mark.name().length())
                .max()
                .orElse(0);
        return Math.max(ticks, marks);
    }

    /** Writes each line's name beside a piece of it, and returns the rows that they take. */
    private int key() {
        int row = 1;
        double at = 0;
        ToDoubleFunction<LineChart.Line> size =
                line -> SAMPLE + 6 + LETTER * line.name().length();
        List<LineChart.Line> lines = chart.lines();
        for (int i = 0; i < lines.size(); i++) {
            if (at > 0 && at + size.applyAsDouble(lines.get(i)) > width) {
                row++;
                at = 0;
            }
            double down = ROW * (row + 1) - 9.5;
            svg.line("curve " + chart.style(i), new Svg.Point(at + 2, down), new Svg.Point(at + SAMPLE, down));
            svg.text(
                    "",
                    Svg.Anchor.START,
                    at + SAMPLE + 6,
                    down + 4.5,
                    lines.get(i).name());
            at += size.applyAsDouble(lines.get(i)) + EDGE;
        }
        return row;
    }

    @Override
    public String toString() {
        return svg.toString();
    }
}
