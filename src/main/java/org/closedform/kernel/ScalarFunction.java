package org.closedform.kernel;

import java.util.function.DoubleUnaryOperator;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/** A function of one number, with its first two derivatives in closed form. It has no state. */
public interface ScalarFunction {
    /** About how long a number takes; straight lines override it. */
    double NANOSECONDS = 20;

    /** f(x). */
    double value(double x);

    /** f′(x). */
    double slope(double x);

    /** f″(x). */
    double secondSlope(double x);

    /** f(x) and f′(x) of the same numbers. */
    record ValuesAndSlopes(Buffer values, Buffer slopes) {}

    private static Buffer map(Buffer x, DoubleUnaryOperator f) {
        Buffer y = x.ofSize(x.size());
        Splitter.split(x.size(), Loops.BLOCK, NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                y.set(i, f.applyAsDouble(x.at(i)));
            }
        });
        return y;
    }

    /** f of every number. */
    default Buffer values(Buffer x) {
        return map(x, this::value);
    }

    /** f′ of every number. */
    default Buffer slopes(Buffer x) {
        return map(x, this::slope);
    }

    /** f and f′ of every number. */
    default ValuesAndSlopes valuesAndSlopes(Buffer x) {
        return new ValuesAndSlopes(values(x), slopes(x));
    }

    /** f″ of every number. */
    default Buffer secondSlopes(Buffer x) {
        return map(x, this::secondSlope);
    }
}
