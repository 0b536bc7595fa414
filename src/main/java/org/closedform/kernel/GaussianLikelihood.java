package org.closedform.kernel;

import java.util.function.IntConsumer;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;
import org.closedform.kernel.loops.TwoSum;

/**
 * Minus the logarithm of a normal density: (log v + e²/v)/2 for an error e = m − t and a variance v, which is at least ε.
 *
 * @param epsilon ε; a variance from 0 to it counts as ε, in the derivatives too
 * @param full whether log(2π)/2 belongs to it
 */
public record GaussianLikelihood(double epsilon, boolean full) {
    /** About how long an element takes. */
    private static final double NANOSECONDS = 30;

    private static final double HALF_LOG_2_PI = 0.91893853320467274178;

    /** Two numbers for each element: one for its mean and one for its variance. */
    public record Pair(Buffer ofMean, Buffer ofVariance) {}

    /** The loss of every element. */
    public double[] losses(Buffer m, Buffer v, Buffer t) {
        double[] losses = new double[m.size()];
        split(losses.length, i -> losses[i] = value(m.at(i), v.at(i), t.at(i)));
        return losses;
    }

    /** Both slopes, divided. */
    public Pair slopes(Buffer m, Buffer v, Buffer t, double divisor) {
        Pair slopes = new Pair(m.ofSize(m.size()), v.ofSize(v.size()));
        split(m.size(), i -> {
            slopes.ofMean.set(i, slopeInMean(m.at(i), v.at(i), t.at(i)) / divisor);
            slopes.ofVariance.set(i, slopeInVariance(m.at(i), v.at(i), t.at(i)) / divisor);
        });
        return slopes;
    }

    /** How both slopes move as m and v do, divided. */
    public Pair movements(Buffer m, Buffer v, Buffer t, Pair tangent, double divisor) {
        Pair moved = new Pair(m.ofSize(m.size()), v.ofSize(v.size()));
        split(m.size(), i -> {
            double ofMean = tangent.ofMean.at(i);
            double ofVariance = tangent.ofVariance.at(i);
            moved.ofMean.set(i, movementInMean(m.at(i), v.at(i), t.at(i), ofMean, ofVariance) / divisor);
            moved.ofVariance.set(i, movementInVariance(m.at(i), v.at(i), t.at(i), ofMean, ofVariance) / divisor);
        });
        return moved;
    }

    private static void split(int count, IntConsumer element) {
        Splitter.split(count, Loops.BLOCK, NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                element.accept(i);
            }
        });
    }

    private double value(double m, double variance, double t) {
        double v = used(variance);
        double e = m - t;
        double constant = full ? HALF_LOG_2_PI : 0;
        if (v == 0 && e != 0) {
            return 0.5 * (Math.abs(e) / v) + constant; // which grows faster than the logarithm falls
        }
        return 0.5 * (StrictMath.log(v) + (e == 0 ? 0 : e * (e / v))) + constant;
    }

    /** e/v. */
    private double slopeInMean(double m, double variance, double t) {
        double v = used(variance);
        double e = m - t;
        return v < 0 ? Double.NaN : e == 0 && v == 0 ? 0 : e / v;
    }

    /** (v − e²)/(2v²), with what the rounding of e has lost of the difference. */
    private double slopeInVariance(double m, double variance, double t) {
        double v = used(variance);
        double e = m - t;
        if (v == 0) {
            return e == 0 ? Double.POSITIVE_INFINITY : 0 - Math.abs(e) / v;
        }
        double difference = Math.fma(-e, e, v) - 2 * e * TwoSum.lost(m, -t, e);
        double ratio = e / v;
        return v < 0 ? Double.NaN : 0.5 * (Double.isFinite(difference) ? difference / v / v : 1 / v - ratio * ratio);
    }

    /** How the slope in m moves: (ṁ − (e/v) v̇)/v. */
    private double movementInMean(double m, double variance, double t, double ofMean, double ofVariance) {
        double v = used(variance);
        return (ofMean - (m - t) / v * ofVariance) / positive(v);
    }

    /** How the slope in v moves: ((e²/v² − 1/(2v)) v̇ − (e/v) ṁ)/v. */
    private double movementInVariance(double m, double variance, double t, double ofMean, double ofVariance) {
        double v = used(variance);
        double ratio = (m - t) / v;
        return ((ratio * ratio - 0.5 / v) * ofVariance - ratio * ofMean) / positive(v);
    }

    /** A negative variance stays what it is, and makes all NaN. */
    private double used(double variance) {
        return variance >= 0 ? Math.max(variance, epsilon) : variance;
    }

    private static double positive(double v) {
        return v < 0 ? Double.NaN : v;
    }
}
