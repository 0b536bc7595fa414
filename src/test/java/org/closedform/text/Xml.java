package org.closedform.text;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads what is written as HTML, MathML or SVG with an XML parser, which is stricter than a browser. */
public final class Xml {
    private Xml() {}

    /**
     * The one element that a text is.
     *
     * @throws AssertionError if it is not well-formed
     */
    public static Element parse(String text) {
        try {
            DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
        } catch (SAXException e) {
            throw new AssertionError(e.getMessage() + " in\n" + text, e);
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All elements of a name below an element, in order; of every name for {@code *}. */
    public static List<Element> all(Element in, String name) {
        return elements(in.getElementsByTagName(name)).toList();
    }

    /** The elements directly in an element. */
    public static List<Element> children(Element element) {
        return elements(element.getChildNodes()).toList();
    }

    private static Stream<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast);
    }
}
