package org.closedform.chart;

import java.util.List;
import org.closedform.drawing.Svg;

/**
 * A name in the key of a chart, behind a piece of what it names.
 *
 * @param name what it shows
 * @param style its classes in the drawing
 * @param isArea whether it is an area, not a line
 */
record Key(String name, String style, boolean isArea) {
    /** The lines of text are this far apart. */
    static final double ROW = 20;

    private static final double SAMPLE = 26;
    private static final double THICK = 12;
    private static final double GAP = 8;
    /** A guess, for text of 13 pixels. */
    private static final double LETTER = 7.2;

    /** About how wide a text is, in pixels. */
    static double width(int letters) {
        return LETTER * letters;
    }

    double width() {
        return SAMPLE + GAP + width(name.length());
    }

    void draw(Svg svg, double left, double middle) {
        if (isArea) {
            svg.box(style, left, middle - THICK / 2, SAMPLE, THICK);
        } else {
            svg.line("curve " + style, new Svg.Point(left, middle), new Svg.Point(left + SAMPLE, middle));
        }
        svg.text("", Svg.Anchor.START, left + SAMPLE + GAP, middle + 4.5, name);
    }

    /** Writes a key below each other, beside a chart. */
    static void column(Svg svg, List<Key> keys, double left, double top, double apart) {
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i).draw(svg, left, top + apart * i);
        }
    }

    /** Writes a key above a chart, row by row, and returns how many rows it takes. */
    static int rows(Svg svg, List<Key> keys, double top, double width) {
        int row = 0;
        double left = 0;
        for (Key key : keys) {
            if (left > 0 && left + key.width() > width) {
                row++;
                left = 0;
            }
            key.draw(svg, left + 2, top + ROW * row);
            left += key.width() + GAP;
        }
        return row + 1;
    }
}
