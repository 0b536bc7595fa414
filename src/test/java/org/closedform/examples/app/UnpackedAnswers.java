package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.closedform.onnx.Json;

/** The answers in a text of {@link PackedAnswers}, as the page reads them. */
final class UnpackedAnswers {
    private final Map<?, ?> questions;
    private final Object answers;
    private final List<?> table;

    UnpackedAnswers(String text) {
        Map<?, ?> parts = (Map<?, ?>) Json.parse(text);
        questions = (Map<?, ?>) parts.get("questions");
        table = (List<?>) parts.get("table");
        answers = unpacked(parts.get("answers"));
    }

    /** The answer to a question, as a JSON value. */
    Object answer(String question) {
        return ((List<?>) answers).get(Integer.parseInt(((Json.Literal) questions.get(question)).text()));
    }

    int size() {
        return questions.size();
    }

    private Object unpacked(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(this::unpacked).toList();
        } else if (value instanceof Map<?, ?> map && map.get("=") instanceof Json.Literal place) {
            return unpacked(table.get(Integer.parseInt(place.text())));
        } else if (value instanceof Map<?, ?> map && map.get("*") instanceof List<?> runs) {
            List<Object> elements = new ArrayList<>();
            for (int k = 0; k < runs.size(); k += 2) {
                int count = Integer.parseInt(((Json.Literal) runs.get(k)).text());
                elements.addAll(Collections.nCopies(count, unpacked(runs.get(k + 1))));
            }
            return elements;
        } else if (value instanceof Map<?, ?> map && map.get("|") instanceof Map<?, ?> columns) {
            return rows(unpackedParts(columns));
        } else if (value instanceof Map<?, ?> map) {
            return unpackedParts(map);
        }
        return value;
    }

    private Map<String, Object> unpackedParts(Map<?, ?> map) {
        Map<String, Object> parts = new LinkedHashMap<>();
        map.forEach((name, part) -> parts.put((String) name, unpacked(part)));
        return parts;
    }

    private static List<Map<String, Object>> rows(Map<String, Object> columns) {
        int count = ((List<?>) columns.values().iterator().next()).size();
        return IntStream.range(0, count)
                .mapToObj(k -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    columns.forEach((name, column) -> row.put(name, ((List<?>) column).get(k)));
                    return row;
                })
                .toList();
    }
}
