package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.closedform.kernel.Information.Reading;
import org.junit.jupiter.api.Test;

/** By hand; held against high precision where the losses are. */
class InformationCurvatureTest {
    private static final Rows ONE_ROW = new Rows(1, 2, 1);

    /** H″ = p (1 − p) (d tanh(d/2) − 1) by the log-odds d = a₀ − a₁: −1/4 at 0, where d moves by 2. */
    @Test
    void theEntropyOfEqualLogitsIsAtItsMaximum() {
        double[] curvature = InformationCurvature.entropies(
                        Buffer.of(new double[2]), Buffer.of(new double[] {1, -1}), Reading.LOGITS, ONE_ROW, 1)
                .toDoubles();
        assertArrayEquals(new double[] {-0.5, 0.5}, curvature, 1e-16);
    }

    @Test
    void onProbabilitiesEntropyBendsByTheInverse() {
        double[] curvature = InformationCurvature.entropies(
                        Buffer.of(new double[] {0.25, 0.75}),
                        Buffer.of(new double[] {1, 3}),
                        Reading.PROBABILITIES,
                        ONE_ROW,
                        2)
                .toDoubles();
        assertArrayEquals(new double[] {-2, -2}, curvature);
    }

    /** Σ p log(p/q): by p and q the blocks are diag(1/p), −diag(1/q) and diag(p/q²). */
    @Test
    void onProbabilitiesADivergenceBendsElementByElement() {
        InformationCurvature.Movements movements = InformationCurvature.divergences(
                Buffer.of(new double[] {0.25, 0.5}),
                Buffer.of(new double[] {1, 0}),
                Reading.PROBABILITIES,
                Buffer.of(new double[] {0.5, 0.25}),
                Buffer.of(new double[] {0, 1}),
                Reading.PROBABILITIES,
                ONE_ROW,
                1);
        assertArrayEquals(new double[] {4, -4}, movements.dp().toDoubles());
        assertArrayEquals(new double[] {-2, 8}, movements.dq().toDoubles());
    }

    /** Where p has no probability and does not move, nothing bends, whatever q. */
    @Test
    void noProbabilityBendsNoOther() {
        InformationCurvature.Movements movements = InformationCurvature.divergences(
                Buffer.of(new double[] {0, 1}),
                Buffer.of(new double[] {0, 1}),
                Reading.PROBABILITIES,
                Buffer.of(new double[] {0, 1}),
                Buffer.of(new double[] {0, 0}),
                Reading.PROBABILITIES,
                ONE_ROW,
                1);
        assertArrayEquals(new double[] {0, -1}, movements.dq().toDoubles());
    }
}
