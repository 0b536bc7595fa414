package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The questions that an exported page can ask a panel, and what limits its controls to them.
 *
 * @param file the parameter whose value names the file that an answer is in; empty if one file has them all
 * @param questions the values of all parameters, question by question
 * @param attributes for ids of elements: the attributes that they have in an exported page
 */
record Grid(String file, List<Map<String, String>> questions, Map<String, Map<String, String>> attributes) {

    /** No questions: the panel needs the app. */
    static final Grid NONE = new Grid("", List.of(), Map.of());

    /** One question without parameters. */
    static final Grid ONE = new Grid("", List.of(Map.of()), Map.of());

    Grid {
        questions = List.copyOf(questions);
        attributes = Map.copyOf(attributes);
    }

    /** A question for each value of a parameter, and a file for each answer. */
    static Grid by(String parameter, List<String> values) {
        Grid grid = ONE.times(parameter, values);
        return new Grid(parameter, grid.questions, Map.of());
    }

    /** The same, for the stops of a slider. */
    static Grid by(String parameter, Slider slider) {
        return by(parameter, slider.stops()).with(slider.id(), slider.attributes());
    }

    /** Each question with each value of one more parameter. */
    Grid times(String parameter, List<String> values) {
        List<Map<String, String>> all = questions.stream()
                .flatMap(question -> values.stream().map(value -> {
                    Map<String, String> longer = new HashMap<>(question);
                    longer.put(parameter, value);
                    return Map.copyOf(longer);
                }))
                .toList();
        return new Grid(file, all, attributes);
    }

    /** The same, for the stops of a slider. */
    Grid times(String parameter, Slider slider) {
        return times(parameter, slider.stops()).with(slider.id(), slider.attributes());
    }

    /** These questions and those of another grid with the same files, each once. */
    Grid plus(Grid other) {
        List<Map<String, String>> all = Stream.concat(questions.stream(), other.questions.stream())
                .distinct()
                .toList();
        Map<String, Map<String, String>> both = new HashMap<>(attributes);
        both.putAll(other.attributes);
        return new Grid(file, all, both);
    }

    /** With attributes of an element. */
    Grid with(String id, Map<String, String> given) {
        Map<String, Map<String, String>> more = new HashMap<>(attributes);
        more.put(id, given);
        return new Grid(file, questions, more);
    }

    /** The questions of each file. */
    Map<String, List<Map<String, String>>> files() {
        Map<String, List<Map<String, String>>> files = new TreeMap<>();
        for (Map<String, String> question : questions) {
            files.computeIfAbsent(question.getOrDefault(file, "all"), name -> new ArrayList<>())
                    .add(question);
        }
        return files;
    }
}
