package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** What goes missing when mean and deviation, which depend on x as well, are taken for constants. */
final class NormalizationHypotheses {
    private static final int LEAST = 3;
    private static final double SLACK = 1e-2;
    private static final double NEAR_ONE = 3;

    private NormalizationHypotheses() {}

    static Optional<Diagnosis> meanTerm(Evidence e) {
        return withBasis(e, 2, true, false)
                .map(lines -> new Diagnosis(
                        "mean term",
                        "along " + lines.name() + " all elements are off by the same amount",
                        "− mean(dy): the mean depends on x too, which subtracts the mean of the gradient"));
    }

    static Optional<Diagnosis> varianceTerm(Evidence e) {
        return withBasis(e, 2, false, true).map(lines -> lines.length() == 2 ? ofTwo(e, lines) : variance(lines));
    }

    private static Diagnosis variance(Lines lines) {
        return new Diagnosis(
                "variance term",
                "along " + lines.name() + " the differences are multiples of x − mean(x)",
                "− x̂ mean(dy ⊙ x̂): the deviation depends on x too");
    }

    /** Two samples less their mean are ± the same, so that a factor of each channel looks the same. */
    private static Diagnosis ofTwo(Evidence e, Lines lines) {
        Optional<Diagnosis> factors = ScaleHypotheses.groupFactor(e)
                .filter(diagnosis -> !diagnosis.name().equals("elementwise slope"));
        String two = "along " + lines.name() + ", of two samples, the differences are multiples of x − mean(x)";
        return new Diagnosis(
                "variance term",
                two + factors.map(diagnosis -> "; or " + diagnosis.cause()).orElse(""),
                "− x̂ mean(dy ⊙ x̂): the deviation depends on x too. With two samples a factor of each channel, a misplaced ε"
                        + " or N − 1 look the same: try three");
    }

    static Optional<Diagnosis> bothTerms(Evidence e) {
        return withBasis(e, LEAST, true, true)
                .map(lines -> new Diagnosis(
                        "mean and variance terms",
                        "along " + lines.name() + " the differences are a constant and a multiple of x − mean(x)",
                        "mean and deviation depend on x too: − mean(dy) − x̂ mean(dy ⊙ x̂)"));
    }

    private static Optional<Lines> withBasis(Evidence e, int least, boolean constant, boolean centred) {
        double[] x = e.x().toDoubleArray();
        return Lines.of(e.x().shape()).stream()
                .filter(lines -> lines.length() >= least)
                .filter(lines -> TermHypotheses.explains(e, lines, line -> LineBasis.of(x, line, constant, centred)))
                .findFirst();
    }

    /** Another deviation: x̂ is off by a factor r in each line, so dx is r times right but for a multiple of x − mean(x). */
    static Optional<Diagnosis> scaleOfDeviation(Evidence e) {
        if (!e.isComplete()) {
            return Optional.empty();
        }
        for (Lines lines : Lines.of(e.x().shape())) {
            if (lines.length() >= LEAST) {
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
                    return Optional.of(named(lines, ratios));
                }
            }
        }
        return Optional.empty();
    }

    private static Diagnosis named(Lines lines, double[] ratios) {
        String cause = "as if the deviation along " + lines.name() + " were another one, by " + Factor.list(ratios);
        return deviation(cause, ratios, IntStream.of(lines.length()));
    }

    /** Of ratios near 1, one for each deviation, over so many numbers: is it the divisor of the variance, or ε? */
    static Diagnosis deviation(String cause, double[] ratios, IntStream lengths) {
        return lengths.filter(
                        n -> areAll(ratios, Math.sqrt((n - 1.0) / n), n) || areAll(ratios, Math.sqrt(n / (n - 1.0)), n))
                .mapToObj(n -> new Diagnosis(
                        "unbiased variance", cause, "N = " + n + " or N − 1 = " + (n - 1) + " in the variance?"))
                .findFirst()
                .orElse(new Diagnosis("epsilon", cause, "√(v + ε) against √v + ε, or another ε than the forward's?"));
    }

    private static boolean areAll(double[] ratios, double expected, int n) {
        return n > 1 && Arrays.stream(ratios).allMatch(ratio -> Math.abs(ratio - expected) <= SLACK / n);
    }

    static boolean isNearOne(double ratio) {
        return ratio > 1 / NEAR_ONE && ratio < NEAR_ONE;
    }
}
