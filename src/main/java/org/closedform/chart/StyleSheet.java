package org.closedform.chart;

import org.closedform.drawing.Svg;

/**
 * The style sheet of charts that are elements of a page. All its rules begin at {@code svg.closedform}, and follow light and dark mode.
 *
 * <p>A page may have colours of its own: the first line of a chart has the class {@code c1}, so {@code body svg.closedform .c1 {stroke:
 * …}} colours it, and {@code body svg.closedform {color: …}} all text.
 */
public final class StyleSheet {
    private StyleSheet() {}

    /** {@return the text of the sheet, which a page takes from a file, as strict policies of pages ask} */
    public static String text() {
        return Svg.styleSheet();
    }
}
