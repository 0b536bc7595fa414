package org.closedform.text;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * An object in JSON (RFC 8259), one member a line. JSON has no NaN and no infinities: they are the strings {@code "NaN"},
 * {@code "Infinity"} and {@code "-Infinity"}, which JavaScript's {@code Number} reads.
 */
public final class JsonObject {
    private final StringJoiner members = new StringJoiner(",\n  ", "{\n  ", "\n}");

    /**
     * Adds a member.
     *
     * @param name its name
     * @param value a text
     * @return this
     */
    public JsonObject with(String name, String value) {
        return member(name, text(value));
    }

    /**
     * Adds a member.
     *
     * @param name its name
     * @param value a number
     * @return this
     */
    public JsonObject with(String name, double value) {
        return member(name, number(value));
    }

    /**
     * Adds a member.
     *
     * @param name its name
     * @param value a whole number
     * @return this
     */
    public JsonObject with(String name, long value) {
        return member(name, Long.toString(value));
    }

    /**
     * Adds a member.
     *
     * @param name its name
     * @param value an object
     * @return this
     */
    public JsonObject with(String name, JsonObject value) {
        return member(name, value.toString());
    }

    /**
     * Adds a member.
     *
     * @param name its name
     * @param values a list of objects
     * @return this
     */
    public JsonObject withObjects(String name, List<JsonObject> values) {
        return member(
                name,
                values.isEmpty()
                        ? "[]"
                        : values.stream().map(JsonObject::toString).collect(Collectors.joining(", ", "[", "]")));
    }

    /**
     * Adds a member.
     *
     * @param name its name
     * @param values a list of texts
     * @return this
     */
    public JsonObject withTexts(String name, List<String> values) {
        return member(name, values.stream().map(JsonObject::text).collect(Collectors.joining(", ", "[", "]")));
    }

    /**
     * Adds a member.
     *
     * @param name its name
     * @param numbers a list of numbers, as {@link #number} or {@link Decimals} writes them
     * @return this
     */
    public JsonObject withNumbers(String name, List<String> numbers) {
        return member(name, "[" + String.join(", ", numbers) + "]");
    }

    private JsonObject member(String name, String value) {
        members.add(text(name) + ": " + value.replace("\n", "\n  "));
        return this;
    }

    /**
     * {@return a float64 with as many digits as it needs to be read back bit for bit}
     *
     * @param value any number
     */
    public static String number(double value) {
        return Double.isFinite(value) ? Decimals.exact(value) : text(Double.toString(value));
    }

    private static String text(String text) {
        return text.chars().mapToObj(JsonObject::escaped).collect(Collectors.joining("", "\"", "\""));
    }

    /** Halves of characters beyond the first 65,536 are escaped, so that a lone half is still JSON in UTF-8. */
    private static String escaped(int unit) {
        if (unit == '"' || unit == '\\') {
            return "\\" + (char) unit;
        }
        boolean isPlain = unit >= ' ' && !Character.isSurrogate((char) unit) && unit != 0x2028 && unit != 0x2029;
        String digits = Integer.toHexString(unit);
        return isPlain ? String.valueOf((char) unit) : "\\u" + "0".repeat(4 - digits.length()) + digits;
    }

    /** {@return the object's text} */
    @Override
    public String toString() {
        return members.toString();
    }
}
