package org.closedform.tensor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.closedform.text.Brackets;

/** Writes a tensor as nested brackets with aligned columns and six significant digits. */
final class TensorText {
    private static final int DIGITS = 6;

    private TensorText() {}

    /** The element type, the shape, and the elements. */
    static String of(Tensor tensor) {
        String elements = Brackets.of(tensor.shape().dimensions(), tensor::at, TensorText::format);
        return tensor.elementType() + tensor.shape().toString() + (tensor.rank() < 2 ? " " : "\n") + elements;
    }

    /** One notation for all numbers: plain with as many decimals as are needed, or scientific where the range is wide. */
    private static DoubleFunction<String> format(double[] numbers) {
        double[] sizes = Arrays.stream(numbers)
                .filter(x -> x != 0 && Double.isFinite(x))
                .map(Math::abs)
                .toArray();
        int highest = exponent(Arrays.stream(sizes).max().orElse(1));
        int lowest = exponent(Arrays.stream(sizes).min().orElse(1));
        if (highest >= DIGITS || lowest < -DIGITS || highest - lowest >= DIGITS) {
            return x -> text(x, "%." + (DIGITS - 1) + "e");
        }
        int most = Math.max(1, DIGITS - 1 - highest);
        int decimals =
                Arrays.stream(sizes).mapToInt(x -> decimals(x, most)).max().orElse(1);
        return x -> text(x, "%." + decimals + "f");
    }

    /** ⌊log10 x⌋, with x rounded to the digits that are shown. */
    private static int exponent(double x) {
        BigDecimal rounded = new BigDecimal(x).round(new MathContext(DIGITS));
        return rounded.precision() - rounded.scale() - 1;
    }

    /** How many decimals x needs without trailing zeros, from 1 to {@code most}. */
    private static int decimals(double x, int most) {
        BigDecimal rounded = new BigDecimal(x).setScale(most, RoundingMode.HALF_UP);
        return Math.max(1, rounded.stripTrailingZeros().scale());
    }

    private static String text(double x, String finite) {
        if (Double.isFinite(x)) {
            return String.format(Locale.ROOT, finite, x);
        }
        return Double.isNaN(x) ? "NaN" : x > 0 ? "∞" : "-∞";
    }
}
