package org.closedform.lesson;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.function.DoubleFunction;
import org.closedform.tensor.Tensor;
import org.closedform.text.Brackets;
import org.closedform.text.Decimals;

/**
 * Writes numbers for people: nested brackets with aligned columns, as many decimals as the largest number needs for some significant
 * digits, and powers of ten in place of an exponent, 1.5·10⁻⁹. Long axes show only their ends.
 */
final class NumberText {
    private static final int LEAST_EXPONENT = -4;

    private NumberText() {}

    /** The elements of a tensor. */
    static String of(Tensor tensor, int digits) {
        return Brackets.of(tensor.shape().dimensions(), tensor::at, numbers -> format(numbers, digits));
    }

    /** A setting in a formula, all its digits: 0.0001, or 1.5·10^−9. */
    static String of(double setting) {
        if (!Double.isFinite(setting)) {
            return special(setting).replace('-', '−');
        }
        BigDecimal exact = new BigDecimal(Decimals.exact(setting)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        boolean isPlain = exact.signum() == 0 || Math.abs(exponent) < 7;
        String text =
                isPlain ? exact.toPlainString() : exact.movePointLeft(exponent).toPlainString() + "·10^" + exponent;
        return text.replace('-', '−');
    }

    /** The same decimals for all numbers; a power of ten for those that none of these decimals would show, or that are large. */
    private static DoubleFunction<String> format(double[] numbers, int digits) {
        double[] sizes = Arrays.stream(numbers)
                .filter(x -> x != 0 && Double.isFinite(x))
                .map(Math::abs)
                .toArray();
        int highest = Arrays.stream(sizes)
                .mapToInt(x -> exponent(x, digits))
                .filter(exponent -> exponent < Math.max(digits, 2))
                .max()
                .orElse(0);
        int most = Math.max(1, digits - 1 - highest);
        int decimals = Arrays.stream(sizes)
                .filter(x -> isPlain(x, digits, most))
                .mapToInt(x -> decimals(x, most))
                .max()
                .orElse(1);
        return x -> {
            if (!Double.isFinite(x)) {
                return special(x);
            }
            return x == 0 || isPlain(Math.abs(x), digits, most)
                    ? new BigDecimal(x + 0.0)
                            .setScale(decimals, RoundingMode.HALF_UP)
                            .toPlainString()
                    : power(x, digits);
        };
    }

    private static boolean isPlain(double x, int digits, int most) {
        int exponent = exponent(x, digits);
        return exponent < Math.max(digits, 2) && exponent >= Math.max(-most, LEAST_EXPONENT);
    }

    private static String power(double x, int digits) {
        BigDecimal rounded = new BigDecimal(x).round(new MathContext(digits));
        int exponent = rounded.precision() - rounded.scale() - 1;
        BigDecimal mantissa = rounded.movePointLeft(exponent).stripTrailingZeros();
        String text = mantissa.setScale(Math.max(1, mantissa.scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
        return text + "·10" + Decimals.superscript(exponent);
    }

    /** ⌊log10 x⌋, with x rounded to the digits that are shown. */
    private static int exponent(double x, int digits) {
        BigDecimal rounded = new BigDecimal(x).round(new MathContext(digits));
        return rounded.precision() - rounded.scale() - 1;
    }

    /** How many decimals x needs without trailing zeros, from 1 to {@code most}. */
    private static int decimals(double x, int most) {
        BigDecimal rounded = new BigDecimal(x).setScale(most, RoundingMode.HALF_UP);
        return Math.max(1, rounded.stripTrailingZeros().scale());
    }

    private static String special(double x) {
        return Double.isNaN(x) ? "NaN" : x > 0 ? "∞" : "-∞";
    }
}
