package org.closedform.lesson;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Translates formulas from Unicode to LaTeX: each formula is written only once.
 *
 * <p>A slash between spaces divides the whole product before it by the one factor after it (Σ and its factor count as one). A slash
 * without spaces divides single names, as in ∂y/∂x. {@code v where c, w where d} at the end of a formula becomes cases. W₂_oi, of layer 2,
 * has one index, W_{2,oi}.
 */
final class Latex {
    private static final Map<String, String> OPERATORS = Map.of(
            " = ", " = ", " + ", " + ", " − ", " - ", " > ", " > ", " < ", " < ", " ≥ ", " \\ge ", " ≤ ", " \\le ");
    private static final Set<String> FUNCTIONS = Set.of("log", "max", "min", "tanh");
    private static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("α", "\\alpha"),
            Map.entry("β", "\\beta"),
            Map.entry("γ", "\\gamma"),
            Map.entry("δ", "\\delta"),
            Map.entry("ε", "\\varepsilon"),
            Map.entry("μ", "\\mu"),
            Map.entry("π", "\\pi"),
            Map.entry("σ", "\\sigma"),
            Map.entry("φ", "\\varphi"),
            Map.entry("Σ", "\\sum"),
            Map.entry("Φ", "\\Phi"),
            Map.entry("ℓ", "\\ell"),
            Map.entry("∂", "\\partial "),
            Map.entry("·", "\\cdot"),
            Map.entry("⊙", "\\odot"),
            Map.entry("ᵀ", "^\\top"),
            Map.entry("²", "^2"),
            Map.entry("³", "^3"),
            Map.entry("′", "'"),
            Map.entry("−", "-"),
            Map.entry("‖", "\\Vert "),
            Map.entry("∞", "\\infty"),
            Map.entry("…", "\\dots"));
    private static final Pattern ROOT_OR_POWER = Pattern.compile("(√|exp)\\(");
    private static final Pattern HAT = Pattern.compile("([a-z])\u0302");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z]{2,}(?!\u0302)");
    /** An index, such as _i or _t−1 or _1,f. */
    static final Pattern INDEX = Pattern.compile("_([a-zA-Z\\d]+(?:[,−][a-zA-Z\\d]+)*)");

    private static final Pattern LAYER = Pattern.compile("([₀-₉]+)([′²³]*)(?:" + INDEX + ")?");

    private final String formula;
    private final Matcher matcher;
    private int at;
    private int depth;
    private String lastFraction;

    private Latex(String formula) {
        this.formula = formula;
        this.matcher = INDEX.matcher(formula);
    }

    static String of(String formula) {
        if (!formula.contains(" where ")) {
            return new Latex(formula).all();
        }
        int cases = formula.substring(0, formula.indexOf(" where ")).lastIndexOf(" = ") + " = ".length();
        return new Latex(formula.substring(0, cases)).all()
                + Arrays.stream(formula.substring(cases).split(", "))
                        .map(each -> Arrays.stream(each.split(" where "))
                                .map(side -> new Latex(side).all())
                                .collect(Collectors.joining(" & ")))
                        .collect(Collectors.joining(" \\cr ", "\\begin{cases} ", " \\end{cases}"));
    }

    /** The whole formula, even after a closing parenthesis that was never opened. */
    private String all() {
        StringBuilder all = new StringBuilder(sum());
        while (skip(")")) {
            all.append(')').append(sum());
        }
        return all.toString();
    }

    /** A sum of products, up to a closing parenthesis or the end of the formula. */
    private String sum() {
        StringBuilder sum = new StringBuilder();
        String product = "";
        while (at < formula.length() && formula.charAt(at) != ')') {
            String operator = OPERATORS.get(formula.substring(at, Math.min(at + 3, formula.length())));
            if (operator != null) {
                at += 3;
                sum.append(product).append(operator);
                product = "";
            } else if (skip(" / ")) {
                product = fraction(product, factor());
            } else if (skip(", ")) {
                product += depth == 0 ? ", \\quad " : ", ";
            } else if (product.isEmpty() && skip("−")) {
                sum.append('-');
            } else {
                product += skip(" ") ? " " : factor();
            }
        }
        return sum.append(product).toString();
    }

    private boolean skip(String text) {
        boolean found = formula.startsWith(text, at);
        at += found ? text.length() : 0;
        return found;
    }

    private boolean skip(Pattern pattern) {
        boolean found = matcher.usePattern(pattern).region(at, formula.length()).lookingAt();
        at = found ? matcher.end() : at;
        return found;
    }

    private String fraction(String above, String below) {
        lastFraction = "\\frac{" + bare(above) + "}{" + bare(below) + "}";
        return lastFraction;
    }

    private static String bare(String term) {
        return term.matches("\\([^()]*\\)") ? term.substring(1, term.length() - 1) : term;
    }

    /** A name, a number or a group, with what is attached to it: indices, powers, arguments. */
    private String factor() {
        String factor = "";
        while (at < formula.length() && " )".indexOf(formula.charAt(at)) < 0 && !formula.startsWith(", ", at)) {
            if (skip("/")) {
                factor = fraction(factor, factor());
            } else if (skip("(")) {
                String inner = group();
                factor += !inner.equals(lastFraction) ? "(" + inner + ")" : factor.isEmpty() ? inner : " " + inner;
            } else {
                factor += sign();
            }
        }
        return factor.startsWith("\\sum") && skip(" ") ? factor + " " + factor() : factor;
    }

    private String group() {
        depth++;
        String inner = sum();
        depth--;
        skip(")");
        return inner;
    }

    private String sign() {
        if (skip(ROOT_OR_POWER)) {
            return (matcher.group(1).equals("√") ? "\\sqrt{" : "e^{") + group() + "}";
        }
        if (skip(HAT)) {
            return "\\hat " + matcher.group(1);
        }
        if (skip(WORD)) {
            String word = matcher.group();
            boolean gradient = word.length() == 2 && word.startsWith("d");
            return gradient ? word : FUNCTIONS.contains(word) ? "\\" + word : "\\mathrm{" + word + "}";
        }
        if (skip(INDEX)) {
            return index(matcher.group(1));
        }
        if (skip(LAYER)) {
            String marks = matcher.group(2);
            String layer =
                    matcher.group(1).chars().mapToObj(c -> "" + (c - '₀')).collect(Collectors.joining());
            String all = matcher.group(3) == null ? layer : layer + "," + matcher.group(3);
            return index(all)
                    + marks.chars().mapToObj(c -> SIGNS.get("" + (char) c)).collect(Collectors.joining());
        }
        if (skip("^")) {
            String power = skip("(") ? group() : factor();
            return power.length() == 1 ? "^" + power : "^{" + power + "}";
        }
        String sign = formula.substring(at, ++at);
        return SIGNS.getOrDefault(sign, sign);
    }

    private static String index(String of) {
        String index = of.replace('−', '-');
        return index.length() == 1 ? "_" + index : "_{" + index + "}";
    }
}
