package org.closedform.expression;

import java.util.Objects;

/** Thrown if a formula cannot be read, or its parts do not fit. The message points at the character, and says what would be right. */
public final class ExpressionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int BEFORE = 40;
    private static final int SHOWN = 80;

    /** The formula as it was typed. */
    private final String formula;
    /** The index of the {@code char} that the message points at. */
    private final int position;
    /** What is wrong there, without a full stop. */
    private final String reason;

    ExpressionException(String formula, int position, String reason) {
        super("Expression: " + sentence(formula, position, reason) + "\n" + caret(formula, position));
        this.formula = formula;
        this.position = position;
        this.reason = reason;
    }

    /** {@return the formula as it was typed} */
    public String formula() {
        return formula;
    }

    /** {@return the index of the {@code char} that the message points at, from 0 to the formula's length} */
    public int position() {
        return position;
    }

    /** {@return one sentence for the person who typed: {@code At character 3: an operator is missing before x; write 2*x.}} */
    public String sentence() {
        return sentence(formula, position, reason);
    }

    private static String sentence(String formula, int position, String reason) {
        return "At character " + (formula.codePointCount(0, position) + 1) + ": " + reason + ".";
    }

    /** The formula, or what is near the position, above a caret. Control characters and what may have no width of its own show as □. */
    private static String caret(String formula, int position) {
        Objects.requireNonNull(formula, "ExpressionException: formula is null");
        int from = position <= SHOWN / 2
                ? 0
                : formula.offsetByCodePoints(position, -Math.min(BEFORE, formula.codePointCount(0, position)));
        StringBuilder line = new StringBuilder("  ");
        formula.substring(from)
                .codePoints()
                .limit(SHOWN)
                .map(character -> isPlain(character) ? character : '□')
                .forEach(line::appendCodePoint);
        long columns = formula.substring(from, position)
                .codePoints()
                .filter(character -> character != Spelling.HAT)
                .count();
        return line + "\n  " + " ".repeat((int) columns) + "^";
    }

    private static boolean isPlain(int character) {
        int type = Character.getType(character);
        return character >= ' ' && character < 0x7f
                || Character.isLetterOrDigit(character)
                || type == Character.MATH_SYMBOL
                || type == Character.OTHER_NUMBER
                || character == Spelling.HAT
                || Spelling.isOperator(character);
    }
}
