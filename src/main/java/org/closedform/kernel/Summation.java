package org.closedform.kernel;

import org.closedform.kernel.loops.Splitter;

/**
 * Sums in one fixed order: blocks of 64 by eight accumulators, then pairwise over the blocks.
 *
 * <p>The error of a sum of n terms grows with log n instead of n (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed.,
 * §4.2): to first order it is at most (10 + ⌈log₂(n/64)⌉) u Σ |term| with u = 2⁻⁵³, since lanes round 7 times and their sum 3
 * times; for a dot one u more. That holds wherever the true sum is in range: a sum that overflows on the way is computed again,
 * with its terms scaled by a power of two; so is a dot whose products overflow or may have lost digits to underflow.
 */
public final class Summation {
    private static final int BLOCK = 64;
    private static final int LANES = 8;

    /** About how long a term takes. */
    private static final double NANOSECONDS = 0.5;

    /** A long sum is split into this many parts, a power of two. */
    private static final int PARTS = 64;

    /** An array has fewer than 2^31 terms: their sum cannot overflow if each is divided by 2 to this power. */
    private static final int ROOM = 32;

    /** A dot at least this large lost no digits to underflow: n products lose at most n · 2⁻¹⁰⁷⁵, and n < 2³¹. */
    private static final double SURE = 0x1p-960;

    private Summation() {}

    /** Σ x_i. */
    public static double sum(double[] x) {
        return mean(x, 1);
    }

    /** Σ x_i / divisor, also where only the sum is out of range. */
    public static double mean(double[] x, double divisor) {
        double sum = total(x);
        if (Double.isFinite(sum)) {
            return sum / divisor;
        }
        double[] lower = x.clone();
        multiplyByPower(lower, -ROOM);
        return Math.scalb(total(lower) / divisor, ROOM);
    }

    /** Σ x_i; the parts of a long sum may be added up on several threads. */
    private static double total(double[] x) {
        return Splitter.isLarge(x.length, NANOSECONDS)
                ? inParts(x.length, (from, to) -> sum(x, from, to))
                : sum(x, 0, x.length);
    }

    /** The sum of a range of terms, by the tree of {@link #sum(double[], int, int)}. */
    @FunctionalInterface
    private interface Terms {
        double sum(int from, int to);
    }

    private static double inParts(int count, Terms terms) {
        double[] parts = new double[PARTS];
        Splitter.split(PARTS, 1, count * NANOSECONDS / PARTS, (first, end) -> {
            for (int part = first; part < end; part++) {
                parts[part] = part(count, terms, part);
            }
        });
        for (int pairs = PARTS / 2; pairs > 0; pairs /= 2) {
            for (int i = 0; i < pairs; i++) {
                parts[i] = parts[2 * i] + parts[2 * i + 1];
            }
        }
        return parts[0];
    }

    /** One of the {@link #PARTS} parts: each bit of its number says which half of the terms to go on with. */
    private static double part(int count, Terms terms, int part) {
        int from = 0;
        int to = count;
        for (int digit = PARTS / 2; digit > 0; digit /= 2) {
            int middle = from + half(to - from);
            if ((part & digit) == 0) {
                to = middle;
            } else {
                from = middle;
            }
        }
        return terms.sum(from, to);
    }

    /** Σ x_i of a range. */
    static double sum(double[] x, int from, int to) {
        if (to - from <= BLOCK) {
            return block(x, from, to);
        }
        int middle = from + half(to - from);
        return sum(x, from, middle) + sum(x, middle, to);
    }

    /** How many terms are in the first half of more than a block: a whole number of blocks. */
    static int half(int count) {
        int blocks = (count + BLOCK - 1) / BLOCK;
        return (blocks + 1) / 2 * BLOCK;
    }

