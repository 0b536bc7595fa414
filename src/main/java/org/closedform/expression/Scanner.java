package org.closedform.expression;

import java.util.ArrayList;
import java.util.List;
import org.closedform.expression.Token.Kind;

/** Cuts a formula into tokens. */
final class Scanner {
    private static final String SIGNS = "+-*/^(),";

    private final String formula;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Scanner(String formula) {
        this.formula = formula;
    }

    /** The tokens of a formula, the last of which is its end. */
    static List<Token> tokens(String formula) {
        return new Scanner(formula).scan();
    }

    private List<Token> scan() {
        while (at < formula.length()) {
            int character = character();
            if (Character.isSpaceChar(character) || character == '\t' || character == '\n' || character == '\r') {
                at += Character.charCount(character);
            } else if (isDigit(character) || character == '.') {
                number();
            } else if (Spelling.isLetter(character)) {
                name();
            } else if (Spelling.isSuperscript(character)) {
                superscript();
            } else {
                sign(character);
            }
        }
        add(Kind.END, "", at);
        return List.copyOf(tokens);
    }

    private void add(Kind kind, String text, int from) {
        tokens.add(new Token(kind, text, new Place(formula, from)));
    }

    private int character() {
        return at < formula.length() ? Spelling.narrow(formula.codePointAt(at)) : -1;
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private void number() {
        int from = at;
        StringBuilder text = new StringBuilder();
        digits(text);
        if (character() == '.') {
            text.append('.');
            at++;
            digits(text);
        }
        if (text.toString().equals(".")) {
            boolean followsName = from > 0 && Spelling.isPartOfName(Spelling.narrow(formula.codePointBefore(from)));
            throw new Place(formula, from)
                    .error(
                            followsName && Spelling.isLetter(character())
                                    ? "a name has no point here; write exp(x), not np.exp(x)"
                                    : "a decimal point needs a digit, as in 0.5; a product is * alone");
        }
        exponent(text);
        if (character() == '.') {
            throw new Place(formula, at).error("a number has one decimal point");
        }
        add(Kind.NUMBER, text.toString(), from);
    }

    private void digits(StringBuilder text) {
        while (isDigit(character())) {
            text.appendCodePoint(character());
            at++;
        }
    }

    /** The e-5 of 1e-5; an e without digits behind it is left alone. */
    private void exponent(StringBuilder text) {
        int before = at;
        StringBuilder power = new StringBuilder("e");
        if (character() == 'e' || character() == 'E') {
            at++;
            if (character() == '+' || Spelling.isMinus(character())) {
                power.append(character() == '+' ? "" : "-");
                at++;
            }
            int digits = power.length();
            digits(power);
            if (power.length() > digits) {
                text.append(power);
                return;
            }
        }
        at = before;
    }

    private void name() {
        int from = at;
        StringBuilder name = new StringBuilder(Spelling.letter(character()));
        boolean isFunction = Spelling.isFunction(character());
        at++;
        boolean goesOn = !isFunction || Spelling.isIndex(character());
        while (goesOn && Spelling.isPartOfName(character())) {
            name.append(Spelling.letter(character()));
            at++;
        }
        add(Kind.NAME, Spelling.name(name.toString()), from);
    }

    /** ² is ^2, and ⁻¹ is ^-1. */
    private void superscript() {
        int from = at;
        add(Kind.SIGN, "^", from);
        String first = Spelling.superscript(character());
        if (first.equals("-") || first.equals("+")) {
            add(Kind.SIGN, first, from);
            at++;
        }
        StringBuilder digits = new StringBuilder();
        while (Spelling.isSuperscript(character())
                && isDigit(Spelling.superscript(character()).charAt(0))) {
            digits.append(Spelling.superscript(character()));
            at++;
        }
        if (digits.length() == 0) {
            throw new Place(formula, from).error("a power without a digit; write ^2");
        }
        add(Kind.NUMBER, digits.toString(), from);
    }

    private void sign(int character) {
        String sign = Spelling.operator(character);
        if (!SIGNS.contains(sign)) {
            throw new Place(formula, at).error(Unknown.character(character));
        }
        add(Kind.SIGN, sign, at);
        at += Character.charCount(character);
    }
}
