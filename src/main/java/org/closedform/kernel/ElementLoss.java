package org.closedform.kernel;

import java.util.function.DoubleBinaryOperator;
import java.util.function.IntToDoubleFunction;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/** A loss of one number x against its target t, with its first two derivatives by x. It has no state. */
public interface ElementLoss {
    /** About how long a number takes. */
    double NANOSECONDS = 5;

    /** ℓ(x, t). */
    double value(double x, double t);

    /** ∂ℓ/∂x. */
    double slope(double x, double t);

    /** ∂²ℓ/∂x². */
    double curvature(double x, double t);

    /** weight · f of every pair; 0 where the weight is 0, whatever x is. */
    static double[] values(Buffer x, Buffer t, IntToDoubleFunction weight, DoubleBinaryOperator f) {
        double[] result = new double[x.size()];
        Splitter.split(result.length, Loops.BLOCK, NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                result[i] = weighted(x, t, weight, f, i);
            }
        });
        return result;
    }

    /** The same, divided, in the element type of x. */
    static Buffer quotients(Buffer x, Buffer t, IntToDoubleFunction weight, DoubleBinaryOperator f, double divisor) {
        Buffer result = x.ofSize(x.size());
        Splitter.split(x.size(), Loops.BLOCK, NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                result.set(i, weighted(x, t, weight, f, i) / divisor);
            }
        });
        return result;
    }

    private static double weighted(Buffer x, Buffer t, IntToDoubleFunction weight, DoubleBinaryOperator f, int i) {
        double w = weight.applyAsDouble(i);
        return w == 0 ? 0 : w * f.applyAsDouble(x.at(i), t.at(i));
    }
}
