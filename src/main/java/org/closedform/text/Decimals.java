package org.closedform.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers in decimal. {@code Double.toString} chooses other digits on JDK 17 than on later ones, and {@code String.format} stands on
 * it; these do not.
 */
public final class Decimals {
    /** So many digits come back unchanged from any float64, and from any float32. */
    private static final int SAFE = 15;

    private static final int SAFE_FLOAT = 6;
    /** So many digits tell any two float64 apart, and any two float32. */
    private static final int ENOUGH = 17;

    private static final int ENOUGH_FLOAT = 9;
    private static final int PLAIN_FROM = -7;
    private static final int PLAIN_BELOW = 21;

    private Decimals() {}

    /**
     * {@return a finite float64 with as many digits as it needs to be read back bit for bit}
     *
     * @param x a finite number
     */
    public static String exact(double x) {
        return x == 0 ? zero(x) : text(shortest(x));
    }

    /**
     * {@return a finite float32 with as many digits as it needs to be read back bit for bit, also by way of a float64}
     *
     * @param x a finite number
     */
    public static String exact(float x) {
        if (x == 0) {
            return zero(x);
        }
        BigDecimal exact = new BigDecimal(x);
        int digits = SAFE_FLOAT;
        while (digits < ENOUGH_FLOAT && (float) rounded(exact, digits).doubleValue() != x) {
            digits++;
        }
        return text(rounded(exact, digits));
    }

    private static String zero(double x) {
        return 1 / x > 0 ? "0" : "-0.0";
    }

    private static BigDecimal shortest(double x) {
        BigDecimal exact = new BigDecimal(x);
        int digits = SAFE;
        while (digits < ENOUGH && rounded(exact, digits).doubleValue() != x) {
            digits++;
        }
        return rounded(exact, digits);
    }

    private static BigDecimal rounded(BigDecimal x, int digits) {
        return x.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }

    private static int exponent(BigDecimal x) {
        return x.precision() - x.scale() - 1;
    }

    private static String text(BigDecimal x) {
        int exponent = exponent(x);
        return exponent >= PLAIN_FROM && exponent < PLAIN_BELOW ? x.toPlainString() : x.toString();
    }

    /**
     * {@return a number for a reader, with so many significant digits at most: 0.0123, −4 or 1.5 × 10⁻¹² ; NaN and ∞ as they are}
     *
     * @param x any number
     * @param digits at least 1
     */
    public static String shown(double x, int digits) {
        if (!Double.isFinite(x)) {
            return Double.isNaN(x) ? "NaN" : x > 0 ? "∞" : "−∞";
        }
        if (x == 0) {
            return "0";
        }
        BigDecimal rounded =
                shortest(x).round(new MathContext(digits, RoundingMode.HALF_UP)).stripTrailingZeros();
        int exponent = exponent(rounded);
        boolean isPlain = exponent >= -4 && exponent < Math.max(digits, 6);
        String text = isPlain
                ? rounded.toPlainString()
                : rounded.movePointLeft(exponent).toPlainString() + " × 10" + superscript(exponent);
        return text.replace('-', '−');
    }

    /**
     * {@return a whole number in small raised digits, as in 10⁻³}
     *
     * @param exponent any whole number
     */
    public static String superscript(int exponent) {
        StringBuilder raised = new StringBuilder();
        for (char sign : Integer.toString(exponent).toCharArray()) {
            raised.append("⁻⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(sign == '-' ? 0 : sign - '0' + 1));
        }
        return raised.toString();
    }
}
