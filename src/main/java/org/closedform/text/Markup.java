package org.closedform.text;

import java.util.stream.Collectors;

/** Elements and text of HTML, MathML and SVG; all that is written here is also well-formed XML. */
public final class Markup {
    private static final int REPLACEMENT = 0xFFFD;

    private Markup() {}

    /**
     * {@return text as it stands between tags and in attributes} What XML cannot hold, such as control characters, is replaced.
     *
     * @param text any text
     */
    public static String escaped(String text) {
        return text.codePoints().mapToObj(Markup::escaped).collect(Collectors.joining());
    }

    private static String escaped(int codePoint) {
        return switch (codePoint) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> Character.toString(isXml(codePoint) ? codePoint : REPLACEMENT);
        };
    }

    private static boolean isXml(int codePoint) {
        boolean isSurrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        boolean isControl = codePoint < ' ' && codePoint != '\t' && codePoint != '\n' && codePoint != '\r';
        return !isSurrogate && !isControl && codePoint != 0xFFFE && codePoint != 0xFFFF;
    }

    /**
     * {@return an element}
     *
     * @param tag its name, and its attributes if it has any
     * @param content what is in it, escaped already
     */
    public static String element(String tag, String content) {
        int end = tag.indexOf(' ');
        return "<" + tag + ">" + content + "</" + (end < 0 ? tag : tag.substring(0, end)) + ">";
    }

    /**
     * {@return what scrolls to the side where a screen is too narrow for it}
     *
     * @param content what is in it, escaped already
     */
    public static String scrolling(String content) {
        return element("div style=\"overflow-x:auto\"", content) + "\n";
    }
}
