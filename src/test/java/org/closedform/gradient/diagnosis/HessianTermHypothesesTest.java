package org.closedform.gradient.diagnosis;

import static org.closedform.gradient.diagnosis.MadeUp.cause;
import static org.closedform.gradient.diagnosis.MadeUp.explains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One of two terms is wrong, or the whole is made of the gradient. */
class HessianTermHypothesesTest {
    private static final double[][] RIGHT = MadeUpHessian.draw(4);

    private static Evidence of(MadeUp.Mistake mistake) {
        return MadeUpHessian.of(RIGHT, mistake);
    }

    @Nested
    class FactorBesideDecay {
        private static final Hypothesis HYPOTHESIS = HessianTermHypotheses::factorBesideDecay;

        @Test
        void theFactorAndTheAmountAreNamed() {
            assertEquals(
                    "second derivative = 3 × numeric, and − 0.2 on the whole diagonal",
                    cause(HYPOTHESIS, of((h, i, j) -> i == j ? 3 * h - 0.2 : 3 * h)));
            assertEquals(
                    "second derivative = −1 × numeric, and + 0.5 on the whole diagonal",
                    cause(HYPOTHESIS, of((h, i, j) -> i == j ? -h + 0.5 : -h)));
            assertEquals(
                    "second derivative = 5 × numeric, and − 0.2 on the whole diagonal",
                    cause(HYPOTHESIS, MadeUpHessian.ofPart("a", 3, RIGHT, (h, i, j) -> i == j ? 5 * h - 0.2 : 5 * h)));
        }

        @Test
        void aBiasMayHaveNoDecay() {
            assertEquals(
                    "second derivative = 3 × numeric, and − 0.2 on the diagonal of 3 elements",
                    cause(HYPOTHESIS, of((h, i, j) -> i == j && i < 3 ? 3 * h - 0.2 : 3 * h)));
        }

        @Test
        void whatIsNoFactorAndOneAmountIsSomethingElse() {
            assertFalse(explains(HYPOTHESIS, of((h, i, j) -> i == j ? 3 * h - 0.1 * i - 0.2 : 3 * h)), "amounts");
            assertFalse(explains(HYPOTHESIS, of((h, i, j) -> i == j && i == 1 ? 3 * h - 0.2 : 3 * h)), "one amount");
            assertFalse(explains(HYPOTHESIS, of((h, i, j) -> i == j ? h + 0.2 : h)), "no factor");
            assertFalse(explains(HYPOTHESIS, of((h, i, j) -> i == j ? h : h * (1 + 1e-6))), "hardly one");
            assertFalse(explains(HYPOTHESIS, of((h, i, j) -> i == j ? h + 0.2 : 0)), "the diagonal alone");
            assertFalse(explains(HYPOTHESIS, of((h, i, j) -> i == j ? h : i + j == 3 ? 2 * h : 3 * h)), "factors");
            assertFalse(explains(HYPOTHESIS, of((h, i, j) -> 3 * h)), "a factor alone");
            assertFalse(
                    explains(
                            HYPOTHESIS,
                            MadeUpHessian.of(MadeUpHessian.draw(2), (h, i, j) -> i == j ? 3 * h - 0.2 : 3 * h)),
                    "too few elements to tell");
        }
    }

    @Nested
    class OuterProduct {
        private static final Hypothesis HYPOTHESIS = HessianTermHypotheses::outerProduct;
        private static final Hypothesis BESIDE = HessianTermHypotheses::outerProductBeside;
        private static final double[] G = {0.5, -2, 1.5, 3};

        private static Evidence gradient(Tensor gradient, double factor) {
            return gradient(
                    gradient, (right, k, c) -> factor * gradient.toDoubleArray()[k] * gradient.toDoubleArray()[c]);
        }

        private static Evidence beside(double factor) {
            return gradient(Tensor.of(G), (right, k, c) -> right + factor * G[k] * G[c]);
        }

        /** Of a function with that gradient. */
        private static Evidence gradient(Tensor gradient, MadeUp.Mistake mistake) {
            Tensor x = Tensor.ones(Shape.of(4));
            EvidenceBuilder evidence =
                    new EvidenceBuilder("x", List.of(new NamedTensor("", x)), List.of(new NamedTensor("dx", gradient)));
            for (int c = 0; c < 4; c++) {
                double[] numeric = new double[4];
                double[] analytic = new double[4];
                for (int k = 0; k < 4; k++) {
                    numeric[k] = RIGHT[k][c];
                    analytic[k] = mistake.of(RIGHT[k][c], k, c);
                }
                evidence.column(c, analytic, numeric, new double[] {1e-9, 1e-9, 1e-9, 1e-9});
            }
            return evidence.build();
        }

        @Test
        void theGradientTimesItselfIsNamed() {
            assertEquals(
                    "second derivative = g gᵀ, the gradient times itself",
                    cause(HYPOTHESIS, gradient(Tensor.of(G), 1)));
            assertTrue(explains(HYPOTHESIS, gradient(Tensor.of(G).to(ElementType.FLOAT32), 1)));
        }

        /** As JᵀJ of one output is: a Gauss–Newton matrix. */
        @Test
        void aMultipleOfItIsSomethingElse() {
            assertFalse(explains(HYPOTHESIS, gradient(Tensor.of(G), 2)));
        }

        @Test
        void oneThatIsMissingOrTooMuchIsNamed() {
            assertEquals("second derivative = numeric + g gᵀ, g being the gradient", cause(BESIDE, beside(1)));
            assertEquals(
                    "second derivative = numeric − 0.25 × g gᵀ, g being the gradient", cause(BESIDE, beside(-0.25)));
            assertFalse(explains(BESIDE, gradient(Tensor.of(G), 1)));
            assertFalse(explains(BESIDE, beside(0)));
        }

        @Test
        void whereItIsRightThereIsNothingToExplain() {
            assertFalse(explains(HYPOTHESIS, gradient(Tensor.of(0, 0, 0, 0), 1)));
            assertFalse(explains(HYPOTHESIS, of((h, i, j) -> h)));
        }
    }

    @Test
    void theVectorItselfIsNamed() {
        Hypothesis hypothesis = HessianTermHypotheses::vectorItself;
        assertTrue(explains(hypothesis, of((h, i, j) -> i == j ? 1 : 0)));
        assertTrue(explains(hypothesis, MadeUpHessian.ofPart("b", 2, RIGHT, (h, i, j) -> i == j ? 1 : 0)));
        assertFalse(explains(hypothesis, of((h, i, j) -> i == j ? 2 : 0)));
        assertFalse(explains(hypothesis, MadeUpHessian.of(new double[][] {{1, 0}, {0, 1}}, (h, i, j) -> h)), "right");
    }
}
