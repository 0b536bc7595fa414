package org.closedform.chart;

import java.util.List;
import java.util.stream.Stream;
import org.closedform.drawing.Plot;
import org.closedform.drawing.Scale;
import org.closedform.drawing.Svg;

/** Lays a chart out for a page: what is upwards and the key are above the frame, which has all the width. */
final class PageLayout {
    private static final int NARROWEST = 200;
    private static final int LOWEST = 140;
    private static final double EDGE = 14;
    private static final double BELOW = 48;
    /** Two charts one below the other often have the same frame. */
    private static final int SHORTEST = 3;

    private final int width;
    private final int height;
    private final Svg svg;

    PageLayout(String chart, String title, String description, int width, int height) {
        if (width < NARROWEST || height < LOWEST) {
            throw new IllegalArgumentException(chart + ".toElement: " + width + " × " + height
                    + " pixels, but at least " + NARROWEST + " × " + LOWEST + " are needed");
        }
        this.width = width;
        this.height = height;
        this.svg = Svg.partOfPage(width, height, title, description);
    }

    /** The plot; the names of marks of the axis across are above its frame, those of the axis upwards beside it. */
    Plot plot(Scale across, List<Axis.Mark> marksAcross, Scale upwards, List<Axis.Mark> marksUpwards, List<Key> keys) {
        int letters = Stream.concat(
                        upwards.ticks().stream().map(Scale.Tick::text),
                        marksUpwards.stream().map(Axis.Mark::name))
                .mapToInt(String::length)
                .max()
                .orElse(0);
        double left = EDGE + Key.width(Math.max(SHORTEST, letters));
        svg.text("soft", Svg.Anchor.START, 0, Key.ROW - 5, upwards.title());
        int rows = keys.size() > 1 ? Key.rows(svg, keys, 1.5 * Key.ROW, width) : 0;
        double top = Key.ROW * (rows + 1) + (marksAcross.isEmpty() ? 8 : Key.ROW);
        return new Plot(
                svg,
                new Plot.Frame(left, top, width - EDGE - left, height - BELOW - top),
                across,
                new Scale("", upwards.from(), upwards.to(), upwards.isLogarithmic(), upwards.ticks()));
    }

    @Override
    public String toString() {
        return svg.toString();
    }
}
