package org.closedform.kernel;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.closedform.kernel.loops.TwoSum;

/**
 * Numbers held in two words each, high + low: the number rounded to the element type, and the rounding error. Together they have
 * about twice the digits, so that the order of additions hardly matters. A number beyond the range of the type has words in [1, 2)
 * and a power of two beside them: it is (high + low)·2^exponent.
 *
 * <p>A sum is within 3u² (|x| + |y|) of x + y, u being half an ulp of 1 in the element type (2⁻⁵³ or 2⁻²⁴); a quotient is within 1
 * ulp, and so is {@link #rounded}, whose error is at most half an ulp above the smallest normal number. A product is exact, but for
 * half of the type's smallest number. Where the high word is NaN or infinite, the low word is 0.
 *
 * <p>Source: Dekker, A Floating-Point Technique for Extending the Available Precision, 1971; Joldes, Muller, Popescu, Tight and
 * Rigorous Error Bounds for Basic Building Blocks of Double-Word Arithmetic, 2017, algorithm 5.
 *
 * @param exponents 0 for every number whose words the type can hold; empty where that is so for all
 */
public record DoubleWords(Buffer high, Buffer low, int[] exponents) {
    private static final int[] NONE = {};

    /** Numbers within the range of their type. */
    public DoubleWords(Buffer high, Buffer low) {
        this(high, low, NONE);
    }

    /** One float64 number. */
    public static DoubleWords of(double high, double low) {
        return new DoubleWords(Elements.full(1, high), Elements.full(1, low));
    }

    /** Numbers of a single word each. */
    public static DoubleWords of(Buffer x) {
        return new DoubleWords(x, x.ofSize(x.size()));
    }

    /**
     * (high + low)·2^exponents, with one exponent for each number or none at all. Exponents that the words do not need are dropped.
     */
    public static DoubleWords scaled(Buffer high, Buffer low, int[] exponents) {
        if (exponents.length == 0) {
            return new DoubleWords(high, low);
        }
        Result result = new Result(high.ofSize(high.size()));
        for (int i = 0; i < high.size(); i++) {
            result.set(i, high.at(i), low.at(i), exponents[i]);
        }
        return result.words();
    }

    /** factor · x. */
    public static DoubleWords product(Buffer x, double factor) {
        Result result = new Result(x.ofSize(x.size()));
        Buffer high = result.high;
        Buffer low = result.low;
        for (int i = 0; i < x.size(); i++) {
            if (!Double.isFinite(multiply(x.at(i), factor, high, low, i))) {
                multiplyScaled(x.at(i), factor, result, i);
            }
        }
        return result.words();
    }

    /** Sets the words of x · y, the low one only where the product is finite, and returns the high one. */
    private static double multiply(double x, double y, Buffer high, Buffer low, int i) {
        high.set(i, x * y);
        double rounded = high.at(i);
        if (Double.isFinite(rounded)) {
            low.set(i, Math.fma(x, y, -rounded));
        }
        return rounded;
    }

    private static void multiplyScaled(double x, double y, Result result, int i) {
        if (Double.isFinite(x) && Double.isFinite(y)) {
            int mine = Math.getExponent(x);
            int other = Math.getExponent(y);
            multiply(Math.scalb(x, -mine), Math.scalb(y, -other), result.high, result.low, i);
            result.set(i, result.high.at(i), result.low.at(i), mine + other);
        }
    }

    /** The power of two beside the words of a number. */
    public int exponent(int index) {
        return exponents.length == 0 ? 0 : exponents[index];
    }

    /** x + y, where y has the same size and element type. */
    public DoubleWords plus(DoubleWords y) {
        Result result = new Result(high.ofSize(high.size()));
        Buffer sum = result.high;
        Buffer remainder = result.low;
        boolean inRange = exponents.length == 0 && y.exponents.length == 0;
        for (int i = 0; i < high.size(); i++) {
            double rounded = add(high.at(i), low.at(i), y.high.at(i), y.low.at(i), sum, remainder, i);
            if (!(inRange && Double.isFinite(rounded))) {
                addScaled(y, i, result);
            }
        }
        return result.words();
    }

