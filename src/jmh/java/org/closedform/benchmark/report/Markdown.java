package org.closedform.benchmark.report;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables and the numbers in them. */
public final class Markdown {
    private Markdown() {}

    /** A table; the first columns hold text, as many as said, the others numbers. */
    public static String table(int textColumns, List<String> header, List<List<String>> rows) {
        List<String> rule = Stream.concat(
                        Collections.nCopies(textColumns, "---").stream(),
                        Collections.nCopies(header.size() - textColumns, "---:").stream())
                .toList();
        return Stream.concat(Stream.of(header, rule), rows.stream())
                .map(row -> "| " + String.join(" | ", row) + " |")
                .collect(Collectors.joining("\n"));
    }

    /** How many times one figure is the other. */
    static String ratio(double value) {
        return "**" + number(value) + "**";
    }

    /** Three digits, or all before the point. */
    public static String number(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
