package org.closedform.lesson;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.closedform.lesson.Formula.Cases;
import org.closedform.lesson.Formula.Comma;
import org.closedform.lesson.Formula.Exponential;
import org.closedform.lesson.Formula.Fraction;
import org.closedform.lesson.Formula.Gap;
import org.closedform.lesson.Formula.Hat;
import org.closedform.lesson.Formula.Indexed;
import org.closedform.lesson.Formula.Minus;
import org.closedform.lesson.Formula.Parenthesised;
import org.closedform.lesson.Formula.Power;
import org.closedform.lesson.Formula.Primed;
import org.closedform.lesson.Formula.Relation;
import org.closedform.lesson.Formula.Root;
import org.closedform.lesson.Formula.Row;
import org.closedform.lesson.Formula.Sign;
import org.closedform.lesson.Formula.Word;

/** Writes formulas in LaTeX. */
final class Latex {
    /** An index, such as _i or _t−1 or _1,f. */
    static final Pattern INDEX = Pattern.compile("_([a-zA-Z\\d]+(?:[,−][a-zA-Z\\d]+)*)");

    private static final Set<String> FUNCTIONS = Set.of("log", "max", "min", "tanh");
    private static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("α", "\\alpha"),
            Map.entry("β", "\\beta"),
            Map.entry("γ", "\\gamma"),
            Map.entry("δ", "\\delta"),
            Map.entry("ε", "\\varepsilon"),
            Map.entry("μ", "\\mu"),
            Map.entry("π", "\\pi"),
            Map.entry("ρ", "\\rho"),
            Map.entry("σ", "\\sigma"),
            Map.entry("φ", "\\varphi"),
            Map.entry("Σ", "\\sum"),
            Map.entry("Φ", "\\Phi"),
            Map.entry("ℓ", "\\ell"),
            Map.entry("∂", "\\partial "),
            Map.entry("·", "\\cdot"),
            Map.entry("⊙", "\\odot"),
            Map.entry("ᵀ", "\\top"),
            Map.entry("−", "-"),
            Map.entry("‖", "\\Vert "),
            Map.entry("∞", "\\infty"),
            Map.entry("…", "\\dots"),
            Map.entry("≥", "\\ge"),
            Map.entry("≤", "\\le"),
            Map.entry("≠", "\\ne"),
            Map.entry("≈", "\\approx"));

    private Latex() {}

    static String of(String formula) {
        return write(FormulaParser.parse(formula));
    }

    private static String write(Formula formula) {
        if (formula instanceof Row row) {
            return row(row.items());
        } else if (formula instanceof Sign sign) {
            return sign(sign.text());
        } else if (formula instanceof Word word) {
            return word(word);
        } else if (formula instanceof Hat hat) {
            return "\\hat " + hat.letter();
        } else if (formula instanceof Relation relation) {
            return " " + sign(relation.sign()) + " ";
        } else if (formula instanceof Minus) {
            return "-";
        } else if (formula instanceof Gap) {
            return " ";
        } else if (formula instanceof Comma comma) {
            return comma.isBetweenFormulas() ? ", \\quad " : ", ";
        } else if (formula instanceof Fraction fraction) {
            return "\\frac{" + write(fraction.above()) + "}{" + write(fraction.below()) + "}";
        } else if (formula instanceof Root root) {
            return "\\sqrt{" + write(root.of()) + "}";
        } else if (formula instanceof Exponential exponential) {
            return "e^{" + write(exponential.power()) + "}";
        } else if (formula instanceof Parenthesised group) {
            return "(" + write(group.inner()) + ")";
        } else if (formula instanceof Indexed indexed) {
            return write(indexed.base()) + "_" + braced(indexed.index().replace('−', '-'));
        } else if (formula instanceof Power power) {
            return write(power.base()) + "^" + (isTransposed(power) ? "\\top" : braced(write(power.power())));
        } else if (formula instanceof Primed primed) {
            return write(primed.base()) + "'";
        }
        return cases((Cases) formula);
    }

    private static boolean isTransposed(Power power) {
        return power.power().equals(new Sign("ᵀ"));
    }

    private static String braced(String script) {
        return script.length() == 1 ? script : "{" + script + "}";
    }

    private static String sign(String sign) {
        return SIGNS.getOrDefault(sign, sign);
    }

    private static String word(Word word) {
        String letters = word.letters();
        return word.isGradient() ? letters : FUNCTIONS.contains(letters) ? "\\" + letters : "\\mathrm{" + letters + "}";
    }

    private static String row(List<Formula> items) {
        StringBuilder row = new StringBuilder();
        for (Formula item : items) {
            if (item instanceof Parenthesised group
                    && group.isFraction()) { // its line already says what belongs together
                append(row, needsSpace(row) ? " " + write(group.inner()) : write(group.inner()));
            } else {
                append(row, write(item));
            }
        }
        return row.toString();
    }

    private static boolean needsSpace(StringBuilder before) {
        return before.length() > 0 && " -".indexOf(before.charAt(before.length() - 1)) < 0;
    }

    /** With a space where a command would run into a letter. */
    private static void append(StringBuilder row, String next) {
        boolean runsOn = !next.isEmpty()
                && Character.isLetter(next.charAt(0))
                && row.toString().matches("(?s).*\\\\[a-zA-Z]+");
        row.append(runsOn ? " " : "").append(next);
    }

    private static String cases(Cases cases) {
        return write(cases.left())
                + cases.cases().stream()
                        .map(each -> each.condition().equals(new Row(List.of()))
                                ? write(each.value())
                                : write(each.value()) + " & " + write(each.condition()))
                        .collect(Collectors.joining(" \\cr ", "\\begin{cases} ", " \\end{cases}"));
    }
}
