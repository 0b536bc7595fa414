package org.closedform.kernel;

import java.math.BigInteger;
import java.nio.ByteBuffer;
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

    static final int MOST_BINS = 5;
    static final byte EMPTY = Byte.MIN_VALUE;
    /** No digit of a product of two numbers is farther up or down. */
    private static final int MOST_PLACE = 80;

    static final int DIGIT = 32;

    static final int NAN = 1;
    static final int POSITIVE_INFINITY = 2;
    static final int NEGATIVE_INFINITY = 4;
    private static final int INFINITIES = POSITIVE_INFINITY | NEGATIVE_INFINITY;
    private static final int SPECIAL = NAN | INFINITIES;
    static final int NEGATIVE_ZERO = 8;
    static final int ANOTHER = 16;

    /** Checks the arrays, which may come from a stream. */
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

    /** Sums of so many elements, to which no term was added. */
    public static BinnedSums none(int size, boolean isFloat64) {
        return new BinnedSums(isFloat64, 0, 0, new byte[0], new long[0], new byte[size]);
    }

    /** Sums of one term each, the numbers of a buffer. */
    public static BinnedSums of(Buffer x) {
        GrowingBins sums = new GrowingBins(x.size());
        for (int i = 0; i < x.size(); i++) {
            sums.add(i, x.at(i), 0);
        }
        return sums.built(x.isFloat64());
    }

    /** The sum of one float64 number. */
    public static BinnedSums of(double x) {
        return of(Elements.full(1, x));
    }

    /** Sums of one term each: factor · x, exactly. */
    public static BinnedSums product(Buffer x, double factor) {
        GrowingBins sums = new GrowingBins(x.size());
        for (int i = 0; i < x.size(); i++) {
            sums.addProduct(i, x.at(i), factor);
        }
        return sums.built(x.isFloat64());
    }

    public int size() {
        return kinds.length;
    }

    /** How many bytes {@link #writeTo} takes. */
    public int byteCount() {
        return Math.addExact(Math.multiplyExact(bins.length, Long.BYTES + 1), kinds.length);
    }

    /** Writes all bins, all places and all kinds. */
    public void writeTo(ByteBuffer bytes) {
        bytes.slice().asLongBuffer().put(bins);
        bytes.position(bytes.position() + bins.length * Long.BYTES).put(places).put(kinds);
    }

    /** Reads the sums of so many elements, as {@link #writeTo} wrote them. */
    public static BinnedSums readFrom(ByteBuffer bytes, boolean isFloat64, int size, long terms, int depth) {
        long needed = (long) size * depth * (Long.BYTES + 1) + size;
        if (depth < 0 || depth > MOST_BINS || needed > bytes.remaining()) {
            throw new IllegalArgumentException(
                    "BinnedSums: " + bytes.remaining() + " bytes are left for " + size + " elements of depth " + depth
                            + "; " + needed + " are needed, and a depth from 0 to " + MOST_BINS);
        }
        long[] bins = new long[size * depth];
        byte[] places = new byte[bins.length];
        byte[] kinds = new byte[size];
        bytes.slice().asLongBuffer().get(bins);
        bytes.position(bytes.position() + bins.length * Long.BYTES).get(places).get(kinds);
        return new BinnedSums(isFloat64, terms, depth, places, bins, kinds);
    }

    /** The sums of the terms of both, which have as many elements of the same type. */
    public BinnedSums plus(BinnedSums other) {
        if (Math.addExact(terms, other.terms) > MOST_TERMS) {
            throw new ArithmeticException("BinnedSums: " + (terms + other.terms) + " terms; at most " + MOST_TERMS
                    + " can be added up without an overflow");
        }
        GrowingBins sums = new GrowingBins(size());
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
}
