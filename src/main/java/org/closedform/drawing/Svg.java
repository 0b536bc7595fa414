package org.closedform.drawing;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.closedform.text.Decimals;
import org.closedform.text.Markup;

/**
 * A drawing in SVG, on a background of its own in light and dark mode, with a title and a description for readers who cannot see it.
 * Coordinates have one decimal: the same picture has the same bytes wherever it is drawn.
 *
 * <p>All styles begin at the class {@code closedform}, so that several drawings in a page do not touch it or each other. Text and lines
 * have the current colour, which a page may set: {@code body svg.closedform {color: …}}.
 */
public final class Svg {
    /** A place on the drawing, in pixels from the top left. */
    public record Point(double x, double y) {}

    /** The end of a text that its coordinates refer to. */
    public enum Anchor {
        /** Where the text begins. */
        START("start"),
        /** Its middle. */
        MIDDLE("middle"),
        /** Where it ends. */
        END("end");

        private final String value;

        Anchor(String value) {
            this.value = value;
        }
    }

    /** The classes c1 to c4 colour lines; f1 to f4 colour areas and text alike. */
    private static final List<String> LIGHT = List.of(
            "{color:#1f2328;max-width:100%;height:auto}",
            " text{font:13px system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",sans-serif;fill:currentColor}",
            " .title{font-size:17px;font-weight:600}",
            " .soft{fill-opacity:.75}",
            " .card{fill:#ffffff;stroke:#d1d9e0}",
            " .band{fill:#0969da;fill-opacity:.1}",
            " .grid{stroke:currentColor;stroke-opacity:.16}",
            " .axis{stroke:currentColor;stroke-opacity:.7}",
            " .level{stroke:currentColor;stroke-opacity:.7;stroke-width:1.5;stroke-dasharray:6 4}",
            " .curve{fill:none;stroke-width:2.5;stroke-linejoin:round;stroke-linecap:round}",
            " .dash{stroke-dasharray:7 5}",
            " .guide{stroke-width:1.5;stroke-dasharray:2 4}",
            " .thick{stroke-width:3;stroke-linecap:round}",
            " .c1{stroke:#0969da}",
            " .c2{stroke:#bc4c00}",
            " .c3{stroke:#1a7f37}",
            " .c4{stroke:#8250df}",
            " .f1{fill:#0969da}",
            " .f2{fill:#bc4c00}",
            " .f3{fill:#1a7f37}",
            " .f4{fill:#8250df}",
            " .faint{fill-opacity:.45}",
            " .small{font-size:11px}",
            " .empty{fill:none;stroke:currentColor;stroke-opacity:.4;stroke-dasharray:2 2}");

    private static final List<String> DARK = List.of(
            "{color:#f0f6fc}",
            " .card{fill:#0d1117;stroke:#3d444d}",
            " .band{fill:#4493f8;fill-opacity:.16}",
            " .c1{stroke:#4493f8}",
            " .c2{stroke:#f0883e}",
            " .c3{stroke:#3fb950}",
            " .c4{stroke:#ab7df8}",
            " .f1{fill:#4493f8}",
            " .f2{fill:#f0883e}",
            " .f3{fill:#3fb950}",
            " .f4{fill:#ab7df8}");

    private static final String STYLE = scoped(LIGHT) + "@media (prefers-color-scheme:dark){\n" + scoped(DARK) + "}\n";

    private final StringBuilder shapes = new StringBuilder();
    private final int width;
    private final int height;
    private final String title;
    private final String description;
    private final boolean isPartOfPage;

    /** An empty drawing with its title. */
    public Svg(int width, int height, String title, String description) {
        this(width, height, title, description, false);
        text("title", Anchor.START, 24, 34, title);
    }

    private Svg(int width, int height, String title, String description, boolean isPartOfPage) {
        this.width = width;
        this.height = height;
        this.title = title;
        this.description = description;
        this.isPartOfPage = isPartOfPage;
    }

    /**
     * An empty drawing for a page that has the {@link #styleSheet()}. Only screen readers learn its title, which the page writes beside
     * it; it has no background, and no style of its own, which a strict policy of a page forbids.
     */
    public static Svg partOfPage(int width, int height, String title, String description) {
        return new Svg(width, height, title, description, true);
    }

    /** The style sheet of every drawing. */
    public static String styleSheet() {
        return STYLE;
    }

    private static String scoped(List<String> rules) {
        return rules.stream().map(rule -> "svg.closedform" + rule + "\n").collect(Collectors.joining());
    }

    /** A rectangle. */
    public void box(String style, double x, double y, double boxWidth, double boxHeight) {
        box(style, "", x, y, boxWidth, boxHeight);
    }

    /** A rectangle whose colour covers only a part of what is behind it. */
    public void tinted(String style, double opacity, double x, double y, double boxWidth, double boxHeight) {
        String share = BigDecimal.valueOf(StrictMath.round(opacity * 1000), 3)
                .stripTrailingZeros()
                .toPlainString();
        box(style, " fill-opacity=\"" + share + "\"", x, y, boxWidth, boxHeight);
    }

    private void box(String style, String more, double x, double y, double boxWidth, double boxHeight) {
        shapes.append("<rect class=\"%s\"%s x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n"
                .formatted(style, more, number(x), number(y), number(boxWidth), number(boxHeight)));
    }

    /** The frame of a plot for scripts: where it is, and the numbers at its edges. */
    public void area(double x, double y, double areaWidth, double areaHeight, Scale across, Scale upwards) {
        String numbers = data("from", across.from())
                + data("to", across.to())
                + data("low", upwards.from())
                + data("high", upwards.to());
        box("area", " fill=\"none\"" + numbers, x, y, areaWidth, areaHeight);
    }

    private static String data(String name, double number) {
        return " data-" + name + "=\"" + Decimals.exact(number) + "\"";
    }

    /** A straight line. */
    public void line(String style, Point from, Point to) {
        shapes.append("<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
                .formatted(style, number(from.x), number(from.y), number(to.x), number(to.y)));
    }

    /** Straight lines from point to point. */
    public void curve(String style, List<Point> points) {
        shapes.append("<polyline class=\"curve %s\" points=\"%s\"/>\n"
                .formatted(
                        style,
                        points.stream()
                                .map(p -> number(p.x) + "," + number(p.y))
                                .collect(Collectors.joining(" "))));
    }

    /** A filled circle. */
    public void dot(String style, Point at, double radius) {
        shapes.append("<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>\n"
                .formatted(style, number(at.x), number(at.y), number(radius)));
    }

    /** Text on one line; nothing if it is empty. */
    public void text(String style, Anchor anchor, double x, double y, String text) {
        if (!text.isEmpty()) {
            shapes.append("<text class=\"%s\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
                    .formatted(style, anchor.value, number(x), number(y), Markup.escaped(text)));
        }
    }

    /** Text that runs upwards, centred at a point; nothing if it is empty. */
    public void upwards(String style, double x, double y, String text) {
        if (!text.isEmpty()) {
            shapes.append(
                    "<text class=\"%s\" text-anchor=\"middle\" transform=\"translate(%s %s) rotate(-90)\">%s</text>\n"
                            .formatted(style, number(x), number(y), Markup.escaped(text)));
        }
    }

    private static String number(double pixels) {
        return BigDecimal.valueOf(StrictMath.round(pixels * 10), 1)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** The names of title and description, which differ from those of other drawings in the same page. */
    private String id() {
        return Integer.toHexString((title + "\n" + description).hashCode());
    }

    /** {@return the text of the SVG file, or of the element of the page} */
    @Override
    public String toString() {
        return isPartOfPage ? element() : file();
    }

    /** A title element would follow the pointer as a tooltip. */
    private String element() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" class="closedform" viewBox="0 0 %s %s" role="img" \
                aria-label="%s" aria-describedby="description-%s">
                <desc id="description-%s">%s</desc>
                %s</svg>
                """
                .formatted(width, height, Markup.escaped(title), id(), id(), Markup.escaped(description), shapes);
    }

    private String file() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" class="closedform" width="%s" height="%s" viewBox="0 0 %s %s" role="img" \
                aria-labelledby="title-%s description-%s">
                <title id="title-%s">%s</title>
                <desc id="description-%s">%s</desc>
                <style>
                %s</style>
                <rect class="card" x="0.5" y="0.5" width="%s" height="%s" rx="8"/>
                %s</svg>
                """
                .formatted(
                        width,
                        height,
                        width,
                        height,
                        id(),
                        id(),
                        id(),
                        Markup.escaped(title),
                        id(),
                        Markup.escaped(description),
                        STYLE,
                        width - 1,
                        height - 1,
                        shapes);
    }
}