    /** Sets the words of x + y, the low one only where it is not 0, and returns the high one. */
    private static double add(double x, double xLow, double y, double yLow, Buffer sum, Buffer remainder, int i) {
        sum.set(i, x + y);
        double rounded = sum.at(i);
        double lost = TwoSum.lost(x, y, rounded) + (xLow + yLow);
        if (!Double.isFinite(rounded) || lost == 0) {
            return rounded;
        }
        sum.set(i, rounded + lost);
        double corrected = sum.at(i);
        remainder.set(i, Double.isFinite(corrected) ? TwoSum.lost(rounded, lost, corrected) : 0);
        return corrected;
    }

    private void addScaled(DoubleWords y, int i, Result result) {
        if (Double.isFinite(high.at(i)) && Double.isFinite(y.high.at(i))) {
            int exponent = Math.max(magnitude(i), y.magnitude(i));
            int mine = exponent(i) - exponent;
            int other = y.exponent(i) - exponent;
            result.low.set(i, 0);
            add(
                    Math.scalb(high.at(i), mine),
                    Math.scalb(low.at(i), mine),
                    Math.scalb(y.high.at(i), other),
                    Math.scalb(y.low.at(i), other),
                    result.high,
                    result.low,
                    i);
            result.set(i, result.high.at(i), result.low.at(i), exponent);
        }
    }

    /** Every x divided by one number, rounded to one word. */
    public Buffer dividedBy(DoubleWords divisor) {
        double d = divisor.high.at(0);
        double dLow = divisor.low.at(0);
        int down = Math.getExponent(d);
        Buffer result = high.ofSize(high.size());
        for (int i = 0; i < high.size(); i++) {
            int exponent = exponent(i) - divisor.exponent(0);
            if (exponent == 0) {
                result.set(i, quotient(high.at(i), low.at(i), d, dLow));
            } else {
                int up = Math.getExponent(high.at(i));
                double quotient = quotient(
                        Math.scalb(high.at(i), -up),
                        Math.scalb(low.at(i), -up),
                        Math.scalb(d, -down),
                        Math.scalb(dLow, -down));
                result.set(i, Math.scalb(quotient, exponent + up - down));
            }
        }
        return result;
    }

    /** The numbers in one word each: ±∞ beyond the range of the type. */
    public Buffer rounded() {
        return exponents.length == 0 ? high : numbers(i -> Math.scalb(high.at(i), exponents[i]));
    }

    /** The rounding errors of {@link #rounded}, 0 beyond the range of the type. */
    public Buffer remainder() {
        return exponents.length == 0 ? low : numbers(i -> exponents[i] == 0 ? low.at(i) : 0);
    }

    private Buffer numbers(IntToDoubleFunction number) {
        Buffer result = high.ofSize(high.size());
        for (int i = 0; i < high.size(); i++) {
            result.set(i, number.applyAsDouble(i));
        }
        return result;
    }

    private int magnitude(int index) {
        return exponent(index) + Math.getExponent(high.at(index));
    }

    private static double quotient(double high, double low, double divisor, double divisorLow) {
        double q = high / divisor;
        double rest = Math.fma(-q, divisor, high) + (low - q * divisorLow);
        return Double.isFinite(rest) && rest != 0 ? q + rest / divisor : q;
    }

    /** Whether the words and exponents are the same, to the last bit. */
    @Override
    public boolean equals(Object other) {
        return other instanceof DoubleWords that
                && high.equals(that.high)
                && low.equals(that.low)
                && Arrays.equals(exponents, that.exponents);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * high.hashCode() + low.hashCode()) + Arrays.hashCode(exponents);
    }

    /** Collects the words of a result. */
    private static final class Result {
        private final Buffer high;
        private final Buffer low;
        private int[] exponents = NONE;

        Result(Buffer high) {
            this.high = high;
            this.low = high.ofSize(high.size());
        }

        DoubleWords words() {
            return new DoubleWords(high, low, exponents);
        }

        /** Sets (x + xLow)·2^exponent, without an exponent if the type can hold both words. */
        void set(int i, double x, double xLow, int exponent) {
            high.set(i, Math.scalb(x, exponent));
            low.set(i, Math.scalb(xLow, exponent));
            boolean isHeld = Math.scalb(high.at(i), -exponent) == x && Math.scalb(low.at(i), -exponent) == xLow;
            if (!isHeld && Double.isFinite(x)) {
                int magnitude = Math.getExponent(x);
                high.set(i, Math.scalb(x, -magnitude));
                low.set(i, Math.scalb(xLow, -magnitude));
                exponents = exponents.length == 0 ? new int[high.size()] : exponents;
                exponents[i] = exponent + magnitude;
            }
        }
    }
}
