package org.closedform.lesson;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;

/**
 * The numbers of a worked example as its texts show them. The values stay exact; what is shown is rounded to some digits, has 0 in place of
 * −0, and has 0 in place of rounding error: a sum whose terms cancel leaves 2·10⁻¹⁷, and every digit of that is error. A number counts
 * as rounding error if its formula adds or subtracts and it is smaller, by more digits than the element type has, than what it was
 * computed from; and so does a product with numbers that are all rounding error.
 */
final class ShownNumbers {
    private static final int MOST_DIGITS = 17;
    private static final double FLOAT64_ERROR = 0x1p-46;
    private static final double FLOAT32_ERROR = 0x1p-18;
    private static final Pattern SUM = Pattern.compile("Σ|mean\\(| [+−] ");
    /** A small result of these is not what is left of a sum: exponentials, complements, and the slopes of softmax. */
    private static final Pattern ACCURATE =
            Pattern.compile("exp\\(|e\\^|softmax|σ\\(|tanh|\\(1 − |δ_ij − [^)]+\\)(?! d)");

    private final int digits;
    private final double relativeError;
    private final Map<String, Tensor> given = new HashMap<>();
    private final Map<String, Tensor> shown = new HashMap<>();

    private ShownNumbers(int digits, double relativeError) {
        this.digits = digits;
        this.relativeError = relativeError;
    }

    static ShownNumbers of(WorkedExample example, int digits) {
        if (digits < 1 || digits > MOST_DIGITS) {
            throw new IllegalArgumentException(
                    "WorkedExample: digits is " + digits + "; from 1 to " + MOST_DIGITS + " is right");
        }
        List<NamedTensor> parts = Stream.concat(example.given().stream(), example.upstream().stream())
                .toList();
        boolean isFloat32 = parts.stream().anyMatch(part -> part.tensor().elementType() == ElementType.FLOAT32);
        ShownNumbers numbers = new ShownNumbers(digits, isFloat32 ? FLOAT32_ERROR : FLOAT64_ERROR);
        parts.forEach(numbers::put);
        example.steps().forEach(numbers::put);
        return numbers;
    }

    private void put(NamedTensor part) {
        given.put(part.name(), part.tensor());
        shown.put(part.name(), part.tensor().map(v -> v + 0.0));
    }

    private void put(Step step) {
        step.finer().forEach(this::put);
        given.put(step.symbol(), step.value());
        double error = error(step);
        shown.put(step.symbol(), step.value().map(v -> Math.abs(v) < error ? 0 : v + 0.0));
    }

    /** The size below which the numbers of a step are rounding error; 0 if none is. */
    private double error(Step step) {
        if (step.note().contains(ZeroSums.TAKEN_AWAY)) {
            return Double.POSITIVE_INFINITY;
        }
        String formula = step.formula();
        List<String> from = step.dependsOn();
        boolean isOfErrors =
                from.stream().anyMatch(symbol -> largest(shown, symbol) == 0 && largest(given, symbol) > 0);
        boolean isSum =
                SUM.matcher(formula).find() && !ACCURATE.matcher(formula).find();
        if (from.isEmpty() || !isSum && !isOfErrors) {
            return 0;
        }
        double error = relativeError;
        for (String symbol : from) {
            double largest = largest(shown, symbol);
            error *= largest > 0 ? Math.min(1, largest) : 1;
        }
        return error;
    }

    private static double largest(Map<String, Tensor> numbers, String symbol) {
        return Arrays.stream(numbers.get(symbol).toDoubleArray())
                .map(Math::abs)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    /** The numbers that are shown for a symbol, before they are rounded to digits. */
    Tensor value(String symbol) {
        return shown.get(symbol);
    }

    /** The numbers of a symbol as text. */
    String text(String symbol) {
        return NumberText.of(shown.get(symbol), digits);
    }
}
