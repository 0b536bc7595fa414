package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.closedform.gradient.measurement.Numerals;

/** An elementwise function has the slope of another one: each element has a factor of its own, which depends on x. */
final class SlopeHypotheses {
    /** At least this many elements have to have exactly the factor that a slip predicts. */
    private static final int LEAST = 2;

    private static final double SHARP = 1e-3;
    /** Beyond such a factor the error of what is predicted hides it. */
    private static final double LARGEST = 1e6;

    private static final String OF_Y = "y (1 − y) and 1 − y² are slopes in terms of the output y, not of the input";

    private SlopeHypotheses() {}

    private static final String PRODUCT = "the product rule, (x g(x))′ = g(x) + x g′(x)";

    private static final String POWER = "a power of x lost, or one too many?";

    private record Slip(String cause, String hint, DoubleUnaryOperator wrong, DoubleUnaryOperator right) {}

    private static final List<Slip> SLIPS = List.of(
            new Slip("x (1 − x) stands for σ(x) (1 − σ(x))", OF_Y, x -> x * (1 - x), SlopeHypotheses::ofSigmoid),
            new Slip(
                    "y (1 − x) stands for y (1 − y), y = σ(x)",
                    OF_Y,
                    x -> sigmoid(x) * (1 - x),
                    SlopeHypotheses::ofSigmoid),
            new Slip("1 − x² stands for 1 − tanh² x", OF_Y, x -> 1 - x * x, SlopeHypotheses::ofTanh),
            new Slip(
                    "the slope σ(x) (1 − σ(x)) is taken once more, of σ(x)",
                    OF_Y,
                    x -> ofSigmoid(sigmoid(x)),
                    SlopeHypotheses::ofSigmoid),
            new Slip(
                    "the slope 1 − tanh² x is taken once more, of tanh x",
                    OF_Y,
                    x -> ofTanh(StrictMath.tanh(x)),
                    SlopeHypotheses::ofTanh),
            new Slip(
                    "the slope σ(x) (1 − σ(x)) is missing",
                    "the chain rule's f′(x)",
                    x -> 1,
                    SlopeHypotheses::ofSigmoid),
            new Slip("the slope 1 − tanh² x is missing", "the chain rule's f′(x)", x -> 1, SlopeHypotheses::ofTanh),
            new Slip(
                    "the slope σ(x) (1 − σ(x)) is there twice",
                    "the chain rule's f′(x)",
                    SlopeHypotheses::ofSigmoid,
                    x -> 1),
            new Slip("the slope 1 − tanh² x is there twice", "the chain rule's f′(x)", SlopeHypotheses::ofTanh, x -> 1),
            new Slip(
                    "1 − tanh x stands for 1 − tanh² x",
                    "the square of y in 1 − y²",
                    x -> 1 - StrictMath.tanh(x),
                    SlopeHypotheses::ofTanh),
            new Slip(
                    "y (1 − y) stands for 1 − y², y = tanh x",
                    "the slope of σ where tanh's should be",
                    x -> StrictMath.tanh(x) * (1 - StrictMath.tanh(x)),
                    SlopeHypotheses::ofTanh),
            new Slip(
                    "1 − y² stands for y (1 − y), y = σ(x)",
                    "the slope of tanh where σ's should be",
                    x -> 1 - sigmoid(x) * sigmoid(x),
                    SlopeHypotheses::ofSigmoid),
            new Slip(
                    "1 − y stands for y (1 − y), y = σ(x)",
                    "σ′ is a product of both, y (1 − y)",
                    x -> sigmoid(-x),
                    SlopeHypotheses::ofSigmoid),
            new Slip(
                    "y stands for y (1 − y), y = σ(x)",
                    "σ′ is a product of both, y (1 − y)",
                    SlopeHypotheses::sigmoid,
                    SlopeHypotheses::ofSigmoid),
            new Slip(
                    "1 − σ(x) stands for σ(x)",
                    "softplus, ln(1 + eˣ), has the slope σ(x)",
                    x -> sigmoid(-x),
                    SlopeHypotheses::sigmoid),
            new Slip("σ(x) stands for σ(x) + x σ′(x)", PRODUCT, SlopeHypotheses::sigmoid, SlopeHypotheses::ofSilu),
            new Slip("x σ′(x) stands for σ(x) + x σ′(x)", PRODUCT, x -> x * ofSigmoid(x), SlopeHypotheses::ofSilu),
            new Slip(
                    "σ(x) + x σ(x) stands for σ(x) + x σ′(x)",
                    PRODUCT,
                    x -> sigmoid(x) * (1 + x),
                    SlopeHypotheses::ofSilu),
            new Slip("gradient = numeric / x", POWER, x -> 1, x -> x),
            new Slip("gradient = numeric × x", POWER, x -> x, x -> 1),
            new Slip("gradient = numeric / x²", POWER, x -> 1, x -> x * x),
            new Slip("gradient = numeric × x²", POWER, x -> x * x, x -> 1));

    /** A slip that says what each factor is. */
    static Optional<Diagnosis> knownFunction(Evidence e) {
        return SLIPS.stream()
                .filter(slip -> fits(e, slip))
                .findFirst()
                .map(slip -> new Diagnosis("elementwise slope", slip.cause.replace("x", e.part()), slip.hint));
    }

    private static boolean fits(Evidence e, Slip slip) {
        double[] x = e.x().toDoubleArray();
        int[] offsets = e.offsets();
        double[] factors = Arrays.stream(offsets)
                .mapToDouble(i -> slip.wrong.applyAsDouble(x[i]) / slip.right.applyAsDouble(x[i]))
                .toArray();
        long telling = IntStream.range(0, factors.length)
                .filter(c -> !e.agrees(c) && e.isSharp(c, SHARP))
                .count();
        boolean usable = Arrays.stream(factors).allMatch(f -> Math.abs(f) < LARGEST);
        return usable && telling >= LEAST && e.entries().allMatch(at -> isFactor(e, at, factors[at.column()]));
    }

    private static boolean isFactor(Evidence e, Evidence.Entry at, double factor) {
        return e.isNear(at.row(), at.column(), factor * e.numericRows()[at.row()][at.column()]);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double ofSigmoid(double x) {
        return sigmoid(x) * sigmoid(-x);
    }

    private static double ofSilu(double x) {
        return sigmoid(x) + x * ofSigmoid(x);
    }

    private static double ofTanh(double x) {
        return 1 - StrictMath.tanh(x) * StrictMath.tanh(x);
    }

    /** The path of x straight to y is lost, or there twice. */
    static Optional<Diagnosis> identity(Evidence e) {
        if (!e.isSquare() || e.columns() < LEAST) {
            return Optional.empty();
        }
        double amount = e.remainder(0, 0);
        boolean fits = !e.agrees(0, 0)
                && e.entries()
                        .allMatch(at -> at.row() == at.column()
                                ? !(Math.abs(e.remainder(at.row(), at.row()) - amount)
                                        > e.slack(at.row(), at.row()) + e.slack(0, 0))
                                : e.agrees(at.row(), at.column()));
        return fits
                ? Optional.of(
                        new Diagnosis(
                                e.isDiagonal(e.numericRows()) ? "elementwise slope" : "diagonal wrong",
                                "gradient = numeric " + (amount < 0 ? "− " : "+ ") + Numerals.of(Math.abs(amount))
                                        + " × dy",
                                "a constant in f′? Or x reaches y past the function too, as in x + f(x): is dy added to dx once?"))
                : Optional.empty();
    }
}
