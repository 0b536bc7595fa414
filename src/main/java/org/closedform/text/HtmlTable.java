package org.closedform.text;

import java.util.List;
import java.util.stream.Collectors;

/** Tables in HTML with a caption, and with headers that say which rows and columns they are of. */
public final class HtmlTable {
    private static final String TABLE =
            "table style=\"margin:.6em 0;border-spacing:.8em .1em;text-align:right;font-variant-numeric:tabular-nums\"";

    private HtmlTable() {}

    /**
     * {@return a table}
     *
     * @param caption what it shows
     * @param columns the headers of all columns; the first may be empty
     * @param rows the rows; the first cell of each is its header
     */
    public static String of(String caption, List<String> columns, List<List<String>> rows) {
        String head = columns.stream()
                .map(column -> column.isEmpty() ? "<td></td>" : cell("th scope=\"col\"", column))
                .collect(Collectors.joining());
        String body = rows.stream().map(HtmlTable::row).collect(Collectors.joining("\n"));
        return Markup.scrolling(Markup.element(
                TABLE,
                "\n" + cell("caption", caption)
                        + "\n" + Markup.element("thead", Markup.element("tr", head))
                        + "\n" + Markup.element("tbody", "\n" + body + "\n")
                        + "\n"));
    }

    private static String row(List<String> cells) {
        return Markup.element(
                "tr",
                cell("th scope=\"row\"", cells.get(0))
                        + cells.stream().skip(1).map(text -> cell("td", text)).collect(Collectors.joining()));
    }

    private static String cell(String tag, String text) {
        return Markup.element(tag, Markup.escaped(text));
    }
}
