package org.closedform.examples.app;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.closedform.tensor.Tensor;

/**
 * Values as JSON (RFC 8259): a record is an object of its components, a list an array, a tensor an array of arrays, a constant its
 * name. JSON has no NaN and no infinity; they become strings that JavaScript's {@code Number} reads.
 */
final class Json {
    private Json() {}

    /**
     * The text of a value.
     *
     * @throws IllegalArgumentException if a value has none of these types
     */
    static String of(Object value) {
        if (value instanceof Tensor tensor) {
            return tensor.rank() == 0 ? number(tensor.item()) : array(rows(tensor));
        } else if (value instanceof List<?> list) {
            return array(list);
        } else if (value instanceof Record record) {
            return object(record);
        } else if (value instanceof Double number) {
            return number(number);
        } else if (value instanceof Integer || value instanceof Boolean) {
            return value.toString();
        } else if (value instanceof String text) {
            return string(text);
        } else if (value instanceof Enum<?> constant) {
            return string(constant.name());
        }
        throw new IllegalArgumentException(
                "Json: " + value + " is no record, list, tensor, number, boolean, string or constant");
    }

    /** The parts of a tensor along its first axis. */
    static List<Tensor> rows(Tensor tensor) {
        return IntStream.range(0, tensor.shape().dimension(0))
                .mapToObj(i -> tensor.select(0, i))
                .toList();
    }

    private static String array(List<?> elements) {
        return elements.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
    }

    private static String object(Record record) {
        return components(record).entrySet().stream()
                .map(component -> string(component.getKey()) + ":" + of(component.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** The components of a record by their names, in order. */
    static Map<String, Object> components(Record record) {
        Map<String, Object> components = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            components.put(component.getName(), value(component, record));
        }
        return components;
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("Json: " + component + " cannot be read", e);
        }
    }

    private static String number(double number) {
        return Double.isFinite(number) ? Double.toString(number) : string(Double.toString(number));
    }

    private static String string(String text) {
        return text.chars().mapToObj(Json::escaped).collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(int unit) {
        if (unit == '"' || unit == '\\') {
            return "\\" + (char) unit;
        }
        return unit < ' ' ? String.format("\\u%04x", unit) : String.valueOf((char) unit);
    }
}
