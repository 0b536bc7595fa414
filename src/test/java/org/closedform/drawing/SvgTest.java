package org.closedform.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.closedform.text.Xml;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class SvgTest {
    @Test
    void textIsEscaped() {
        Svg svg = new Svg(10, 10, "a < b", "\"c\" & d");
        svg.text("", Svg.Anchor.START, 1, 2, "<script>");
        svg.upwards("", 1, 2, "x > y");
        Element root = Xml.parse(svg.toString());
        assertEquals(
                List.of("a < b", "<script>", "x > y"),
                Xml.all(root, "text").stream().map(Element::getTextContent).toList());
        assertEquals("\"c\" & d", Xml.all(root, "desc").get(0).getTextContent());
    }

    @Test
    void coordinatesHaveOneDecimal() {
        Svg svg = new Svg(10, 10, "", "");
        svg.line("grid", new Svg.Point(1.04, 2.06), new Svg.Point(3, -0.01));
        assertTrue(svg.toString().contains("x1=\"1\" y1=\"2.1\" x2=\"3\" y2=\"0\""), svg::toString);
    }

    /** Two drawings in one page must not share the names of their titles, and must not style the page. */
    @Test
    void drawingsInOnePageKeepApart() {
        Element one = Xml.parse(new Svg(10, 10, "one", "same").toString());
        Element other = Xml.parse(new Svg(10, 10, "other", "same").toString());
        assertNotEquals(one.getAttribute("aria-labelledby"), other.getAttribute("aria-labelledby"));
        List<String> outside = Xml.all(one, "style")
                .get(0)
                .getTextContent()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("svg.closedform"))
                .toList();
        assertEquals(List.of("@media (prefers-color-scheme:dark){", "}"), outside);
    }

    /** A policy of a page may forbid styles within it, and a title would be a tooltip over the whole drawing. */
    @Test
    void partsOfAPageHaveNoStyleAndNoTitleElement() {
        Element part =
                Xml.parse(Svg.partOfPage(10, 10, "a < b", "What is seen.").toString());
        assertEquals("a < b", part.getAttribute("aria-label"));
        assertEquals(
                part.getAttribute("aria-describedby"),
                Xml.all(part, "desc").get(0).getAttribute("id"));
        for (String name : List.of("style", "title", "rect", "script")) {
            assertEquals(List.of(), Xml.all(part, name), name);
        }
        assertTrue(new Svg(10, 10, "", "").toString().contains(Svg.styleSheet()));
    }
}
