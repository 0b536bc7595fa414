package org.closedform.examples.app;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.closedform.tensor.Tensor;

/**
 * Many answers of a panel as one JSON text, in which what occurs again is written once. It is an object of
 *
 * <ul>
 *   <li>{@code questions}: from each question to the place of its answer;
 *   <li>{@code answers}: the answers;
 *   <li>{@code table}: what <code>{"=": k}</code> stands for in answers and table.
 * </ul>
 *
 * A list of records is <code>{"|": columns}</code>, an object of a list for each component. A list in which neighbours are often equal is
 * <code>{"*": [count, element, count, element, …]}</code>. Numbers have six digits, or more if they
 * are less than 100 000 and their third decimal asks for it.
 */
final class PackedAnswers {
    private static final int SHORT = 24;
    private static final int RUN = 2;
    private static final int DIGITS = 6;
    private static final int DECIMALS = 3;

    private final Map<String, Integer> table = new LinkedHashMap<>();

    /** Many answers have tensors that are equal. */
    private final Map<Tensor, String> texts = new HashMap<>();

    private PackedAnswers() {}

    /** The text of questions, in the order of their answers. */
    static String of(List<String> questions, List<? extends Record> answers) {
        PackedAnswers packed = new PackedAnswers();
        String columns = packed.rows(answers);
        Map<String, Integer> places = new TreeMap<>();
        for (String question : questions) {
            places.put(question, places.size());
        }
        return "{\"questions\":" + object(places, String::valueOf) + ",\n\"answers\":" + columns + ",\n\"table\":["
                + String.join(",\n", packed.table.keySet()) + "]}";
    }

    private String text(Object value) {
        if (value instanceof Tensor tensor) {
            return once(texts.computeIfAbsent(tensor, PackedAnswers::tensor));
        } else if (value instanceof List<?> list && isTable(list)) {
            return once(rows(list));
        } else if (value instanceof List<?> list) {
            return once(array(list, this::text));
        } else if (value instanceof Record record) {
            return once(object(Json.components(record), this::text));
        } else if (value instanceof Double number) {
            return number(number);
        }
        return once(Json.of(value));
    }

    /** The text itself if it is short, or its place in the table. */
    private String once(String text) {
        if (text.length() < SHORT) {
            return text;
        }
        Integer place = table.putIfAbsent(text, table.size());
        return "{\"=\":" + (place == null ? table.size() - 1 : place) + "}";
    }

    private static boolean isTable(List<?> list) {
        return !list.isEmpty()
                && list.get(0) instanceof Record first
                && !(first instanceof Tensor)
                && list.stream().allMatch(element -> element.getClass() == first.getClass());
    }

    private String rows(List<?> records) {
        List<Map<String, Object>> rows =
                records.stream().map(record -> Json.components((Record) record)).toList();
        Map<String, Object> columns = new LinkedHashMap<>();
        for (String name : rows.get(0).keySet()) {
            columns.put(name, rows.stream().map(row -> row.get(name)).toList());
        }
        return "{\"|\":" + object(columns, this::text) + "}";
    }

    private static <T> String object(Map<String, T> components, Function<T, String> text) {
        return components.entrySet().stream()
                .map(component -> Json.of(component.getKey()) + ":" + text.apply(component.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static <T> String array(List<T> elements, Function<? super T, String> text) {
        List<String> texts = elements.stream().map(text).toList();
        List<String> runs = new ArrayList<>();
        for (int from = 0, to; from < texts.size(); from = to) {
            to = from + 1;
            while (to < texts.size() && texts.get(to).equals(texts.get(from))) {
                to++;
            }
            runs.add(to - from + "," + texts.get(from));
        }
        return RUN * runs.size() < texts.size()
                ? "{\"*\":[" + String.join(",", runs) + "]}"
                : "[" + String.join(",", texts) + "]";
    }

    private static String tensor(Tensor tensor) {
        return tensor.rank() == 0 ? number(tensor.item()) : array(Json.rows(tensor), PackedAnswers::tensor);
    }

    private static String number(double number) {
        if (number == 0 || !Double.isFinite(number)) {
            return Json.of(number);
        }
        BigDecimal rounded = rounded(number).stripTrailingZeros();
        return Stream.of(rounded.toPlainString(), rounded.toString())
                .min((a, b) -> a.length() - b.length())
                .get();
    }

    /** A finite number, as an exported page has it. */
    static BigDecimal rounded(double number) {
        BigDecimal exact = BigDecimal.valueOf(number);
        int whole = exact.precision() - exact.scale();
        int digits = whole < DIGITS ? Math.max(DIGITS, whole + DECIMALS) : DIGITS;
        return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }
}
