package org.closedform.examples.app;

import java.util.List;
import java.util.function.IntFunction;
import org.closedform.chart.BarChart;
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
        return of(width -> chart.toElement(width, height));
    }

    static Drawing of(BarChart chart, int height) {
        return of(width -> chart.toElement(width, height));
    }

    private static Drawing of(IntFunction<String> ofWidth) {
        return new Drawing(
                ofWidth.apply(NARROW).lines().toList(),
                ofWidth.apply(WIDE).lines().toList());
    }
}
