package org.closedform.expression;

/**
 * A number, a name or a sign of a formula.
 *
 * @param kind which of these
 * @param text in plain ASCII: {@code gamma}, {@code *}
 * @param place where it starts
 */
record Token(Kind kind, String text, Place place) {
    enum Kind {
        NUMBER,
        NAME,
        SIGN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /** The token as messages show it. */
    String shown() {
        return kind == Kind.END ? "the end" : text;
    }
}
