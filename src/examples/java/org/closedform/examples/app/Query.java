package org.closedform.examples.app;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.closedform.tensor.Tensor;

/**
 * The parameters of a request, read strictly. Every method throws {@link BadQueryException} if the parameter is missing, or its value
 * is not of the method's kind.
 *
 * @param values the value of each parameter
 */
record Query(Map<String, String> values) {
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern INTEGER = Pattern.compile("[0-9]{1,9}");
    private static final int QUOTED = 40;

    /**
     * Reads the parameters of a URL.
     *
     * @param rawQuery the query of the URL, such as {@code gamma=1&beta=0}
     * @param known the names of the parameters that are allowed
     */
    static Query of(String rawQuery, List<String> known) {
        Map<String, String> values = new HashMap<>();
        for (String pair : rawQuery.isEmpty() ? new String[0] : rawQuery.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            String name = decoded(parts[0]);
            if (!known.contains(name)) {
                throw new BadQueryException("The parameter " + quoted(name) + " is unknown here; there are "
                        + (known.isEmpty() ? "none" : String.join(", ", known)) + ".");
            }
            if (values.put(name, decoded(parts.length == 2 ? parts[1] : "")) != null) {
                throw new BadQueryException(name + " came twice, but is needed once.");
            }
        }
        return new Query(Map.copyOf(values));
    }

    /** Decodes the escapes; the server has already refused a URL with a broken one. */
    private static String decoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }

    /** A number in a range. */
    double number(String name, Range range) {
        return number(name, value(name, "a number " + range), range);
    }

    private static double number(String what, String text, Range range) {
        double number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        return require(range.contains(number), number, what, text, "a number " + range);
    }

    /** An integer in a range, none of them negative. */
    int integer(String name, Range range) {
        String expected = "an integer " + range;
        String text = value(name, expected);
        int integer = INTEGER.matcher(text).matches() ? Integer.parseInt(text) : -1;
        return require(range.contains(integer), integer, name, text, expected);
    }

    /**
     * A list of numbers with commas between them.
     *
     * @param count the range of their count
     * @param range the range of each number
     * @return a vector
     */
    Tensor numbers(String name, Range count, Range range) {
        String[] parts = value(name, "numbers with commas between").split(",", -1);
        if (!count.contains(parts.length)) {
            String wanted = count.from() == count.to() ? String.valueOf(count.from()) : count.toString();
            throw new BadQueryException(name + " has " + parts.length + " numbers, but " + wanted + " are needed.");
        }
        List<Double> numbers = new ArrayList<>();
        for (String part : parts) {
            numbers.add(number("number " + (numbers.size() + 1) + " of " + name, part, range));
        }
        return Tensor.of(numbers.stream().mapToDouble(number -> number).toArray());
    }

    /** A value of true or false. */
    boolean flag(String name) {
        String expected = "true or false";
        String text = value(name, expected);
        boolean yes = text.equals("true");
        return require(yes || text.equals("false"), yes, name, text, expected);
    }

    /** A constant of an enum, by its name in lower case. */
    <E extends Enum<E>> E choice(String name, Class<E> constants) {
        List<E> all = List.of(constants.getEnumConstants());
        List<String> names = all.stream()
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        return all.get(names.indexOf(choice(name, names)));
    }

    /** One of some names. */
    String choice(String name, List<String> names) {
        String expected = "one of " + String.join(", ", names);
        String text = value(name, expected);
        return require(names.contains(text), text, name, text, expected);
    }

    /** Any text of at most so many characters. */
    String text(String name, int longest) {
        String text = value(name, "a text of at most " + longest + " characters");
        if (text.length() > longest) {
            throw new BadQueryException(
                    name + " has " + text.length() + " characters, but at most " + longest + " are possible.");
        }
        return text;
    }

    private String value(String name, String expected) {
        String value = values.get(name);
        if (value == null) {
            throw new BadQueryException(name + " is missing; needed is " + expected + ".");
        }
        return value;
    }

    private static <T> T require(boolean right, T value, String what, String text, String expected) {
        if (!right) {
            throw new BadQueryException(what + " is " + quoted(text) + ", but needed is " + expected + ".");
        }
        return value;
    }

    private static String quoted(String text) {
        return text.length() <= QUOTED ? "\"" + text + "\"" : "\"" + text.substring(0, QUOTED) + "…\"";
    }
}
