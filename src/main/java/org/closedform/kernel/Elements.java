package org.closedform.kernel;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/** One element at a time. */
public final class Elements {
    /** About how long a number takes, for the cheapest functions. */
    private static final double NANOSECONDS = 2;

    private Elements() {}

    /** y_i = f(x_i), with a function that may be called on several threads. */
    public static Buffer map(Buffer x, DoubleUnaryOperator f) {
        Buffer y = x.ofSize(x.size());
        Splitter.split(x.size(), Loops.BLOCK, NANOSECONDS, (from, to) -> map(x, f, y, from, to));
        return y;
    }

    /** y_i = f(x_i) with a user's function, which is called on this thread only, in the order of the numbers. */
    public static Buffer mapInOrder(Buffer x, DoubleUnaryOperator f) {
        Buffer y = x.ofSize(x.size());
        map(x, f, y, 0, x.size());
        return y;
    }

    private static void map(Buffer x, DoubleUnaryOperator f, Buffer y, int from, int to) {
        for (int i = from; i < to; i++) {
            y.set(i, f.applyAsDouble(x.at(i)));
        }
    }

    /** x − y, and 0 where both are the same, infinite or NaN too. */
    public static Buffer difference(Buffer x, Buffer y) {
        Buffer result = x.ofSize(x.size());
        Splitter.split(x.size(), Loops.BLOCK, NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                result.set(i, Double.compare(x.at(i), y.at(i)) == 0 ? 0 : x.at(i) - y.at(i));
            }
        });
        return result;
    }

    /** A float64 buffer whose elements are all the same. */
    public static Buffer full(int size, double value) {
        double[] values = new double[size];
        Arrays.fill(values, value);
        return Buffer.of(values);
    }

    /** The first index that matches the condition, or −1. */
    public static int first(Buffer x, DoublePredicate condition) {
        for (int i = 0; i < x.size(); i++) {
            if (condition.test(x.at(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Whether none is NaN or infinite. */
    static boolean areFinite(Buffer x) {
        return first(x, v -> !Double.isFinite(v)) < 0;
    }

    /** Whether |x − y| ≤ absolute + relative·|y| everywhere; equal infinities are close, and so are two NaNs. */
    public static boolean isClose(Buffer x, Buffer y, double relative, double absolute) {
        for (int i = 0; i < x.size(); i++) {
            double a = x.at(i);
            double b = y.at(i);
            boolean same = a == b || Double.isNaN(a) && Double.isNaN(b);
            boolean finite = !Double.isInfinite(a) && !Double.isInfinite(b);
            boolean near = finite && Math.abs(a - b) <= absolute + relative * Math.abs(b);
            if (!same && !near) {
                return false;
            }
        }
        return true;
    }
}
