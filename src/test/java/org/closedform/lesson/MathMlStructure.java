package org.closedform.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.closedform.text.Xml;
import org.w3c.dom.Element;

/** The rules of MathML Core for the elements that formulas are written in. */
final class MathMlStructure {
    private static final Map<String, Integer> CHILDREN =
            Map.of("mfrac", 2, "msub", 2, "msup", 2, "msubsup", 3, "munder", 2, "mover", 2, "mspace", 0);
    private static final Set<String> TOKENS = Set.of("mi", "mn", "mo");
    private static final Set<String> ROWS = Set.of("math", "mrow", "msqrt", "mtd");

    private MathMlStructure() {}

    static void check(Element math) {
        assertEquals("math", math.getTagName());
        checkBelow(math);
    }

    private static void checkBelow(Element element) {
        String tag = element.getTagName();
        int children = Xml.children(element).size();
        if (TOKENS.contains(tag)) {
            assertEquals(0, children, tag);
            assertTrue(!element.getTextContent().isEmpty(), () -> "empty " + tag);
        } else if (CHILDREN.containsKey(tag)) {
            assertEquals(CHILDREN.get(tag), children, tag);
        } else if (tag.equals("mtable") || tag.equals("mtr")) {
            String inner = tag.equals("mtable") ? "mtr" : "mtd";
            Xml.children(element).forEach(child -> assertEquals(inner, child.getTagName()));
        } else {
            assertTrue(ROWS.contains(tag), () -> tag + " is not used in formulas");
        }
        if (!TOKENS.contains(tag)) {
            Xml.children(element).forEach(MathMlStructure::checkBelow);
            String own = element.getTextContent();
            int inTokens = Xml.all(element, "*").stream()
                    .filter(below -> TOKENS.contains(below.getTagName()))
                    .mapToInt(below -> below.getTextContent().length())
                    .sum();
            assertEquals(own.length(), inTokens, () -> "text outside mi, mn and mo: " + own);
        }
    }
}
