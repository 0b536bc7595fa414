package org.closedform.examples.app;

import java.util.List;
import org.closedform.chart.LineChart;

/**
 * A chart as the library draws it, in two widths of which the page takes the one that fits. The lines of both SVG are apart: many answers
 * of an exported page have some in common.
 *
 * @param narrow for phones
 * @param wide for anything else
 */
record Drawing(List<String> narrow, List<String> wide) {
    static final int NARROW = 340;
    static final int WIDE = 560;

    static Drawing of(LineChart chart, int height) {
        return new Drawing(lines(chart, NARROW, height), lines(chart, WIDE, height));
    }

    private static List<String> lines(LineChart chart, int width, int height) {
        return chart.toElement(width, height).lines().toList();
    }
}
