package org.closedform.kernel;

import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/**
 * x to the right of 0, slope·x to its left and at it.
 *
 * @param slope the slope there
 */
public record LeakyRectifier(double slope) implements ScalarFunction {

    /** About how long a number takes. */
    private static final double SIDE_NANOSECONDS = 2;

    @Override
    public double value(double x) {
        return x > 0 ? x : slope * x;
    }

    @Override
    public double slope(double x) {
        return x > 0 ? 1 : x <= 0 ? slope : x;
    }

    @Override
    public double secondSlope(double x) {
        return Double.isNaN(x) ? x : 0;
    }

    /** right where x > 0, left where x ≤ 0, NaN where x is NaN. */
    public static Buffer sides(Buffer x, Buffer right, Buffer left) {
        Buffer result = x.ofSize(x.size());
        Splitter.split(x.size(), Loops.BLOCK, SIDE_NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                result.set(i, x.at(i) > 0 ? right.at(i) : x.at(i) <= 0 ? left.at(i) : x.at(i));
            }
        });
        return result;
    }
}
