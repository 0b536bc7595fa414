package org.closedform.benchmark.accuracy;

import static org.closedform.testkit.HighPrecision.DIGITS;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.closedform.benchmark.library.Computation;
import org.closedform.benchmark.library.Library;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;

/** Sigmoid, tanh and softplus at many points. */
final class ElementwiseComparisons {
    private static final int POINTS = 20_000;
    private static final Random RANDOM = new Random(4);

    private ElementwiseComparisons() {}

    static Stream<Comparison> all(ElementType type) {
        double far = type == ElementType.FLOAT32 ? 100 : 740;
        Tensor near = points(type, () -> uniform(10));
        Tensor wide = points(type, () -> uniform(far));
        Tensor small = points(type, () -> Math.copySign(Math.pow(10, -8 * RANDOM.nextDouble()), uniform(1)));
        return Stream.of(
                comparison("σ(x)", "±10", near, Library::sigmoid, x -> HighPrecision.sigmoid(x.doubleValue())),
                comparison(
                        "σ(x)", "±" + (int) far, wide, Library::sigmoid, x -> HighPrecision.sigmoid(x.doubleValue())),
                comparison("tanh x", "±10", near, Library::tanh, ElementwiseComparisons::tanh),
                comparison("tanh x", "±1e-8 … 1", small, Library::tanh, ElementwiseComparisons::tanh),
                comparison("softplus(x)", "±10", near, Library::softplus, ElementwiseComparisons::softplus),
                comparison("softplus(x)", "±" + (int) far, wide, Library::softplus, ElementwiseComparisons::softplus));
    }

    private static Tensor points(ElementType type, DoubleSupplier source) {
        return Tensor.draw(Shape.of(POINTS), source).to(type);
    }

    private static double uniform(double size) {
        return size * (2 * RANDOM.nextDouble() - 1);
    }

    private static Comparison comparison(
            String result,
            String inputs,
            Tensor x,
            BiFunction<Library, Tensor, Computation<?>> operator,
            Function<BigDecimal, BigDecimal> exact) {
        BigDecimal[] numbers =
                Arrays.stream(HighPrecision.exact(x.toDoubleArray())).map(exact).toArray(BigDecimal[]::new);
        return new Comparison(
                result,
                inputs,
                x.elementType(),
                library -> operator.apply(library, x).results(),
                List.of(Reference.of(x.elementType(), numbers)));
    }

    /** (1 − e) / (1 + e) with e = e^−2x. */
    private static BigDecimal tanh(BigDecimal x) {
        BigDecimal e = HighPrecision.exp(x.abs().multiply(BigDecimal.valueOf(-2)));
        BigDecimal size = BigDecimal.ONE.subtract(e).divide(BigDecimal.ONE.add(e), DIGITS);
        return x.signum() < 0 ? size.negate() : size;
    }

    /** max(x, 0) + log(1 + e^−|x|). */
    private static BigDecimal softplus(BigDecimal x) {
        return x.max(BigDecimal.ZERO)
                .add(HighPrecision.log1p(HighPrecision.exp(x.abs().negate())));
    }
}
