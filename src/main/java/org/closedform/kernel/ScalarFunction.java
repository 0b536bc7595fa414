package org.closedform.kernel;

/** A function of one number, with its first two derivatives in closed form. It has no state. */
public interface ScalarFunction {

    /** f(x). */
    double value(double x);

    /** f′(x). */
    double slope(double x);

    /** f″(x). */
    double secondSlope(double x);

    /** f of every number. */
    default Buffer values(Buffer x) {
        return Elements.map(x, this::value);
    }

    /** f′ of every number. */
    default Buffer slopes(Buffer x) {
        return Elements.map(x, this::slope);
    }

    /** f″ of every number. */
    default Buffer secondSlopes(Buffer x) {
        return Elements.map(x, this::secondSlope);
    }
}
