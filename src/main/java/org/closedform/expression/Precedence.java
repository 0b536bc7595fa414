package org.closedform.expression;

/** How tightly the parts of a formula hold together, the loosest first. */
enum Precedence {
    SUM,
    PRODUCT,
    SIGN,
    POWER,
    ATOM;

    Precedence next() {
        return values()[ordinal() + 1];
    }
}
