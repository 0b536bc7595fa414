package org.closedform.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class HtmlTableTest {
    @Test
    void saysWhatItsRowsAndColumnsAreOf() {
        String html = HtmlTable.of("a < b", List.of("", "x", "y"), List.of(List.of("1", "2", "<i>")));
        Element table = Xml.all(Xml.parse(html), "table").get(0);
        List<Element> headers = Xml.all(table, "th");
        assertEquals("a < b", Xml.children(table).get(0).getTextContent());
        assertEquals(
                List.of("col x", "col y", "row 1"),
                headers.stream()
                        .map(header -> header.getAttribute("scope") + " " + header.getTextContent())
                        .toList());
        assertEquals("<i>", Xml.all(table, "td").get(2).getTextContent());
    }
}
