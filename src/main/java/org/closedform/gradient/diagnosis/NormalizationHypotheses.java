package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** What goes missing when mean and deviation, which depend on x as well, are taken for constants. */
final class NormalizationHypotheses {
    private static final int LEAST = 3;
    private static final double SLACK = 1e-2;
    private static final double NEAR_ONE = 3;

    static final String OF_DEVIATION = "− x̂ mean(dy ⊙ x̂): the deviation depends on x too";
    static final String OF_BOTH = "mean and deviation depend on x too: − mean(dy) − x̂ mean(dy ⊙ x̂)";
    static final String OF_EPSILON = "√(v + ε) against √v + ε, or another ε than the forward's?";

    private NormalizationHypotheses() {}

    static Optional<Diagnosis> meanTerm(Evidence e) {
        return withBasis(e, 2, true, false)
                .map(lines -> new Diagnosis(
                        "mean term",
                        "along " + lines.name() + " all elements are off by the same amount",
                        "− mean(dy): the mean depends on x too, which subtracts the mean of the gradient"));
    }

    static Optional<Diagnosis> varianceTerm(Evidence e) {
        return withBasis(e, 2, false, true)
                .map(lines -> new Diagnosis(
                        "variance term",
                        "along " + lines.name() + " the differences are multiples of x − mean(x)",
                        OF_DEVIATION));
    }

    static Optional<Diagnosis> bothTerms(Evidence e) {
        return withBasis(e, LEAST, true, true)
                .map(lines -> new Diagnosis(
                        "mean and variance terms",
                        "along " + lines.name() + " the differences are a constant and a multiple of x − mean(x)",
                        OF_BOTH));
    }

    private static Optional<Lines> withBasis(Evidence e, int least, boolean constant, boolean centred) {
        double[] x = e.x().toDoubleArray();
        return Lines.of(e.x().shape()).stream()
                .filter(lines -> lines.length() >= least)
                .filter(lines -> lines.length() > 2 || isToldOfTwo(e, lines, constant))
                .filter(lines -> TermHypotheses.explains(e, lines, 1, line -> LineBasis.of(x, line, constant, centred)))
                .findFirst();
    }

    /** Two that sum to 0 are multiples of x − mean(x) whatever they are, and are ± the same whatever is left of them. */
    private static boolean isToldOfTwo(Evidence e, Lines lines, boolean constant) {
        boolean sumToZero = e.isComplete() && TargetHypotheses.sumsToZero(e, lines);
        return e.isComplete() && (e.numericRows().length == 1 ? !sumToZero : sumToZero && constant);
    }

    /** Another deviation: x̂ is off by a factor r in each line, so dx is r times right but for a multiple of x − mean(x). */
    static Optional<Diagnosis> scaleOfDeviation(Evidence e) {
        if (!e.isComplete()) {
            return Optional.empty();
        }
        for (Lines lines : Lines.of(e.x().shape())) {
            if (isTold(e, lines)) {
                double[] ratios = new double[lines.offsets().length];
                boolean fits = true;
                for (int l = 0; l < ratios.length && fits; l++) {
                    LineBasis basis = LineBasis.of(e.x().toDoubleArray(), lines.offsets()[l], false, true);
                    ratios[l] = basis.ratio(e);
                    fits = isNearOne(ratios[l]);
                    for (int k = 0; k < e.numericRows().length; k++) {
                        fits = fits && basis.spans(e, k, ratios[l]);
                    }
                }
                if (fits) {
                    return Optional.of(named(e, lines, ratios));
                }
            }
        }
        return Optional.empty();
    }

    /** A ratio for each line, and a multiple for each line and output, are fitted to elements that may sum to 0. */
    private static boolean isTold(Evidence e, Lines lines) {
        int free = lines.length() - (TargetHypotheses.sumsToZero(e, lines) ? 1 : 0);
        return lines.length() >= LEAST && e.numericRows().length * (free - 1) > 1;
    }

    private static Diagnosis named(Evidence e, Lines lines, double[] ratios) {
        String cause = "as if the deviation along " + lines.name() + " were another one, by " + Factor.list(ratios);
        int n = lines.length();
        double[] variances = Arrays.stream(lines.offsets())
                .mapToDouble(line -> variance(e.x().toDoubleArray(), line))
                .toArray();
        boolean divisor =
                isOneEpsilon(variances, ratios, 1, n / (n - 1.0)) || isOneEpsilon(variances, ratios, n / (n - 1.0), 1);
        return divisor ? divisor(cause, n) : deviation(cause, ratios, IntStream.of(n));
    }

    private static double variance(double[] x, int[] line) {
        double[] values = LineBasis.elements(x, line);
        double mean = Arrays.stream(values).average().orElse(0);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    }

    /** Whether each ratio is √((av + ε) / (bv + ε)), of several variances v and one ε. */
    private static boolean isOneEpsilon(double[] variances, double[] ratios, double a, double b) {
        double[] epsilons = new double[ratios.length];
        Arrays.setAll(epsilons, l -> variances[l] * (a - b * ratios[l] * ratios[l]) / (ratios[l] * ratios[l] - 1));
        double epsilon = epsilons[0];
        return ratios.length > 1
                && epsilon > 0
                && IntStream.range(1, ratios.length)
                        .allMatch(l -> Math.abs(epsilons[l] - epsilon) <= SLACK * (epsilon + SLACK * variances[l]));
    }

    /** For ratios near 1, one for each deviation, and the number of elements behind each: is it the divisor of the variance, or ε? */
    static Diagnosis deviation(String cause, double[] ratios, IntStream lengths) {
        return lengths.filter(
                        n -> areAll(ratios, Math.sqrt((n - 1.0) / n), n) || areAll(ratios, Math.sqrt(n / (n - 1.0)), n))
                .mapToObj(n -> divisor(cause, n))
                .findFirst()
                .orElse(new Diagnosis("epsilon", cause, OF_EPSILON));
    }

    private static Diagnosis divisor(String cause, int n) {
        return new Diagnosis("unbiased variance", cause, ofDivisor(n));
    }

    static String ofDivisor(int n) {
        return "N = " + n + " or N − 1 = " + (n - 1) + " in the variance?";
    }

    private static boolean areAll(double[] ratios, double expected, int n) {
        return n > 1 && Arrays.stream(ratios).allMatch(ratio -> Math.abs(ratio - expected) <= SLACK / n);
    }

    static boolean isNearOne(double ratio) {
        return ratio > 1 / NEAR_ONE && ratio < NEAR_ONE;
    }
}
