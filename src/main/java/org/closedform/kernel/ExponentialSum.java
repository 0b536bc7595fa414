package org.closedform.kernel;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.closedform.kernel.loops.TwoSum;

/**
 * Σ e^x of some numbers, whose bits do not depend on their order: merging is exactly commutative and associative.
 *
 * <p>With q the whole number next to x/16, x − 16q is exact, and 2^12·e^(x − 16q) a number of at least 1, thus a whole number of units
 * of 2^-52. Such numbers are added up by level q, without rounding; the five highest levels that there are or may be, top … top − 4, are
 * kept. What is below would add less than e^-64 = 1.6e-28 of the largest term for each term.
 *
 * @param top the highest level, a whole number; −∞ where there is no term
 * @param whole of each level, from the top down: the whole part of its sum
 * @param units the rest of its sum, in [0, 2^52) units of 2^-52
 * @param special what NaN and +∞ make of the sum; otherwise 0
 */
public record ExponentialSum(double top, long[] whole, long[] units, double special) {
    /** How many levels are kept. */
    public static final int LEVELS = 5;

    private static final double WIDTH = 16;
    private static final double UNITS = 0x1p52;
    private static final double LIFT = 0x1p12;

    /** e^(−16 level) of each level. */
    private static final double[] SCALES = IntStream.range(0, LEVELS)
            .mapToDouble(level -> StrictMath.exp(-WIDTH * level))
            .toArray();

    /** The sum of no terms. */
    public static final ExponentialSum NONE =
            new ExponentialSum(Double.NEGATIVE_INFINITY, new long[LEVELS], new long[LEVELS], 0);

    /** Checks the array, which may come from a stream. */
    public ExponentialSum {
        Objects.requireNonNull(whole, "ExponentialSum: whole is null");
        Objects.requireNonNull(units, "ExponentialSum: units is null");
        boolean fits = whole.length == LEVELS
                && units.length == LEVELS
                && Arrays.stream(whole).allMatch(x -> x >= 0)
                && Arrays.stream(units).allMatch(x -> x >= 0 && x < UNITS);
        if (!fits) {
            throw new IllegalArgumentException("ExponentialSum: " + LEVELS + " levels of whole numbers are needed");
        }
    }

    public static ExponentialSum of(double[] x) {
        double top = Double.NEGATIVE_INFINITY;
        double special = 0;
        for (double number : x) {
            if (Double.isNaN(number) || number == Double.POSITIVE_INFINITY) {
                special += number;
            } else {
                top = Math.max(top, level(number));
            }
        }
        long[] whole = new long[LEVELS];
        long[] units = new long[LEVELS];
        for (double number : x) {
            double below = top - level(number);
            if (below >= 0 && below < LEVELS) {
                double e = exponential(number);
                add(whole, units, (int) below, (long) e, units(e));
            }
        }
        return new ExponentialSum(top, whole, units, special);
    }

    private static double level(double x) {
        return Math.rint(x / WIDTH);
    }

    /** 2^12·e^x / e^(16 q), 1 or more. */
    private static double exponential(double x) {
        return LIFT * StrictMath.exp(x - WIDTH * level(x));
    }

    private static long units(double e) {
        return (long) ((e - Math.floor(e)) * UNITS);
    }

    private static void add(long[] whole, long[] units, int level, long wholePart, long rest) {
        long sum = units[level] + rest;
        units[level] = sum & (1L << 52) - 1;
        whole[level] = Math.addExact(whole[level], wholePart + (sum >> 52));
    }

    public ExponentialSum merge(ExponentialSum other) {
        double highest = Math.max(top, other.top);
        long[] mergedWhole = new long[LEVELS];
        long[] mergedUnits = new long[LEVELS];
        for (ExponentialSum part : new ExponentialSum[] {this, other}) {
            double down = highest - part.top;
            for (int level = 0; level + down < LEVELS; level++) {
                add(mergedWhole, mergedUnits, (int) (level + down), part.whole[level], part.units[level]);
            }
        }
        return new ExponentialSum(highest, mergedWhole, mergedUnits, special + other.special);
    }

    /** log Σ e^x: −∞ without a term, NaN if a term is NaN, otherwise +∞ if one is +∞. */
    public double log() {
        if (special != 0) {
            return special;
        }
        return top == Double.NEGATIVE_INFINITY ? top : WIDTH * top + StrictMath.log(sum() / LIFT);
    }

    /** Whether there is a distribution: a term, and no special one. */
    private boolean isDistribution() {
        return special == 0 && top != Double.NEGATIVE_INFINITY;
    }

    /** e^x / Σ e^x; NaN where that is no distribution. */
    public double probability(double x) {
        return isDistribution() ? relative(x) / sum() : Double.NaN;
    }

    /** e^x / Σ e^x − 1 for one of the terms: minus the probability of the others, which keeps its digits where that is small. */
    public double probabilityMinusOne(double x) {
        return isDistribution() ? 0 - without(x) / sum() : Double.NaN;
    }

    /** log Σ e^x − x for one of the terms, which keeps its digits where that has nearly all of the sum. */
    public double surprise(double x) {
        if (!isDistribution()) {
            return Double.NaN;
        }
        double own = relative(x);
        double others = without(x);
        return others < own ? StrictMath.log1p(others / own) : (WIDTH * top - x) + StrictMath.log(sum() / LIFT);
    }

    /** 2^12·e^x / e^(16 top). */
    private double relative(double x) {
        double below = top - level(x);
        return below < LEVELS ? exponential(x) * SCALES[(int) below] : 0;
    }

    private double sum() {
        return sum(whole, units);
    }

    /** The sum of the other terms. */
    private double without(double x) {
        double below = top - level(x);
        if (!(below < LEVELS)) {
            return sum();
        }
        double e = exponential(x);
        long[] otherWhole = whole.clone();
        long[] otherUnits = units.clone();
        add(otherWhole, otherUnits, (int) below, -(long) e, -units(e));
        return sum(otherWhole, otherUnits);
    }

    /** From the lowest level up, compensated: the levels' sums, divided by e^(16 top). */
    private static double sum(long[] whole, long[] units) {
        double sum = 0;
        double lost = 0;
        for (int level = LEVELS - 1; level >= 0; level--) {
            for (double term : new double[] {units[level] / UNITS * SCALES[level], whole[level] * SCALES[level]}) {
                double next = sum + term;
                lost += TwoSum.lost(sum, term, next);
                sum = next;
            }
        }
        return sum + lost;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExponentialSum that
                && top == that.top
                && Arrays.equals(whole, that.whole)
                && Arrays.equals(units, that.units)
                && Double.compare(special, that.special) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(top) + Arrays.hashCode(whole);
    }
}
