package org.closedform.gradient.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Of ± d in each of three channels, after γ: the Jacobian of γ d / √(d² + ε) is γ ε / (d² + ε)^(3/2) · ½ [1 −1; −1 1]. */
class TwoSamplesHypothesesTest {
    private static final double EPSILON = 0.3;
    private static final double[] GAMMA = {0.5, -2, 3};
    private static final double[] HALVES = {0.7, -1.5, 0.4};

    private static double sigma(int channel) {
        return Math.sqrt(HALVES[channel] * HALVES[channel] + EPSILON);
    }

    /** The slope of y by half the difference of x: of γ d / σ. */
    private static double slope(int channel) {
        return GAMMA[channel] * EPSILON / Math.pow(sigma(channel), 3);
    }

    /** With blocks of a matrix that is a multiple of [1 −1; −1 1], or of the unit matrix, and y = γ d / divisor. */
    private static double[][] rows(double offDiagonal, IntToDoubleFunction ofChannel) {
        double[][] rows = new double[6][6];
        for (int k = 0; k < 6; k++) {
            int row = k;
            Arrays.setAll(
                    rows[k], c -> row % 3 != c % 3 ? 0 : (row == c ? 1 : offDiagonal) * ofChannel.applyAsDouble(c % 3));
        }
        return rows;
    }

    private static List<Diagnosis> diagnoses(IntToDoubleFunction deviation, double[][] analytic, double[][] numeric) {
        Tensor x = Tensor.generate(Shape.of(2, 3), i -> 5 + (i[0] == 0 ? 1 : -1) * HALVES[i[1]]);
        Tensor y = Tensor.generate(
                Shape.of(2, 3),
                i -> i[1] + (i[0] == 0 ? 1 : -1) * GAMMA[i[1]] * HALVES[i[1]] / deviation.applyAsDouble(i[1]));
        double[][] error = new double[6][6];
        Arrays.stream(error).forEach(row -> Arrays.fill(row, 1e-12));
        return MadeUp.evidence(x, y, analytic, numeric, error).explainedBy(Hypothesis.standard());
    }

    private static void assertNamed(String name, String cause, List<Diagnosis> diagnoses) {
        assertEquals(
                List.of(name + ": along axis 0, of two elements, " + cause),
                diagnoses.stream().map(d -> d.name() + ": " + d.cause()).toList());
    }

    private static List<Diagnosis> ofSlope(IntToDoubleFunction derived) {
        return diagnoses(
                TwoSamplesHypothesesTest::sigma,
                rows(-1, channel -> derived.applyAsDouble(channel) / 2),
                rows(-1, channel -> slope(channel) / 2));
    }

    @Test
    void theVarianceTermIsMissingOrThereTwice() {
        assertNamed("variance term", "the variance term is missing", ofSlope(c -> GAMMA[c] / sigma(c)));
        assertNamed(
                "variance term",
                "the variance term is there twice",
                ofSlope(c -> GAMMA[c] / sigma(c) * (1 - 2 * Math.pow(HALVES[c] / sigma(c), 2))));
    }

    @Test
    void anotherDivisorOfTheVarianceIsNamed() {
        IntToDoubleFunction unbiased = c -> Math.sqrt(2 * HALVES[c] * HALVES[c] + EPSILON);
        assertNamed(
                "unbiased variance",
                "only the deviation has N − 1 = 1",
                ofSlope(c -> GAMMA[c]
                        / unbiased.applyAsDouble(c)
                        * (1 - Math.pow(HALVES[c] / unbiased.applyAsDouble(c), 2))));
        IntToDoubleFunction slope = c -> GAMMA[c] * EPSILON / Math.pow(unbiased.applyAsDouble(c), 3);
        assertNamed("unbiased variance", "the backward has N − 1 = 1, and the forward N = 2", ofSlope(slope));
        assertNamed(
                "unbiased variance",
                "the backward has N = 2, and the forward N − 1 = 1",
                diagnoses(unbiased, rows(-1, c -> slope(c) / 2), rows(-1, c -> slope.applyAsDouble(c) / 2)));
    }

    @Test
    void anEpsilonOutsideTheRootIsNamed() {
        IntToDoubleFunction outside = c -> Math.abs(HALVES[c]) + EPSILON;
        IntToDoubleFunction slope = c -> GAMMA[c] * EPSILON / Math.pow(outside.applyAsDouble(c), 2);
        assertNamed(
                "epsilon",
                "the backward has √v + ε, and the forward √(v + ε)",
                ofSlope(c ->
                        GAMMA[c] / outside.applyAsDouble(c) * (1 - Math.pow(HALVES[c] / outside.applyAsDouble(c), 2))));
        assertNamed(
                "epsilon",
                "the backward has √(v + ε), and the forward √v + ε",
                diagnoses(outside, rows(-1, c -> slope(c) / 2), rows(-1, c -> slope.applyAsDouble(c) / 2)));
    }

    @Test
    void aDeviationLostOrThereTwiceIsNamed() {
        assertNamed("group factor", "1/√(v + ε) is missing", ofSlope(c -> slope(c) * sigma(c)));
        assertNamed("group factor", "1/√(v + ε) is there twice", ofSlope(c -> slope(c) / sigma(c)));
    }

    @Test
    void meanAndDeviationTakenForConstantsAreNamed() {
        assertNamed(
                "mean and variance terms",
                "mean and deviation are taken for constants",
                diagnoses(
                        TwoSamplesHypothesesTest::sigma,
                        rows(0, c -> GAMMA[c] / sigma(c)),
                        rows(-1, c -> slope(c) / 2)));
    }

    @Test
    void anotherFactorOfEachChannelIsNone() {
        assertEquals("group factor", ofSlope(c -> slope(c) * (2 + c)).get(0).name());
        assertTrue(ofSlope(c -> slope(c) * (2 + c)).get(0).cause().startsWith("each index of axis 1"));
    }

    /** Of ± 1 with ε, √v + ε is v + ε, so that its square over its power 3/2 is σ. */
    @Test
    void allThatFitAreNamed() {
        double epsilon = 0.5;
        double slope = epsilon / Math.pow(1 + epsilon, 1.5) / 2;
        double[][] numeric = {{slope, -slope}, {-slope, slope}};
        double[][] analytic = Arrays.stream(numeric)
                .map(row ->
                        Arrays.stream(row).map(v -> v * Math.sqrt(1 + epsilon)).toArray())
                .toArray(double[][]::new);
        double y = 1 / Math.sqrt(1 + epsilon);
        List<Diagnosis> diagnoses = MadeUp.evidence(
                        Tensor.of(1, -1), Tensor.of(y, -y), analytic, numeric, new double[][] {
                            {1e-12, 1e-12}, {1e-12, 1e-12}
                        })
                .explainedBy(Hypothesis.standard());
        assertEquals(
                List.of("epsilon", "group factor"),
                diagnoses.stream().map(Diagnosis::name).toList());
        assertEquals(
                2,
                IntStream.range(0, 2)
                        .filter(i -> !diagnoses.get(i).hint().isEmpty())
                        .count());
    }
}
