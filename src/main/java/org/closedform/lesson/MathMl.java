package org.closedform.lesson;

import java.util.List;
import java.util.Map;
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
import org.closedform.text.Markup;

/** Writes formulas in MathML Core, which browsers show without a script, and screen readers speak. */
final class MathMl {
    private static final String TIMES = "<mo>&#x2062;</mo>";
    private static final String APPLY = "<mo>&#x2061;</mo>";
    private static final String SPACE = "<mspace width=\"0.2em\"/>";
    private static final Map<String, String> SIGNS = Map.of("Σ", "∑", "ᵀ", "⊤");
    private static final Pattern INDEX = Pattern.compile("[a-zA-Z]|\\d+|[,−]");

    /** Whether a bar is open, so that the next one closes it. */
    private boolean isOpen;

    private MathMl() {}

    /** The formula as an element of its own; its text in Unicode is there for readers without MathML. */
    static String of(String formula) {
        return Markup.element(
                "math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\" alttext=\""
                        + Markup.escaped(formula) + "\"",
                new MathMl().write(FormulaParser.parse(formula)));
    }

    private String write(Formula formula) {
        if (formula instanceof Row row) {
            return row(row.items());
        } else if (formula instanceof Sign sign) {
            return sign(sign.text());
        } else if (formula instanceof Word word) {
            return word.isGradient()
                    ? row("<mi>d</mi>" + element("mi", word.letters().substring(1)))
                    : element("mi", word.letters());
        } else if (formula instanceof Hat hat) {
            return "<mover accent=\"true\">" + element("mi", hat.letter()) + "<mo stretchy=\"false\">^</mo></mover>";
        } else if (formula instanceof Relation relation) {
            return element("mo", relation.sign());
        } else if (formula instanceof Minus) {
            return "<mo form=\"prefix\">−</mo>";
        } else if (formula instanceof Gap) {
            return SPACE;
        } else if (formula instanceof Comma comma) {
            return "<mo>,</mo>" + (comma.isBetweenFormulas() ? "<mspace width=\"1em\"/>" : SPACE);
        } else if (formula instanceof Fraction fraction) {
            return Markup.element("mfrac", write(fraction.above()) + write(fraction.below()));
        } else if (formula instanceof Root root) {
            return Markup.element("msqrt", write(root.of()));
        } else if (formula instanceof Exponential exponential) {
            return Markup.element("msup", "<mi>e</mi>" + write(exponential.power()));
        } else if (formula instanceof Parenthesised group) {
            return row("<mo>(</mo>" + write(group.inner()) + "<mo>)</mo>");
        } else if (formula instanceof Indexed indexed) {
            String tag = isBelow(indexed.base()) ? "munder" : "msub";
            return Markup.element(tag, write(indexed.base()) + index(indexed.index()));
        } else if (formula instanceof Power power) {
            return raised(power.base(), write(power.power()));
        } else if (formula instanceof Primed primed) {
            return raised(primed.base(), "<mo>′</mo>");
        }
        return cases((Cases) formula);
    }

    private static String element(String tag, String text) {
        return Markup.element(tag, Markup.escaped(text));
    }

    private static String row(String content) {
        return Markup.element("mrow", content);
    }

    private String raised(Formula base, String power) {
        return base instanceof Indexed indexed && !isBelow(indexed.base())
                ? Markup.element("msubsup", write(indexed.base()) + index(indexed.index()) + power)
                : Markup.element("msup", write(base) + power);
    }

    /** Whether an index is written below it. */
    private static boolean isBelow(Formula base) {
        return base.isSum()
                || base instanceof Word word
                        && (word.letters().equals("max") || word.letters().equals("min"));
    }

    private static String index(String index) {
        String signs = INDEX.matcher(index)
                .results()
                .map(match -> plainSign(match.group()))
                .collect(Collectors.joining());
        return row(signs);
    }

    private String sign(String sign) {
        if (sign.equals("|") || sign.equals("‖")) {
            isOpen = !isOpen;
            return "<mo stretchy=\"false\" form=\"" + (isOpen ? "prefix" : "postfix") + "\">" + sign + "</mo>";
        }
        return plainSign(SIGNS.getOrDefault(sign, sign));
    }

    private static String plainSign(String sign) {
        int first = sign.codePointAt(0);
        boolean isName = Character.isLetter(first) || "∂∞…⊤".contains(sign);
        return element(Character.isDigit(first) ? "mn" : isName ? "mi" : "mo", sign);
    }

    /** Writes the items, and says where a space multiplies and where it applies a function. */
    private String row(List<Formula> items) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            Formula item = items.get(i);
            Formula before = i == 0 ? new Minus() : items.get(i - 1);
            Formula after = i == items.size() - 1 ? new Minus() : items.get(i + 1);
            if (item instanceof Gap) {
                row.append(isWord(before) ? APPLY + SPACE : isWord(after) ? SPACE : between(before, after));
            } else if (item instanceof Parenthesised group) {
                row.append(isFunction(before) ? APPLY : "");
                row.append(group.isFraction() && !isFunction(before) ? write(group.inner()) : write(group));
            } else {
                row.append(write(item));
            }
        }
        return row(row.toString());
    }

    private static String between(Formula before, Formula after) {
        return isOperand(before) && isOperand(after) ? TIMES : "";
    }

    private static boolean isOperand(Formula formula) {
        return formula instanceof Sign sign
                ? Character.isLetterOrDigit(sign.text().codePointAt(0)) && !sign.isSum()
                : !(formula instanceof Relation || formula instanceof Minus || formula instanceof Gap)
                        && !(formula instanceof Comma)
                        && !formula.isSum();
    }

    /** Whether it is a word such as log, also with an index or to a power, as in max_k and tanh². */
    private static boolean isWord(Formula formula) {
        if (formula instanceof Power power) {
            return isWord(power.base());
        } else if (formula instanceof Primed primed) {
            return isWord(primed.base());
        } else if (formula instanceof Indexed indexed) {
            return isWord(indexed.base());
        }
        return formula instanceof Word word && !word.isGradient();
    }

    /** Whether parentheses directly after it hold its argument. */
    private static boolean isFunction(Formula formula) {
        return isWord(formula)
                || formula instanceof Sign sign
                        && Character.isLetter(sign.text().codePointAt(0))
                        && !sign.isSum()
                || formula instanceof Primed primed && isFunction(primed.base());
    }

    private String cases(Cases cases) {
        String rows = cases.cases().stream()
                .map(each -> Markup.element(
                        "mtr",
                        Markup.element("mtd", write(each.value())) + Markup.element("mtd", write(each.condition()))))
                .collect(Collectors.joining());
        return row(write(cases.left())
                + row("<mo>{</mo>"
                        + Markup.element(
                                "mtable displaystyle=\"true\" columnalign=\"left left\" columnspacing=\"1em\"", rows)));
    }
}
