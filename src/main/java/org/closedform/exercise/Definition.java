package org.closedform.exercise;

import org.closedform.expression.Expression;

/**
 * A name that stands for a formula.
 *
 * @param name such as {@code xhat}
 * @param formula of names that are known before it
 */
record Definition(String name, Expression formula) {

    @Override
    public String toString() {
        return name + " = " + formula;
    }
}
