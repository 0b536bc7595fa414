package org.closedform.lesson;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.closedform.lesson.Formula.Case;
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

/**
 * Reads a formula in Unicode: each formula is written only once. Any text has a tree.
 *
 * <p>A slash between spaces divides the whole product before it by the one factor after it (Σ and its factor count as one). A slash
 * without spaces divides single names, as in ∂y/∂x. {@code v where c, w where d} at the end of a formula becomes cases. W₂_oi, of layer 2,
 * has one index, 2,oi.
 */
final class FormulaParser {
    private static final Set<String> RELATIONS = Set.of("=", "+", "−", ">", "<", "≥", "≤", "≠", "≈");
    private static final Pattern ROOT_OR_POWER = Pattern.compile("(√|exp)\\(");
    private static final Pattern HAT = Pattern.compile("([a-z])\u0302");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z]{2,}(?!\u0302)");
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");
    private static final Pattern MARK = Pattern.compile("[²³ᵀ′]");
    private static final Pattern LAYER = Pattern.compile("([₀-₉]+)([′²³]*)(?:" + Latex.INDEX + ")?");

    private final String formula;
    private final Matcher matcher;
    private int at;
    private int depth;

    private FormulaParser(String formula) {
        this.formula = formula;
        this.matcher = Latex.INDEX.matcher(formula);
    }

    static Formula parse(String formula) {
        if (!formula.contains(" where ")) {
            return new FormulaParser(formula).all();
        }
        int equals = formula.substring(0, formula.indexOf(" where ")).lastIndexOf(" = ");
        int cases = equals < 0 ? 0 : equals + " = ".length();
        return new Cases(
                parse(formula.substring(0, cases)),
                Arrays.stream(formula.substring(cases).split(", "))
                        .map(FormulaParser::parseCase)
                        .toList());
    }

    private static Case parseCase(String text) {
        int where = text.indexOf(" where ");
        return where < 0
                ? new Case(new FormulaParser(text).all(), new Row(List.of()))
                : new Case(
                        new FormulaParser(text.substring(0, where)).all(),
                        new FormulaParser(text.substring(where + " where ".length())).all());
    }

    /** The whole formula. A closing parenthesis without an opening one is a sign like others, and reading goes on behind it. */
    private Row all() {
        List<Formula> all = new ArrayList<>(sum().items());
        while (skip(")")) {
            all.add(new Sign(")"));
            all.addAll(sum().items());
        }
        return new Row(all);
    }

    /** A sum of products, up to a closing parenthesis or the end of the formula. */
    private Row sum() {
        List<Formula> sum = new ArrayList<>();
        List<Formula> product = new ArrayList<>();
        while (at < formula.length() && formula.charAt(at) != ')') {
            if (isRelation()) {
                flush(product, sum, new Relation(formula.substring(at + 1, at + 2)));
                at += 3;
            } else if (skip(" / ")) {
                product = new ArrayList<>(List.of(fraction(product, factor())));
            } else if (skip(", ")) {
                flush(product, sum, new Comma(depth == 0));
            } else if (product.isEmpty() && skip("−")) {
                sum.add(new Minus());
            } else if (skip(" ")) {
                product.add(new Gap());
            } else {
                product.addAll(factor());
            }
        }
        sum.addAll(product);
        return new Row(sum);
    }

    private boolean isRelation() {
        return at + 3 <= formula.length()
                && formula.charAt(at) == ' '
                && formula.charAt(at + 2) == ' '
                && RELATIONS.contains(formula.substring(at + 1, at + 2));
    }

    private static void flush(List<Formula> product, List<Formula> sum, Formula sign) {
        sum.addAll(product);
        sum.add(sign);
        product.clear();
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

    private static Fraction fraction(List<Formula> above, List<Formula> below) {
        return new Fraction(bare(above), bare(below));
    }

    /** What is inside, if parentheses enclose the whole. */
    private static Formula bare(List<Formula> items) {
        return items.size() == 1 && items.get(0) instanceof Parenthesised group
                ? group.inner()
                : new Row(List.copyOf(items));
    }

    /** A name, a number or a group, with what is attached to it: indices, powers, arguments. */
    private List<Formula> factor() {
        List<Formula> factor = new ArrayList<>();
        while (at < formula.length() && " )".indexOf(formula.charAt(at)) < 0 && !formula.startsWith(", ", at)) {
            if (skip("/")) {
                Fraction fraction = fraction(factor, factor());
                factor.clear();
                factor.add(fraction);
            } else if (skip("(")) {
                factor.add(new Parenthesised(group()));
            } else {
                sign(factor);
            }
        }
        if (!factor.isEmpty() && factor.get(0).isSum() && skip(" ")) {
            factor.add(new Gap());
            factor.addAll(factor());
        }
        return factor;
    }

    private Row group() {
        depth++;
        Row inner = sum();
        depth--;
        skip(")");
        return inner;
    }

    /** Adds a sign, or attaches it to the last one. */
    private void sign(List<Formula> factor) {
        if (skip(ROOT_OR_POWER)) {
            boolean isRoot = matcher.group(1).equals("√");
            Row inner = group();
            factor.add(isRoot ? new Root(inner) : new Exponential(inner));
        } else if (skip(HAT)) {
            factor.add(new Hat(matcher.group(1)));
        } else if (skip(WORD)) {
            factor.add(new Word(matcher.group()));
        } else if (skip(NUMBER)) {
            factor.add(new Sign(matcher.group()));
        } else if (skip(Latex.INDEX)) {
            factor.add(new Indexed(last(factor), matcher.group(1)));
        } else if (skip(LAYER)) {
            factor.add(ofLayer(last(factor)));
        } else if (skip("^")) {
            Formula base = last(factor);
            factor.add(new Power(base, skip("(") ? group() : new Row(factor())));
        } else if (skip(MARK)) {
            factor.add(marked(last(factor), matcher.group()));
        } else {
            factor.add(new Sign(formula.substring(at, formula.offsetByCodePoints(at, 1))));
            at = formula.offsetByCodePoints(at, 1);
        }
    }

    private static Formula marked(Formula base, String mark) {
        return switch (mark) {
            case "′" -> new Primed(base);
            case "²" -> new Power(base, new Sign("2"));
            case "³" -> new Power(base, new Sign("3"));
            default -> new Power(base, new Sign(mark));
        };
    }

    /** A name with the number of its layer, which joins an index that follows the marks. */
    private Formula ofLayer(Formula name) {
        String layer = matcher.group(1).chars().mapToObj(c -> "" + (c - '₀')).collect(Collectors.joining());
        Formula formula = new Indexed(name, matcher.group(3) == null ? layer : layer + "," + matcher.group(3));
        for (String mark : matcher.group(2).split("")) {
            formula = mark.isEmpty() ? formula : marked(formula, mark);
        }
        return formula;
    }

    /** What an index or a power belongs to, which is taken off the factor. */
    private static Formula last(List<Formula> factor) {
        return factor.isEmpty() ? new Row(List.of()) : factor.remove(factor.size() - 1);
    }
}
