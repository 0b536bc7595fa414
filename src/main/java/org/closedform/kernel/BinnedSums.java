package org.closedform.kernel;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Sums, element by element, whose bits do not depend on the order of their terms: merging is exactly commutative and associative.
 *
 * <p>A term is cut into digits of 32 bits on one absolute grid: digit j counts multiples of 2^(32 j). Each digit that is not 0 goes
 * to the bin of its place, a whole number of 64 bits, so nothing is rounded. Of the bins that any term has touched the five highest
 * are kept: the same ones whatever the order, since a bin that is among the highest at the end always was. So a sum is exact as
 * long as its terms touch five bins or fewer, and otherwise every term is cut off below 2⁻¹²⁸ of the largest. The range is that of
 * products of numbers: a sum may leave that of its type and come back.
 *
 * <p>Source: Demmel and Nguyen, Parallel Reproducible Summation, 2015; whole numbers as in Neal, Fast Exact Summation Using Small
 * and Large Superaccumulators, 2015.
 *
 * @param isFloat64 the element type in which the terms were given and sums are asked for; otherwise float32
 * @param terms how many terms an element has, at most {@link #MOST_TERMS}
 * @param depth how many bins of each element are held, at most five
 * @param places of each element's bins, from the highest down; {@link #EMPTY} for those that no term has touched
 * @param bins what each holds
 * @param kinds of each element: which kinds of special terms there were
 */
public record BinnedSums(boolean isFloat64, long terms, int depth, byte[] places, long[] bins, byte[] kinds) {
    /** A term adds less than 2^33 to a bin. */
    static final long MOST_TERMS = 1L << 29;

    private static final int MOST_BINS = 5;
    private static final byte EMPTY = Byte.MIN_VALUE;
    /** No digit of a product of two numbers is farther up or down. */
    private static final int MOST_PLACE = 80;

    private static final int DIGIT = 32;
    private static final long DIGIT_MASK = (1L << DIGIT) - 1;

    private static final int NAN = 1;
    private static final int POSITIVE_INFINITY = 2;
    private static final int NEGATIVE_INFINITY = 4;
    private static final int INFINITIES = POSITIVE_INFINITY | NEGATIVE_INFINITY;
    private static final int SPECIAL = NAN | INFINITIES;
    private static final int NEGATIVE_ZERO = 8;
    private static final int ANOTHER = 16;

    /** Checks what may come from a stream. */
    public BinnedSums {
        Objects.requireNonNull(places, "BinnedSums: places is null");
        Objects.requireNonNull(bins, "BinnedSums: bins is null");
        Objects.requireNonNull(kinds, "BinnedSums: kinds is null");
        boolean fits = depth >= 0
                && depth <= MOST_BINS
                && terms >= 0
                && terms <= MOST_TERMS
                && places.length == bins.length
                && places.length == (long) depth * kinds.length;
        if (!fits) {
            throw new IllegalArgumentException("BinnedSums: " + places.length + " places and " + bins.length
                    + " bins do not fit " + kinds.length + " elements of " + terms + " terms and depth " + depth);
        }
        for (int i = 0; i < places.length; i++) {
            boolean isBelow = i % depth == 0 || places[i] < places[i - 1];
            if (places[i] != EMPTY && !(isBelow && Math.abs(places[i]) <= MOST_PLACE)) {
                throw new IllegalArgumentException("BinnedSums: " + places[i] + " is no place of a bin there");
            }
        }
    }

    /** Of elements that no term was added to. */
    public static BinnedSums none(int size, boolean isFloat64) {
        return new BinnedSums(isFloat64, 0, 0, new byte[0], new long[0], new byte[size]);
    }

    /** Of one term an element. */
    public static BinnedSums of(Buffer x) {
        Building sums = new Building(x.size());
        for (int i = 0; i < x.size(); i++) {
            sums.add(i, x.at(i), 0);
        }
        return sums.built(x.isFloat64());
    }

    /** Of one float64 number. */
    public static BinnedSums of(double x) {
        return of(Elements.full(1, x));
    }

    /** Of one term an element: factor · x, exactly. */
    public static BinnedSums product(Buffer x, double factor) {
        Building sums = new Building(x.size());
        for (int i = 0; i < x.size(); i++) {
            sums.addProduct(i, x.at(i), factor);
        }
        return sums.built(x.isFloat64());
    }

    public int size() {
        return kinds.length;
    }

    /** The sums of all terms of both; of as many elements of the same type. */
    public BinnedSums plus(BinnedSums other) {
        if (Math.addExact(terms, other.terms) > MOST_TERMS) {
            throw new ArithmeticException("BinnedSums: " + (terms + other.terms) + " terms; at most " + MOST_TERMS
                    + " can be added up without an overflow");
        }
        Building sums = new Building(size());
        for (int i = 0; i < size(); i++) {
            sums.merge(i, this, other);
        }
        return sums.built(isFloat64, terms + other.terms);
    }

    /** The sums, each rounded once to the element type; ±∞ beyond its largest number. */
    public Buffer rounded() {
        return numbers(this::rounded);
    }

    /** What rounding took from them: 0 beyond the range of the type, and where the sum is special. */
    public Buffer remainder() {
        return numbers(i -> isSpecial(i) ? 0 : exact(i).remainder(rounded(i), isFloat64));
    }

    /** The sums divided by a number, each rounded once. */
    public Buffer dividedBy(BinnedSums divisor) {
        boolean usual = !divisor.isSpecial(0) && divisor.exact(0).signum() != 0;
        Dyadic exactDivisor = usual ? divisor.exact(0) : null;
        // beside special numbers the size of a number makes no difference, only its sign does
        double sign = divisor.sign(0);
        return numbers(i -> {
            if (!usual || isSpecial(i)) {
                return sign(i) / sign;
            }
            Dyadic sum = exact(i);
            return sum.signum() == 0 ? zero(i) : sum.dividedBy(exactDivisor).rounded(isFloat64);
        });
    }

    /** Whether the number at an index is exactly 0. */
    public boolean isZero(int index) {
        return !isSpecial(index) && exact(index).signum() == 0;
    }

    private Buffer numbers(IntToDoubleFunction number) {
        Buffer result = isFloat64 ? Buffer.of(new double[size()]) : Buffer.of(new float[size()]);
        for (int i = 0; i < size(); i++) {
            result.set(i, number.applyAsDouble(i));
        }
        return result;
    }

    private boolean isSpecial(int i) {
        return (kinds[i] & SPECIAL) != 0;
    }

    private double rounded(int i) {
        if (isSpecial(i)) {
            return special(i);
        }
        Dyadic sum = exact(i);
        return sum.signum() == 0 ? zero(i) : sum.rounded(isFloat64);
    }

    private double special(int i) {
        if ((kinds[i] & NAN) != 0 || (kinds[i] & INFINITIES) == INFINITIES) {
            return Double.NaN;
        }
        return (kinds[i] & POSITIVE_INFINITY) != 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    /** A sum that is special or 0 itself, or else its sign, ±1. */
    private double sign(int i) {
        return isSpecial(i) ? special(i) : exact(i).signum() == 0 ? zero(i) : exact(i).signum();
    }

    /** −0 where all terms are, as IEEE 754 has it. */
    private double zero(int i) {
        return (kinds[i] & (NEGATIVE_ZERO | ANOTHER)) == NEGATIVE_ZERO ? -0.0 : 0.0;
    }

    private Dyadic exact(int i) {
        int last = depth - 1;
        while (last >= 0 && places[i * depth + last] == EMPTY) {
            last--;
        }
        if (last < 0) {
            return new Dyadic(BigInteger.ZERO, 0);
        }
        int lowest = places[i * depth + last];
        BigInteger sum = BigInteger.ZERO;
        for (int k = 0; k <= last; k++) {
            int at = i * depth + k;
            sum = sum.add(BigInteger.valueOf(bins[at]).shiftLeft(DIGIT * (places[at] - lowest)));
        }
        return new Dyadic(sum, DIGIT * lowest);
    }

    /** Whether the sums are the same numbers, however they came about. */
    @Override
    public boolean equals(Object other) {
        return other instanceof BinnedSums that
                && isFloat64 == that.isFloat64
                && size() == that.size()
                && IntStream.range(0, size()).allMatch(i -> isSame(i, that));
    }

    private boolean isSame(int i, BinnedSums other) {
        if (isSpecial(i) || other.isSpecial(i)) {
            return isSpecial(i) && other.isSpecial(i) && Double.compare(special(i), other.special(i)) == 0;
        }
        return Double.compare(zero(i), other.zero(i)) == 0
                && exact(i).plus(other.exact(i).negate()).signum() == 0;
    }

    @Override
    public int hashCode() {
        return rounded().hashCode();
    }

    /** Sums in the making: all five bins of every element, until it is known how many are needed. */
    private static final class Building {
        private final byte[] places;
        private final long[] bins;
        private final byte[] kinds;

        Building(int size) {
            places = new byte[Math.multiplyExact(size, MOST_BINS)];
            Arrays.fill(places, EMPTY);
            bins = new long[places.length];
            kinds = new byte[size];
        }

        /** Adds x · 2^exponent, for numbers that are not special. */
        private void addFinite(int i, double x, int exponent) {
            long mantissa = Dyadic.mantissa(x);
            int lowest = Dyadic.exponent(x) + exponent;
            int place = Math.floorDiv(lowest, DIGIT);
            int shift = Math.floorMod(lowest, DIGIT);
            long low = mantissa << shift;
            long high = shift == 0 ? 0 : mantissa >>> Long.SIZE - shift;
            int sign = x < 0 ? -1 : 1;
            put(i, place + 2, sign * high);
            put(i, place + 1, sign * (low >>> DIGIT));
            put(i, place, sign * (low & DIGIT_MASK));
        }

        void add(int i, double x, int exponent) {
            if (Double.isFinite(x)) {
                addFinite(i, x, exponent);
                kinds[i] |= (byte) (x == 0 && 1 / x < 0 ? NEGATIVE_ZERO : ANOTHER);
            } else {
                kinds[i] |= (byte) (Double.isNaN(x) ? NAN : x > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY);
            }
        }

        /** The product of two numbers in [1, 2) is two numbers; the powers of two are put aside so long. */
        void addProduct(int i, double x, double y) {
            if (!Double.isFinite(x) || !Double.isFinite(y) || x == 0 || y == 0) {
                add(i, x * y, 0);
                return;
            }
            int power = Math.getExponent(x) + Math.getExponent(y);
            double a = Math.scalb(x, -Math.getExponent(x));
            double b = Math.scalb(y, -Math.getExponent(y));
            double product = a * b;
            add(i, product, power);
            addFinite(i, Math.fma(a, b, -product), power);
        }

        /** Adds to the bin of a place, unless there are five higher ones. */
        private void put(int i, int place, long digit) {
            if (digit == 0) {
                return;
            }
            int first = i * MOST_BINS;
            int at = first;
            while (at < first + MOST_BINS && places[at] > place) {
                at++;
            }
            if (at == first + MOST_BINS) {
                return;
            }
            if (places[at] != place) {
                int lower = first + MOST_BINS - 1 - at;
                System.arraycopy(places, at, places, at + 1, lower);
                System.arraycopy(bins, at, bins, at + 1, lower);
                places[at] = (byte) place;
                bins[at] = 0;
            }
            bins[at] += digit;
        }

        void merge(int i, BinnedSums x, BinnedSums y) {
            kinds[i] = (byte) (x.kinds[i] | y.kinds[i]);
            int ofX = i * x.depth;
            int ofY = i * y.depth;
            int endOfX = ofX + x.depth;
            int endOfY = ofY + y.depth;
            for (int at = i * MOST_BINS; at < (i + 1) * MOST_BINS; at++) {
                byte nextOfX = ofX < endOfX ? x.places[ofX] : EMPTY;
                byte nextOfY = ofY < endOfY ? y.places[ofY] : EMPTY;
                places[at] = (byte) Math.max(nextOfX, nextOfY);
                if (places[at] == EMPTY) {
                    return;
                }
                if (nextOfX == places[at]) {
                    bins[at] += x.bins[ofX++];
                }
                if (nextOfY == places[at]) {
                    bins[at] += y.bins[ofY++];
                }
            }
        }

        BinnedSums built(boolean isFloat64) {
            return built(isFloat64, 1);
        }

        /** With as many bins as some element needs. */
        BinnedSums built(boolean isFloat64, long terms) {
            int depth = 0;
            for (int i = 0; i < kinds.length; i++) {
                while (depth < MOST_BINS && places[i * MOST_BINS + depth] != EMPTY) {
                    depth++;
                }
            }
            byte[] keptPlaces = new byte[kinds.length * depth];
            long[] keptBins = new long[keptPlaces.length];
            for (int i = 0; i < kinds.length; i++) {
                System.arraycopy(places, i * MOST_BINS, keptPlaces, i * depth, depth);
                System.arraycopy(bins, i * MOST_BINS, keptBins, i * depth, depth);
            }
            return new BinnedSums(isFloat64, terms, depth, keptPlaces, keptBins, kinds);
        }
    }
}
