package org.closedform.evaluation;

/** An operator, with points and mistakes to be drawn. */
@FunctionalInterface
interface Family {
    /** A case, with the mistakes that belong to this operator only. */
    Case<?, ?> draw(Draw draw);

    /** The same, for its pushforward. */
    default Family forward() {
        return draw -> draw(draw).forward();
    }

    /** The same, for its second derivative. */
    default Family bent() {
        return draw -> draw(draw).of(Derivative.CURVATURE);
    }
}
