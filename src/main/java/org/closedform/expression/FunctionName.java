package org.closedform.expression;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A function as it is named in a formula, with the axis that its index says.
 *
 * @param name without the index
 * @param axis of the index, as in {@code sum_n}
 */
record FunctionName(String name, Optional<Axis> axis) {
    /** All functions, without an index. */
    static final List<String> ALL = Stream.concat(
                    Arrays.stream(Elementwise.Function.values()).map(Elementwise.Function::text),
                    Arrays.stream(AlongAxis.Function.values()).map(AlongAxis.Function::text))
            .toList();

    private static final List<String> OF_SAMPLES = List.of("n", "N", "samples");
    private static final List<String> OF_CLASSES = List.of("i", "j", "k", "c", "C", "classes");

    /** Reads a name such as {@code mean_n}, or {@code sigma}, which is the sigmoid where brackets follow. */
    static FunctionName of(Token token) {
        int index = token.text().indexOf('_');
        String name = index < 0 ? token.text() : token.text().substring(0, index);
        FunctionName function = new FunctionName(
                name.equals("sigma") ? "sigmoid" : name,
                index < 0
                        ? Optional.empty()
                        : Optional.of(axis(token, token.text().substring(index + 1))));
        if (!ALL.contains(function.name)) {
            throw token.place().error(Unknown.function(token.text()));
        }
        if (index >= 0 && function.alongAxis().isEmpty()) {
            throw token.place().error(name + " is of each number, along no axis; write " + name + "(…)");
        }
        return function;
    }

    private static Axis axis(Token token, String index) {
        if (OF_SAMPLES.contains(index)) {
            return Axis.SAMPLES;
        } else if (OF_CLASSES.contains(index)) {
            return Axis.CLASSES;
        }
        throw token.place()
                .error("the index of " + token.text() + " is unknown; _n is over the samples, and _i over the classes");
    }

    /** Whether a name may only stand before a bracket. */
    static boolean isFunction(String name) {
        int index = name.indexOf('_');
        return ALL.contains(index < 0 ? name : name.substring(0, index));
    }

    Optional<Elementwise.Function> elementwise() {
        return Arrays.stream(Elementwise.Function.values())
                .filter(function -> function.text().equals(name))
                .findFirst();
    }

    Optional<AlongAxis.Function> alongAxis() {
        return Arrays.stream(AlongAxis.Function.values())
                .filter(function -> function.text().equals(name))
                .findFirst();
    }
}
