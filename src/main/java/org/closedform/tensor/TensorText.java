package org.closedform.tensor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Writes a tensor as nested brackets with aligned columns and six significant digits; long axes show only their ends. */
final class TensorText {
    private static final int SHOWN_WHOLE = 200;
    private static final int EDGE = 3;
    private static final int GAP = -1;
    private static final int DIGITS = 6;

    private final Tensor tensor;
    private final int edge;
    private final DoubleFunction<String> format;
    private final int width;

    private TensorText(Tensor tensor) {
        this.tensor = tensor;
        this.edge = tensor.size() <= SHOWN_WHOLE ? SHOWN_WHOLE : tensor.rank() <= 3 ? EDGE : 1;
        double[] shown = shown(0, new int[tensor.rank()]).toArray();
        this.format = format(shown);
        this.width = Arrays.stream(shown)
                .mapToObj(format)
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    /** The element type, the shape, and the elements. */
    static String of(Tensor tensor) {
        String elements = new TensorText(tensor).block(0, new int[tensor.rank()]);
        return tensor.elementType() + tensor.shape().toString() + (tensor.rank() < 2 ? " " : "\n") + elements;
    }

    private IntStream indices(int axis) {
        int length = tensor.shape().dimension(axis);
        return length <= 2 * edge
                ? IntStream.range(0, length)
                : IntStream.concat(
                        IntStream.concat(IntStream.range(0, edge), IntStream.of(GAP)),
                        IntStream.range(length - edge, length));
    }

    private DoubleStream shown(int axis, int[] index) {
        return axis == tensor.rank()
                ? DoubleStream.of(tensor.at(index))
                : indices(axis)
                        .filter(i -> i != GAP)
                        .boxed()
                        .flatMapToDouble(i -> shown(axis + 1, with(index, axis, i)));
    }

    private String block(int axis, int[] index) {
        if (axis == tensor.rank()) {
            String text = format.apply(tensor.at(index));
            return " ".repeat(width - text.length()) + text;
        }
        int axesBelow = tensor.rank() - axis - 1;
        String separator = axesBelow == 0 ? ", " : "," + "\n".repeat(axesBelow) + " ".repeat(axis + 1);
        return indices(axis)
                .mapToObj(i -> i == GAP ? "…" : block(axis + 1, with(index, axis, i)))
                .collect(Collectors.joining(separator, "[", "]"));
    }

    private static int[] with(int[] index, int axis, int i) {
        int[] result = index.clone();
        result[axis] = i;
        return result;
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
