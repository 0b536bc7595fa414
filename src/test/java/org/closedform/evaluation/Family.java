package org.closedform.evaluation;

/** An operator, with points and mistakes to be drawn. */
@FunctionalInterface
interface Family {
    /** A case, with the mistakes that belong to this operator only. */
    Case<?, ?> draw(Draw draw);
}
