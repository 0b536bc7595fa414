package org.closedform.gradient.diagnosis;

import static org.closedform.gradient.diagnosis.MadeUp.cause;
import static org.closedform.gradient.diagnosis.MadeUp.explains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Features along axis 1 of x, each normalised over axis 0. */
class NormalizationHypothesesTest {
    /** A constant and a multiple of x − mean, other ones for each feature, on top of a multiple of what is right. */
    private static Evidence off(Tensor x, double ratio, double constant, double multiple) {
        int features = x.shape().dimension(1);
        double[] centred = x.minus(x.mean(0)).toDoubleArray();
        return MadeUp.ofLoss(
                x, (right, k, c) -> ratio * right + (1 + c % features) * (constant + multiple * centred[c]));
    }

    private static Tensor samples(int count) {
        return MadeUp.elements(Shape.of(count, 4));
    }

    @Test
    void aConstantForEachFeatureIsAMeanTerm() {
        Hypothesis hypothesis = NormalizationHypotheses::meanTerm;
        assertEquals(
                "along axis 0 all elements are off by the same amount", cause(hypothesis, off(samples(3), 1, 2, 0)));
        assertTrue(explains(hypothesis, off(samples(2), 1, 2, 0)));
        assertFalse(explains(hypothesis, off(samples(3), 1, 0, 2)));
        assertFalse(explains(hypothesis, off(samples(3), 0.9, 2, 0)));
        assertFalse(explains(hypothesis, MadeUp.ofLoss(Shape.of(2), (right, k, c) -> right + 1)), "two are too few");
    }

    @Test
    void aMultipleOfTheCentredXIsAVarianceTerm() {
        Hypothesis hypothesis = NormalizationHypotheses::varianceTerm;
        for (int count : new int[] {2, 3}) {
            assertEquals(
                    "along axis 0 the differences are multiples of x − mean(x)",
                    cause(hypothesis, off(samples(count), 1, 0, 2)));
        }
        assertFalse(explains(hypothesis, off(samples(3), 1, 2, 0)));
    }

    @Test
    void bothNeedThreeSamplesToBeTold() {
        Hypothesis hypothesis = NormalizationHypotheses::bothTerms;
        assertEquals(
                "along axis 0 the differences are a constant and a multiple of x − mean(x)",
                cause(hypothesis, off(samples(3), 1, -1, 2)));
        assertFalse(explains(hypothesis, off(samples(2), 1, -1, 2)));
    }

    private static Diagnosis deviation(Evidence evidence) {
        return NormalizationHypotheses.scaleOfDeviation(evidence).orElseThrow();
    }

    @Test
    void anotherDivisorOfTheVarianceIsNamed() {
        for (double ratio : new double[] {Math.sqrt(2 / 3.0), Math.sqrt(1.5), Math.sqrt(1.5) + 0.003}) {
            Diagnosis diagnosis = deviation(off(samples(3), ratio, 0, 2));
            assertEquals("unbiased variance", diagnosis.name());
            assertEquals("N = 3 or N − 1 = 2 in the variance?", diagnosis.hint());
            assertTrue(
                    diagnosis.cause().startsWith("as if the deviation along axis 0 were another one, by "),
                    diagnosis::cause);
        }
        assertEquals(
                "N = 7 or N − 1 = 6 in the variance?",
                deviation(off(samples(7), Math.sqrt(7 / 6.0), 0, 1)).hint());
    }

    /** Of features whose variances are 1, 4, 9 times one another, and an ε as large as the first. */
    @Test
    void anotherDivisorBesideALargeEpsilonIsNamed() {
        double[] spread = {1, -1, 0.5, -0.5};
        double variance = (1 + 1 + 0.25 + 0.25) / 4;
        Tensor x = Tensor.generate(Shape.of(4, 3), i -> spread[i[0]] * (1 + i[1]));
        double[] ratios = new double[3];
        double[] others = new double[3];
        for (int f = 0; f < 3; f++) {
            double v = variance * (1 + f) * (1 + f);
            ratios[f] = Math.sqrt((v + 0.625) / (v * 4 / 3 + 0.625));
            others[f] = Math.sqrt(v + 0.625) / (Math.sqrt(v) + 0.625);
        }
        assertEquals(
                "unbiased variance",
                deviation(MadeUp.ofLoss(x, (right, k, c) -> right * ratios[c % 3]))
                        .name());
        assertEquals(
                "unbiased variance",
                deviation(MadeUp.ofLoss(x, (right, k, c) -> right / ratios[c % 3]))
                        .name());
        assertEquals(
                "epsilon",
                deviation(MadeUp.ofLoss(x, (right, k, c) -> right * others[c % 3]))
                        .name());
    }

    @Test
    void otherRatiosNearOneAreAnEpsilon() {
        assertEquals("epsilon", deviation(off(samples(3), 0.95, 0, 2)).name());
        assertEquals(
                "epsilon",
                deviation(off(samples(3), Math.sqrt(1.5) + 0.004, 0, 2)).name());
        assertEquals("epsilon", deviation(off(samples(3), 2.9, 0, 2)).name());
        assertFalse(explains(NormalizationHypotheses::scaleOfDeviation, off(samples(3), 3.1, 0, 2)));
        assertFalse(explains(NormalizationHypotheses::scaleOfDeviation, off(samples(3), 0.3, 0, 2)));
        assertFalse(explains(NormalizationHypotheses::scaleOfDeviation, off(samples(3), 0.95, 1, 2)));
        assertFalse(explains(NormalizationHypotheses::scaleOfDeviation, off(samples(2), 0.95, 0, 2)));
    }

    @Test
    void noVarianceIsThatOfOneSample() {
        assertEquals(
                "epsilon",
                NormalizationHypotheses.deviation("", new double[] {0}, IntStream.of(1))
                        .name());
    }
}
