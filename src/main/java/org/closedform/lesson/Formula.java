package org.closedform.lesson;

import java.util.List;

/** A formula as a tree, which {@link Latex} and {@link MathMl} write down; {@link FormulaParser} reads it. */
sealed interface Formula {
    /** Some things one after the other. */
    record Row(List<Formula> items) implements Formula {}

    /** A letter, a number, or any other sign. */
    record Sign(String text) implements Formula {}

    /** A word of several letters, such as log or mean, or the name of a gradient, such as dx. */
    record Word(String letters) implements Formula {
        boolean isGradient() {
            return letters.length() == 2 && letters.startsWith("d");
        }
    }

    /** A letter under a hat. */
    record Hat(String letter) implements Formula {}

    /** A sign between two terms, with space around it. */
    record Relation(String sign) implements Formula {}

    /** The minus in front of a term. */
    record Minus() implements Formula {}

    /** The space between two factors. */
    record Gap() implements Formula {}

    /** A comma: between two formulas, or within parentheses. */
    record Comma(boolean isBetweenFormulas) implements Formula {}

    /** Something over something. */
    record Fraction(Formula above, Formula below) implements Formula {}

    /** A square root. */
    record Root(Formula of) implements Formula {}

    /** A power of e. */
    record Exponential(Formula power) implements Formula {}

    /** Something in parentheses. */
    record Parenthesised(Formula inner) implements Formula {
        /** Whether it is a fraction, whose line says what belongs together. */
        boolean isFraction() {
            return inner instanceof Row row && row.items.size() == 1 && row.items.get(0) instanceof Fraction;
        }
    }

    /** Something with an index, such as {@code t−1} or {@code 1,f}. */
    record Indexed(Formula base, String index) implements Formula {}

    /** Something to a power. */
    record Power(Formula base, Formula power) implements Formula {}

    /** A derivative: something with a prime. */
    record Primed(Formula base) implements Formula {}

    /** A value that depends on conditions. */
    record Cases(Formula left, List<Case> cases) implements Formula {}

    /** One value, and where it holds. */
    record Case(Formula value, Formula condition) {}

    /** {@return whether it is Σ, with or without an index} */
    default boolean isSum() {
        return this instanceof Indexed indexed ? indexed.base.isSum() : equals(new Sign("Σ"));
    }
}
