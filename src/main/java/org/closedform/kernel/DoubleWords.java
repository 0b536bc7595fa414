package org.closedform.kernel;

/**
 * Numbers held in two words each, high + low: the number rounded to the element type, and what the rounding took. Together
 * they have about twice the digits, so that it hardly matters in which order such numbers are added.
 *
 * <p>A sum is within 3u² (|x| + |y|) of x + y, u being half an ulp of 1 in the element type (2⁻⁵³ or 2⁻²⁴); a quotient is within
 * 1 ulp. Where the high word is NaN or infinite, the low word is 0.
 *
 * <p>Source: Dekker, A Floating-Point Technique for Extending the Available Precision, 1971; Joldes, Muller, Popescu, Tight and
 * Rigorous Error Bounds for Basic Building Blocks of Double-Word Arithmetic, 2017, algorithm 5.
 */
public record DoubleWords(Buffer high, Buffer low) {

    /** One float64 number. */
    public static DoubleWords of(double high, double low) {
        return new DoubleWords(Elements.full(1, high), Elements.full(1, low));
    }

    /** Numbers that have no more than one word. */
    public static DoubleWords of(Buffer x) {
        return new DoubleWords(x, x.ofSize(x.size()));
    }

    /** factor · x. */
    public static DoubleWords product(Buffer x, double factor) {
        Buffer high = x.ofSize(x.size());
        Buffer low = x.ofSize(x.size());
        for (int i = 0; i < x.size(); i++) {
            high.set(i, x.at(i) * factor);
            double rounded = high.at(i);
            low.set(i, Double.isFinite(rounded) ? Math.fma(x.at(i), factor, -rounded) : 0);
        }
        return new DoubleWords(high, low);
    }

    /** x + y, of as many numbers of the same element type. */
    public DoubleWords plus(DoubleWords y) {
        Buffer sum = high.ofSize(high.size());
        Buffer remainder = high.ofSize(high.size());
        for (int i = 0; i < high.size(); i++) {
            sum.set(i, high.at(i) + y.high.at(i));
            double rounded = sum.at(i);
            double lost = CompensatedSum.lost(high.at(i), y.high.at(i), rounded) + (low.at(i) + y.low.at(i));
            if (Double.isFinite(rounded) && lost != 0) {
                sum.set(i, rounded + lost);
                double corrected = sum.at(i);
                remainder.set(i, Double.isFinite(corrected) ? CompensatedSum.lost(rounded, lost, corrected) : 0);
            }
        }
        return new DoubleWords(sum, remainder);
    }

    /** x / (divisor + divisorLow), rounded to one word. */
    public Buffer dividedBy(double divisor, double divisorLow) {
        Buffer quotient = high.ofSize(high.size());
        for (int i = 0; i < high.size(); i++) {
            double q = high.at(i) / divisor;
            double rest = Math.fma(-q, divisor, high.at(i)) + (low.at(i) - q * divisorLow);
            quotient.set(i, Double.isFinite(rest) && rest != 0 ? q + rest / divisor : q);
        }
        return quotient;
    }
}
