package org.closedform.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict reader of JSON (RFC 8259): objects as maps in their order, arrays as lists, strings, {@link Literal numbers}, booleans
 * and null. A name that occurs twice in an object is refused too.
 */
public final class Json {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern FOUR_HEX_DIGITS = Pattern.compile("[0-9a-fA-F]{4}");
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** A number as it was written, to be read in the precision that its user wants. */
    public record Literal(String text) {}

    /**
     * The value that a text is, with blanks around it.
     *
     * @throws IllegalArgumentException if it is not one JSON value, saying where
     */
    public static Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value();
        if (json.peek() != 0 || json.at < text.length()) {
            throw json.error("nothing more");
        }
        return value;
    }

    private Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> new Literal(match(NUMBER, "a value"));
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        if (peek() == '}') {
            at++;
            return members;
        }
        do {
            if (peek() != '"') {
                throw error("a name in quotes");
            }
            String name = string();
            if (members.containsKey(name)) {
                throw error("another name than \"" + name + "\" a second time");
            }
            require(':');
            members.put(name, value());
        } while (another('}'));
        return members;
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        at++;
        if (peek() == ']') {
            at++;
            return elements;
        }
        do {
            elements.add(value());
        } while (another(']'));
        return elements;
    }

    private String string() {
        StringBuilder result = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            char c = text.charAt(at);
            if (c < ' ') {
                throw error("no control character in a string");
            }
            result.append(c == '\\' ? escaped() : c);
        }
        if (at == text.length()) {
            throw error("a closing quote");
        }
        at++;
        return result.toString();
    }

    /** What an escape stands for; stops at its last character. */
    private char escaped() {
        at++;
        char c = at < text.length() ? text.charAt(at) : 0;
        if (c == 'u') {
            at++;
            char unit = (char) Integer.parseInt(match(FOUR_HEX_DIGITS, "four hexadecimal digits"), 16);
            at--;
            return unit;
        }
        int which = ESCAPES.indexOf(c);
        if (which < 0) {
            throw error("an escape");
        }
        return ESCAPED.charAt(which);
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw error(word);
        }
        at += word.length();
        return value;
    }

    private String match(Pattern pattern, String expected) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw error(expected);
        }
        at = matcher.end();
        return matcher.group();
    }

    /** Whether another element follows; passes the comma or the closing bracket. */
    private boolean another(char closing) {
        if (peek() == closing) {
            at++;
            return false;
        }
        require(',');
        return true;
    }

    private void require(char expected) {
        if (peek() != expected) {
            throw error("'" + expected + "'");
        }
        at++;
    }

    /** The next character that is not blank; 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private IllegalArgumentException error(String expected) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new IllegalArgumentException("JSON: " + found + " at character " + at + "; needed: " + expected);
    }
}
