package org.closedform.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MarkupTest {
    @Test
    void escapesWhatMeansSomething() {
        assertEquals("&lt;b title=&quot;x&quot;&gt;&amp;&#39;", Markup.escaped("<b title=\"x\">&'"));
    }

    @Test
    void closesAnElementByItsNameAlone() {
        assertEquals("<th scope=\"col\">x</th>", Markup.element("th scope=\"col\"", "x"));
    }

    @Property
    void anyTextCanBeReadBack(@ForAll String text) {
        String read = Xml.parse(Markup.element("p", Markup.escaped(text))).getTextContent();
        // an XML parser reads each end of a line as one line feed
        assertEquals(withoutOddities(text), withoutOddities(read));
    }

    @Property
    void anyTextCanBeAnAttribute(@ForAll String text) {
        Xml.parse(Markup.element("p title=\"" + Markup.escaped(text) + "\"", ""));
    }

    private static String withoutOddities(String text) {
        return text.replaceAll("[\\x00-\\x1F\\uFFFD\\uFFFE\\uFFFF]|[\\uD800-\\uDFFF]", "");
    }
}