    /** Up to a block, in eight accumulators; one without terms is 0, which changes no bit. */
    private static double block(double[] x, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int i = from;
        for (; i + LANES <= to; i += LANES) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
            s4 += x[i + 4];
            s5 += x[i + 5];
            s6 += x[i + 6];
            s7 += x[i + 7];
        }
        int rest = to - i;
        s0 += rest > 0 ? x[i] : 0;
        s1 += rest > 1 ? x[i + 1] : 0;
        s2 += rest > 2 ? x[i + 2] : 0;
        s3 += rest > 3 ? x[i + 3] : 0;
        s4 += rest > 4 ? x[i + 4] : 0;
        s5 += rest > 5 ? x[i + 5] : 0;
        s6 += rest > 6 ? x[i + 6] : 0;
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }

    /** Σ x_i y_i, also where single products are out of range. */
    public static double dot(double[] x, double[] y) {
        return dot(Buffer.of(x), Buffer.of(y));
    }

    /** The same of buffers of one size. */
    public static double dot(Buffer x, Buffer y) {
        double dot = Splitter.isLarge(x.size(), NANOSECONDS)
                ? inParts(x.size(), (from, to) -> products(x, y, from, to))
                : products(x, y, 0, x.size());
        return Double.isFinite(dot) && Math.abs(dot) >= SURE ? dot : scaledDot(x, y, dot);
    }

    /** Σ x_i y_i of a range, by the tree of {@link #sum(double[], int, int)}. */
    private static double products(Buffer x, Buffer y, int from, int to) {
        int size = Math.min(to - from, BLOCK);
        return products(x, y, from, to, new double[size], new double[size]);
    }

    /** The same, with scratch for a block of each. */
    private static double products(Buffer x, Buffer y, int from, int to, double[] products, double[] factors) {
        int count = to - from;
        if (count > BLOCK) {
            int middle = from + half(count);
            return products(x, y, from, middle, products, factors) + products(x, y, middle, to, products, factors);
        }
        x.load(from, 1, count, products, 0);
        y.load(from, 1, count, factors, 0);
        for (int i = 0; i < count; i++) {
            products[i] *= factors[i];
        }
        return block(products, 0, count);
    }

    /** The dot with all products scaled by the power of two of the largest; {@code dot} itself if all are 0. */
    private static double scaledDot(Buffer x, Buffer y, double dot) {
        int largest = Integer.MIN_VALUE;
        for (int i = 0; i < x.size(); i++) {
            double a = x.at(i);
            double b = y.at(i);
            if (Double.isNaN(a * b)) {
                return Double.NaN;
            }
            if (a != 0 && b != 0) {
                largest = Math.max(largest, Math.getExponent(a) + Math.getExponent(b));
            }
        }
        if (largest == Integer.MIN_VALUE) {
            return dot;
        }
        double[] products = new double[x.size()];
        for (int i = 0; i < products.length; i++) {
            int exponent = Math.getExponent(x.at(i));
            int other = Math.getExponent(y.at(i));
            products[i] = Math.scalb(
                    Math.scalb(x.at(i), -exponent) * Math.scalb(y.at(i), -other), exponent + other - largest);
        }
        return Math.scalb(total(products), largest);
    }

    /** √(Σ x_i²), also where the squares would overflow or underflow; x is overwritten. */
    public static double norm(double[] x) {
        int power = divideByLargest(x);
        Splitter.split(x.length, BLOCK, NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                x[i] *= x[i];
            }
        });
        return Math.scalb(Math.sqrt(sum(x)), power);
    }

    /** Divides x, in place, by the power of two that brings the largest |x| to [1, 2), unless that is 0 or not finite; its exponent. */
    static int divideByLargest(double[] x) {
        double largest = Extremum.maxAbsolute(x);
        int power = largest > 0 && largest < Double.POSITIVE_INFINITY ? Math.getExponent(largest) : 0;
        multiplyByPower(x, -power);
        return power;
    }

    /** x · 2^power, in place. */
    static void multiplyByPower(double[] x, int power) {
        double factor = Math.scalb(1.0, power);
        if (factor == 0 || Double.isInfinite(factor)) {
            for (int i = 0; i < x.length; i++) {
                x[i] = Math.scalb(x[i], power);
            }
        } else if (power != 0) {
            Splitter.split(x.length, BLOCK, NANOSECONDS, (from, to) -> {
                for (int i = from; i < to; i++) {
                    x[i] *= factor;
                }
            });
        }
    }
}
