package org.closedform.expression;

import static java.util.Map.entry;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What to say to a character or a name that the language does not have. */
final class Unknown {
    /** Kinds of characters that show nothing, or nothing by themselves. */
    private static final Set<Integer> HIDDEN = Stream.of(
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.OTHER_SYMBOL)
            .map(Byte::intValue)
            .collect(Collectors.toSet());

    /** Functions that other languages have, and what to write here. */
    private static final Map<String, String> INSTEAD = Map.ofEntries(
            entry("abs", "max(x, -x)"),
            entry("sign", "step(x) - step(-x)"),
            entry("relu", "max(0, x)"),
            entry("min", "-max(-x, -y)"),
            entry("log2", "log(x)/log(2)"),
            entry("log10", "log(x)/log(10)"),
            entry("log1p", "log(1 + x)"),
            entry("expm1", "exp(x) - 1"),
            entry("sinh", "(exp(x) - exp(-x))/2"),
            entry("cosh", "(exp(x) + exp(-x))/2"),
            entry("softplus", "log(1 + exp(x))"),
            entry("silu", "x*sigmoid(x)"),
            entry("logsumexp", "log(sum(exp(x)))"),
            entry("dot", "sum(x*y)"),
            entry("var", "mean((x - mean(x))^2)"),
            entry("square", "x^2"),
            entry("pow", "x^2"));

    private Unknown() {}

    /** The reason for refusing a character. */
    static String character(int character) {
        if (character == '=') {
            return "there is no =; type only what stands to the right of it";
        }
        if ("[]{}".indexOf(character) >= 0) {
            return "brackets are round here: ( and )";
        }
        if (character == '\'' || character == '′') {
            return "there is no sign for a derivative; write the derivative itself, such as y*(1 - y)";
        }
        if ("<>≤≥".indexOf(character) >= 0) {
            return "there are no comparisons; step(x) is 1 where x is above 0, and 0 elsewhere";
        }
        if (character == '∂' || character == '∇') {
            return "a derivative has a name here: ∂C/∂y is dy";
        }
        if (character == '|') {
            return "there are no bars; the absolute value of x is max(x, -x)";
        }
        return "there is no " + shown(character) + " here; there are numbers, names, + - * / ^ and round brackets";
    }

    private static String shown(int character) {
        boolean isVisible = Character.isBmpCodePoint(character) && !HIDDEN.contains(Character.getType(character));
        return isVisible ? Character.toString(character) : String.format("character U+%04X", character);
    }

    /** The reason for refusing a name, which none of the known ones is. */
    static String name(String name, Collection<String> known) {
        int index = name.indexOf('_');
        if (index > 0 && known.contains(name.substring(0, index))) {
            return name + " has an index; write " + name.substring(0, index)
                    + ", which stands for all its numbers at once";
        }
        if (name.equals("e")) {
            return "e is unknown; write exp(x) for e^x";
        }
        String names = "there " + (known.size() == 1 ? "is " : "are ") + list(known);
        if (name.equals("N") || name.equals("C")) {
            String shape = name.equals("N") ? "[N, C]" : "[N, C] or [C]";
            return name + " is unknown here, since no tensor is " + shape + "; " + names;
        }
        return known.stream()
                .filter(candidate -> candidate.equalsIgnoreCase(name))
                .findFirst()
                .map(candidate -> "write " + candidate + " for " + name + "; " + names)
                .orElse(name + " is unknown here; " + names);
    }

    /** The reason for refusing a call. */
    static String function(String name) {
        String spelled = Spelling.name(name.toLowerCase(Locale.ROOT));
        String instead = INSTEAD.get(spelled);
        if (instead != null) {
            return name + " is not a function here; write " + instead;
        }
        return FunctionName.ALL.stream()
                .filter(spelled::equals)
                .findFirst()
                .map(candidate -> "write " + candidate + " for " + name)
                .orElse(name + " is not a function: these are " + list(FunctionName.ALL) + "; to multiply, write "
                        + name + "*(…)");
    }

    /** x, y and dy. */
    static String list(Collection<String> names) {
        List<String> all = List.copyOf(names);
        return all.size() < 2
                ? String.join("", all)
                : String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.get(all.size() - 1);
    }
}
