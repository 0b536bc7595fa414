package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A normalisation along lines of two elements leaves ± the same of them. So its Jacobian is a multiple of [1 −1; −1 1] in each
 * line, and that of most of its mistakes another multiple: by which factor, tells the mistake. What the factor has to be follows
 * from x, y and the Jacobian, whatever γ and β are. Several mistakes may fit.
 */
final class TwoSamplesHypotheses {
    private static final double COARSEST = 1e-2;
    private static final double ROUNDING = 1e-6;
    /** By how much more than the Jacobian a factor may be off, which goes with the power 5/2 of v + ε. */
    private static final double GROWTH = 4;

    static final List<Hypothesis> ALL = List.of(
            slip(
                    "variance term",
                    "the variance term is missing",
                    NormalizationHypotheses.OF_DEVIATION,
                    (v, eps) -> (v + eps) / eps),
            slip(
                    "variance term",
                    "the variance term is there twice",
                    NormalizationHypotheses.OF_DEVIATION,
                    (v, eps) -> 1 - v / eps),
            slip(
                    "unbiased variance",
                    "only the deviation has N − 1 = 1",
                    NormalizationHypotheses.ofDivisor(2),
                    (v, eps) -> power((v + eps) / (2 * v + eps), 1.5) * (v + eps) / eps),
            slip(
                    "unbiased variance",
                    "the backward has N − 1 = 1, and the forward N = 2",
                    NormalizationHypotheses.ofDivisor(2),
                    (v, eps) -> power((v + eps) / (2 * v + eps), 1.5)),
            slip(
                    "unbiased variance",
                    "the backward has N = 2, and the forward N − 1 = 1",
                    NormalizationHypotheses.ofDivisor(2),
                    (v, eps) -> power((v + eps) / (v / 2 + eps), 1.5)),
            slip(
                    "epsilon",
                    "the backward has √v + ε, and the forward √(v + ε)",
                    NormalizationHypotheses.OF_EPSILON,
                    (v, eps) -> (2 * Math.sqrt(v) + eps) * power((v + eps) / power(Math.sqrt(v) + eps, 2), 1.5)),
            slip(
                    "epsilon",
                    "the backward has √(v + ε), and the forward √v + ε",
                    NormalizationHypotheses.OF_EPSILON,
                    (v, eps) -> power(Math.sqrt(v) + eps / Math.sqrt(v), 2) / power(v + eps / Math.sqrt(v), 1.5)),
            slip("group factor", "1/√(v + ε) is missing", ScaleHypotheses.OF_CHANNEL, (v, eps) -> Math.sqrt(v + eps)),
            slip(
                    "group factor",
                    "1/√(v + ε) is there twice",
                    ScaleHypotheses.OF_CHANNEL,
                    (v, eps) -> 1 / Math.sqrt(v + eps)),
            TwoSamplesHypotheses::bothTerms);

    private TwoSamplesHypotheses() {}

    static List<Diagnosis> explain(Evidence e) {
        return ALL.stream()
                .map(hypothesis -> hypothesis.explain(e))
                .flatMap(Optional::stream)
                .toList();
    }

    private interface Factor {
        /** What the Jacobian is multiplied by, given (x₁ − x₂)² / 4 and ε, with N and √(v + ε) in the forward. */
        double of(double variance, double epsilon);
    }

    private static double power(double base, double exponent) {
        return StrictMath.pow(base, exponent);
    }

    private static Hypothesis slip(String name, String cause, String hint, Factor factor) {
        return e ->
                named(e, pair -> pair.isMultipliedBy(e, factor)).map(lines -> new Diagnosis(name, lines + cause, hint));
    }

    /** Both are taken for constants: each element has the slope of x̂ for itself. */
    private static Optional<Diagnosis> bothTerms(Evidence e) {
        return e.isDiagonal(e.analyticRows())
                ? named(e, pair -> pair.hasSlopeOfConstants(e))
                        .map(lines -> new Diagnosis(
                                "mean and variance terms",
                                lines + "mean and deviation are taken for constants",
                                NormalizationHypotheses.OF_BOTH))
                : Optional.empty();
    }

    private static Optional<String> named(Evidence e, Predicate<Pair> fits) {
        if (!e.isSquare() || !e.isSameShape()) {
            return Optional.empty();
        }
        return Lines.of(e.x().shape()).stream()
                .filter(lines -> lines.length() == 2 && e.remainderIsWithin(lines))
                .filter(lines -> {
                    List<Pair> pairs = Arrays.stream(lines.offsets())
                            .map(line -> Pair.of(e, line))
                            .filter(pair -> pair.at.relativeError() < COARSEST)
                            .toList();
                    return !pairs.isEmpty() && pairs.stream().allMatch(pair -> pair.isNormalized(e) && fits.test(pair));
                })
                .findFirst()
                .map(lines -> "along " + lines.name() + ", of two elements, ");
    }

    /** A line, half of what its elements are apart in x and in y, and its derivative that is known best. */
    private record Pair(int[] line, double x, double y, Evidence.Entry at) {
        static Pair of(Evidence e, int[] line) {
            double[] x = LineBasis.elements(e.x().toDoubleArray(), line);
            double[] y = LineBasis.elements(e.outputs().get(0).tensor().toDoubleArray(), line);
            return new Pair(line, (x[0] - x[1]) / 2, (y[0] - y[1]) / 2, Evidence.sharpest(entries(e, line)));
        }

        private static Stream<Evidence.Entry> entries(Evidence e, int[] line) {
            return Arrays.stream(line).boxed().flatMap(k -> Arrays.stream(line).mapToObj(c -> e.entry(k, c)));
        }

        private double own(double[][] rows) {
            double derivative = rows[at.row()][at.column()];
            return at.row() == at.column() ? derivative : -derivative;
        }

        /** ε / (v + ε): how much of dy is left when the variance term is taken off. */
        private double left(Evidence e) {
            return 2 * own(e.numericRows()) * x / y;
        }

        /** Whether only the difference of the two elements matters, and not all of that. */
        boolean isNormalized(Evidence e) {
            double own = own(e.numericRows());
            return left(e) > 0
                    && left(e) < 1 - ROUNDING
                    && entries(e, line).allMatch(entry -> {
                        double expected = entry.row() == entry.column() ? own : -own;
                        double slack = e.slack(entry.row(), entry.column()) + at.relativeError() * Math.abs(own);
                        return Math.abs(e.numericRows()[entry.row()][entry.column()] - expected) <= slack;
                    });
        }

        boolean isMultipliedBy(Evidence e, Factor factor) {
            double found = own(e.analyticRows()) / own(e.numericRows());
            double expected = factor.of(x * x, x * x * left(e) / (1 - left(e)));
            return Math.abs(found - expected) <= (ROUNDING + GROWTH * at.relativeError()) * Math.abs(expected)
                    && e.isMultiple(found, at, entries(e, line));
        }

        boolean hasSlopeOfConstants(Evidence e) {
            double slope = y / x;
            return Arrays.stream(line).allMatch(c -> e.isNear(c, c, slope, ROUNDING * Math.abs(slope)));
        }
    }
}
