package org.closedform.lesson;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that a layer's symbols have in a network: W becomes W₂ in layer 2, x̂ becomes x̂₂, and W_hh becomes W₂_hh. Letters that
 * stand for a setting or a count, such as ε and m, are numbered too. A symbol whose new name is taken gets another letter: a₂ is the
 * output of layer 2, so a symbol a inside of the layer becomes ρ₂.
 */
final class LayerSymbols {
    private static final Pattern PLAIN = Pattern.compile("(" + Renaming.NAME + ")([′²³]*)((?:" + Latex.INDEX + ")?)");

    /** A letter that no explanation uses, and hardly any name of a part. */
    private static final String OTHER_LETTER = "ρ";

    private final int layer;
    private final Map<String, String> symbols;
    private final Map<String, String> names = new LinkedHashMap<>();

    private LayerSymbols(int layer, Map<String, String> symbols) {
        this.layer = layer;
        this.symbols = symbols;
    }

    /**
     * The new names of all symbols of a layer.
     *
     * @param layer its number
     * @param example the layer explained on its own
     * @param symbols the new names of what goes in and comes out, and of their gradients
     */
    static Renaming of(int layer, WorkedExample example, Map<String, String> symbols) {
        LayerSymbols all = new LayerSymbols(layer, symbols);
        symbols.forEach(all::nameLike);
        List<Step> steps = example.steps().stream()
                .flatMap(step -> Stream.concat(Stream.of(step), step.finer().stream()))
                .toList();
        all.name(steps.stream().map(Step::symbol).flatMap(LayerSymbols::names).toList());
        all.name(
                steps.stream().map(Step::formula).flatMap(LayerSymbols::letters).toList());
        return new Renaming(symbols, all.names);
    }

    /** A name that stands for W₂ also does for W₂_oi, and so does that of W₂_hh. */
    private void nameLike(String symbol, String renamed) {
        Matcher plain = PLAIN.matcher(symbol);
        if (plain.matches() && plain.group(2).isEmpty() && renamed.endsWith(plain.group(3))) {
            names.putIfAbsent(
                    plain.group(1),
                    renamed.substring(0, renamed.length() - plain.group(3).length()));
        }
    }

    private void name(List<String> found) {
        Set<String> all = new LinkedHashSet<>(found);
        all.addAll(names.keySet());
        for (String name : found) {
            boolean isGradient = name.startsWith("d") && name.length() > 1 && all.contains(name.substring(1));
            if (!names.containsKey(name) && !isGradient) {
                names.put(name, free(name));
            }
        }
    }

    private String free(String name) {
        Set<String> taken = new HashSet<>(symbols.values());
        taken.addAll(names.values());
        taken.add("a" + subscript(layer));
        return Stream.of(name, OTHER_LETTER)
                .map(letter -> letter + subscript(layer))
                .filter(candidate -> !taken.contains(candidate))
                .findFirst()
                .orElse(name + "′" + subscript(layer));
    }

    /** The name in a symbol that has one alone. */
    private static Stream<String> names(String symbol) {
        Matcher plain = PLAIN.matcher(symbol);
        return plain.matches() ? Stream.of(plain.group(1)) : Stream.of();
    }

    /** The letters of a formula that may stand for a number; those that it has as an index do not. */
    private static Stream<String> letters(String formula) {
        String indices = Latex.INDEX
                .matcher(formula)
                .results()
                .map(index -> index.group(1))
                .collect(Collectors.joining());
        String text = Latex.INDEX
                .matcher(formula)
                .replaceAll(index -> "_" + " ".repeat(index.group().length() - 1));
        List<String> letters = new ArrayList<>();
        Matcher name = Renaming.NAME.matcher(text);
        while (name.find()) {
            String run = name.group();
            boolean isLetter = run.replaceAll("\\p{M}", "").length() == 1;
            if (isLetter && !indices.contains(run) && !Renaming.isConstant(run, text, name.end())) {
                letters.add(run);
            }
        }
        return letters.stream();
    }

    /** A symbol with the number of a layer, as long as no other has it. */
    static String numbered(String symbol, int layer) {
        Matcher plain = PLAIN.matcher(symbol);
        if (!plain.matches()) {
            return symbol + subscript(layer);
        }
        String name = plain.group(1).equals("a") ? OTHER_LETTER : plain.group(1);
        return name + subscript(layer) + plain.group(2) + plain.group(3);
    }

    /** The gradient of a symbol, as the share of it that comes back through a layer. */
    static String share(String symbol, int layer) {
        return "d" + numbered(symbol.matches("a(_.*)?") ? "x" + symbol.substring(1) : symbol, layer);
    }

    /** Symbols, with a prime where they are taken, by one of these or before. */
    static List<String> distinct(List<String> symbols, List<String> taken) {
        Set<String> all = new HashSet<>(taken);
        List<String> distinct = new ArrayList<>();
        for (String symbol : symbols) {
            String free = symbol;
            while (!all.add(free)) {
                free = primed(free);
            }
            distinct.add(free);
        }
        return distinct;
    }

    /** dW₁_hh becomes dW₁′_hh. */
    static String primed(String symbol) {
        int index = symbol.indexOf('_');
        return index < 0 ? symbol + "′" : symbol.substring(0, index) + "′" + symbol.substring(index);
    }

    static String subscript(int number) {
        return Integer.toString(number)
                .chars()
                .mapToObj(digit -> Character.toString('₀' + digit - '0'))
                .collect(Collectors.joining());
    }
}
