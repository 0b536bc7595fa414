package org.closedform.lesson;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Gives symbols other names, wherever they are mentioned in formulas and sentences.
 *
 * <p>A formula is read name by name: a name is a letter with its marks, such as x̂, or a run of letters, such as dx or exp, and may have
 * an index after it, which is left as it is. So y_o becomes a₂_o, and dx_ni becomes da₁_ni; no word and no index is touched.
 *
 * @param symbols new names of whole symbols, such as h_0; they come before those of single names
 * @param names new names of single names, whatever their index
 */
record Renaming(Map<String, String> symbols, Map<String, String> names) {
    /** A letter or a run of letters; not the signs for sums and transposes, which Unicode counts among the letters. */
    static final Pattern NAME = Pattern.compile("[\\p{L}&&[^ᵀΣ]][\\p{L}\\p{M}\\d&&[^ᵀ]]*");

    private static final Pattern CONTINUED = Pattern.compile("[\\p{Ll}\\p{Lu}\\p{M}\\d₀-₉′]");
    private static final String MATHEMATICS = "=−+·/⊙²³_^<>≤≥";

    /** A formula, or a symbol, with the new names. */
    String formula(String formula) {
        return renamed(formula, false);
    }

    /** A sentence with the new names; the word "a" is not the symbol a. */
    String sentence(String sentence) {
        return renamed(sentence, true);
    }

    private String renamed(String text, boolean isSentence) {
        Matcher name = NAME.matcher(text);
        Matcher index = Latex.INDEX.matcher(text);
        StringBuilder renamed = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = at + 1;
            if (index.region(at, text.length()).lookingAt()) {
                end = index.end();
                renamed.append(text, at, end);
            } else if (name.region(at, text.length()).lookingAt()) {
                String symbol = isSentence && isWord(text, at, name.end()) ? "" : symbolAt(text, at);
                end = symbol.isEmpty() ? name.end() : at + symbol.length();
                boolean isLeft = symbol.isEmpty() && isSentence && isWord(text, at, end);
                String run = text.substring(at, end);
                renamed.append(isLeft ? run : symbol.isEmpty() ? named(run, text, end) : symbols.get(symbol));
            } else {
                renamed.append(text, at, end);
            }
            at = end;
        }
        return renamed.toString();
    }

    /** The longest symbol that is mentioned at a place; empty if there is none. */
    private String symbolAt(String text, int at) {
        return symbols.keySet().stream()
                .filter(symbol -> text.startsWith(symbol, at) && !isContinued(text, at + symbol.length()))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }

    private static boolean isContinued(String text, int at) {
        return at < text.length() && CONTINUED.matcher(text).region(at, at + 1).matches();
    }

    private String named(String run, String text, int end) {
        if (isConstant(run, text, end)) {
            return run;
        }
        if (names.containsKey(run)) {
            return names.get(run);
        }
        return run.startsWith("d") && names.containsKey(run.substring(1)) ? "d" + names.get(run.substring(1)) : run;
    }

    /** Whether a name stands for a function or a number that is the same everywhere: σ(x), e^x, π, and 1 where i = j is δ_ij. */
    static boolean isConstant(String run, String text, int end) {
        String after = text.substring(end);
        return switch (run) {
            case "σ", "φ", "Φ" -> after.startsWith("(") || after.startsWith("′(");
            case "e" -> after.startsWith("^");
            case "δ" -> after.startsWith("_");
            default -> run.equals("π");
        };
    }

    /** Whether a letter in a sentence is the article, or the end of a word with an apostrophe. */
    private static boolean isWord(String text, int at, int end) {
        String run = text.substring(at, end);
        if (at > 0 && "'’".indexOf(text.charAt(at - 1)) >= 0) {
            return true;
        }
        if (!run.equals("a") && !run.equals("A") && !run.equals("I")) {
            return false;
        }
        String before = text.substring(0, at).stripTrailing();
        String after = text.substring(end).stripLeading();
        return !isMathematics(before, before.length() - 1) && !isMathematics(after, 0);
    }

    private static boolean isMathematics(String text, int at) {
        return at >= 0 && at < text.length() && MATHEMATICS.indexOf(text.charAt(at)) >= 0;
    }

    /** A step with the new names. */
    Step step(Step step) {
        String formula = formula(step.formula());
        boolean isDerived = step.latex().equals(Latex.of(step.formula()));
        return new Step(
                step.phase(),
                formula(step.symbol()),
                sentence(step.name()),
                formula,
                isDerived ? Latex.of(formula) : new LatexRenaming(this).renamed(step.latex()),
                sentence(step.note()),
                step.dependsOn().stream().map(this::formula).distinct().toList(),
                step.value(),
                step.finer().stream().map(this::step).toList());
    }

    /** All that has a new name, the longest first. */
    List<String> renamed() {
        return Stream.concat(symbols.keySet().stream(), names.keySet().stream())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }
}
