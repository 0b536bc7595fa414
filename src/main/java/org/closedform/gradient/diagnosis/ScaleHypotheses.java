package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.closedform.gradient.measurement.Direction;
import org.closedform.tensor.NamedTensor;

/** The gradient is a multiple of what it should be. */
final class ScaleHypotheses {
    private static final double COARSEST = 0.1;
    /** By more than that no ε makes one deviation larger and another smaller. */
    private static final double LITTLE = 0.2;

    static final String OF_CHANNEL =
            "a factor for each channel or row: is γ, 1/√(v + ε) or a weight missing, or there twice?";
    private static final String OF_INPUT = "is it missing, or there twice?";

    private ScaleHypotheses() {}

    static Optional<Diagnosis> notFinite(Evidence e) {
        int[] offsets = e.offsets();
        return IntStream.range(0, e.columns())
                .filter(c -> Arrays.stream(e.analyticRows()).anyMatch(row -> !Double.isFinite(row[c])))
                .mapToObj(c -> e.part() + Direction.index(e.x().shape(), offsets[c]))
                .findFirst()
                .map(where -> new Diagnosis(
                        "not finite",
                        "the gradient is NaN or infinite, first at " + where,
                        "0/0, ∞ − ∞ or the logarithm of 0: which limit is meant there?"));
    }

    static Optional<Diagnosis> zero(Evidence e) {
        if (e.isAllZero()) {
            return Optional.of(new Diagnosis(
                    "all zero",
                    "the gradient is 0 everywhere, and the derivative is not",
                    "was it ever filled in, or " + e.part() + " taken for a constant?"));
        }
        return e.isAllRounding()
                ? Optional.of(new Diagnosis(
                        "cancels",
                        "the gradient is 0 everywhere but for rounding, and the derivative is not",
                        "which sum or mean is 0 whatever the numbers? Σ (y − t) of two distributions is, and Σ x̂"))
                : Optional.empty();
    }

    static Optional<Diagnosis> flat(Evidence e) {
        return IntStream.range(0, e.columns()).noneMatch(e::agrees)
                        && e.entries().allMatch(at -> e.isZero(at.row(), at.column()))
                ? Optional.of(new Diagnosis(
                        "flat",
                        "the function does not change with " + e.part() + " here, and the gradient is not 0",
                        "is " + e.part() + " used in the forward? Is it rounded, clipped or saturated at this point?"))
                : Optional.empty();
    }

    static Optional<Diagnosis> sign(Evidence e) {
        return e.explains(t -> -t)
                ? Optional.of(new Diagnosis(
                        "sign", "gradient = −1 × numeric " + e.everywhere(), "y − t against t − y, or a lost minus?"))
                : Optional.empty();
    }

    static Optional<Diagnosis> constantFactor(Evidence e) {
        Evidence.Entry sharpest = e.sharpest();
        double factor = e.analyticRows()[sharpest.row()][sharpest.column()]
                / e.numericRows()[sharpest.row()][sharpest.column()];
        if (!isTold(factor, sharpest) || !e.isMultiple(factor, sharpest)) {
            return Optional.empty();
        }
        Factor named = Factor.of(factor, sharpest.relativeError(), e);
        String cause = "gradient = " + named.text() + " × numeric " + e.everywhere();
        return Optional.of(
                new Diagnosis(named.isOfVariance() ? "unbiased variance" : "constant factor", cause, named.hint()));
    }

    /** Whether a factor is more than noise, and can be told from 1. */
    static boolean isTold(double factor, Evidence.Entry known) {
        return known.relativeError() < COARSEST && Math.abs(factor - 1) > known.relativeError();
    }

    /** A factor for each index of one axis. */
    static Optional<Diagnosis> groupFactor(Evidence e) {
        if (!e.isComplete()) {
            return Optional.empty();
        }
        for (int axis = 0; axis < e.x().rank(); axis++) {
            int groups = e.x().shape().dimension(axis);
            double[] factors = new double[groups];
            boolean fits = groups > 1;
            for (int g = 0; g < groups && fits; g++) {
                Optional<Double> factor = factor(e, axis, g);
                factors[g] = e.agreesAt(axis, g) ? 1 : factor.orElse(Double.NaN);
                fits = e.agreesAt(axis, g) || factor.isPresent() && e.tells(axis, g);
            }
            if (fits && Arrays.stream(factors).anyMatch(f -> f != 0 && f != 1)) {
                return Optional.of(ofGroups(e, axis, factors));
            }
        }
        return Optional.empty();
    }

    /** A factor for each index, which is an input or one over it: that is no chance, whatever else would explain it. */
    static Optional<Diagnosis> factorOfInput(Evidence e) {
        return groupFactor(e).filter(diagnosis -> diagnosis.hint().equals(OF_INPUT));
    }

    private static Optional<Double> factor(Evidence e, int axis, int group) {
        Evidence.Entry sharpest = Evidence.sharpest(e.entries(axis, group));
        double factor = e.analyticRows()[sharpest.row()][sharpest.column()]
                / e.numericRows()[sharpest.row()][sharpest.column()];
        boolean fits = e.isMultiple(factor, sharpest, e.entries(axis, group));
        return fits ? Optional.of(factor) : Optional.empty();
    }

    private static Diagnosis ofGroups(Evidence e, int axis, double[] factors) {
        String cause = String.format(
                Locale.ROOT, "each index of axis %d has a factor of its own: %s", axis, Factor.list(factors));
        boolean vector = e.x().rank() == 1
                && e.outputs().stream().allMatch(y -> y.tensor().shape().equals(e.x().shape()));
        boolean nearOne =
                !vector && Arrays.stream(factors).allMatch(f -> f != 1 && NormalizationHypotheses.isNearOne(f));
        Optional<String> culprit = culprit(e.inputs(), factors);
        if (culprit.isPresent()) {
            return new Diagnosis("group factor", cause + ", which is " + culprit.get(), OF_INPUT);
        }
        boolean oneSided = Arrays.stream(factors).allMatch(f -> f > 1)
                || Arrays.stream(factors).allMatch(f -> f < 1)
                || Arrays.stream(factors).allMatch(f -> Math.abs(f - 1) < LITTLE);
        if (nearOne && oneSided) {
            return NormalizationHypotheses.deviation(
                    cause, factors, Factor.lengths(e).keySet().stream().mapToInt(n -> n));
        }
        return vector
                ? new Diagnosis(
                        "elementwise slope",
                        "each element of " + e.part() + " has a factor of its own: " + Factor.list(factors),
                        "f′ of another function, or at another place: of the input where the output is meant?")
                : new Diagnosis("group factor", cause, OF_CHANNEL);
    }

    /** Whether the factors are the elements of a part of the input, or one over them. */
    static Optional<String> culprit(List<NamedTensor> inputs, double[] factors) {
        for (NamedTensor part : inputs) {
            double[] values = part.tensor().toDoubleArray();
            if (values.length == factors.length && !part.name().isEmpty()) {
                if (matches(values, factors, v -> 1 / v)) {
                    return Optional.of("1 / " + part.name());
                }
                if (matches(values, factors, v -> v)) {
                    return Optional.of(part.name());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean matches(double[] values, double[] factors, DoubleUnaryOperator f) {
        boolean all = true;
        for (int i = 0; i < values.length; i++) {
            double expected = f.applyAsDouble(values[i]);
            all &= Math.abs(factors[i] - expected) <= 1e-3 * Math.abs(expected);
        }
        return all;
    }
}
