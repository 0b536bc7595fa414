package org.closedform.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of a few columns, as Markdown. */
final class Table {
    private static final int FIRST = 48;
    private static final int OTHERS = 26;

    private final List<String> lines = new ArrayList<>();

    Table(String... headings) {
        row("", (Object[]) headings);
        lines.add("|" + "-".repeat(FIRST + 2) + ("|" + "-".repeat(OTHERS + 2)).repeat(headings.length) + "|");
    }

    void row(String name, Object... cells) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "| %-" + FIRST + "s |", name));
        for (Object cell : cells) {
            line.append(String.format(Locale.ROOT, " %" + OTHERS + "s |", cell));
        }
        lines.add(line.toString());
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
