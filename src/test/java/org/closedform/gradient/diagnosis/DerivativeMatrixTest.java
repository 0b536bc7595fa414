package org.closedform.gradient.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Derivatives whose errors are all known. */
class DerivativeMatrixTest {
    private static final double ERROR = 1e-3;

    private static DerivativeMatrix matrix(double[][] analytic, double[][] numeric, double error) {
        double[][] errors = new double[numeric.length][numeric[0].length];
        for (double[] row : errors) {
            Arrays.fill(row, error);
        }
        return new DerivativeMatrix(analytic, numeric, errors, numeric[0].length);
    }

    private static DerivativeMatrix lone(double analytic, double numeric) {
        return matrix(new double[][] {{analytic}}, new double[][] {{numeric}}, ERROR);
    }

    @Test
    void theSharpestEntryHasTheSmallestRelativeError() {
        double[][] numeric = {{0, 2}, {-50, 7}};
        assertEquals(
                new DerivativeMatrix.Entry(1, 0, ERROR / 50),
                matrix(numeric, numeric, ERROR).sharpest());
        double[][] zero = {{0, 0}};
        assertEquals(
                new DerivativeMatrix.Entry(0, 0, Double.POSITIVE_INFINITY),
                matrix(zero, zero, 0).sharpest(),
                "exact zeros tell nothing");
    }

    @Test
    void whatCancelsLeavesRounding() {
        assertTrue(lone(0, 0).isAllRounding());
        assertTrue(lone(0x1p-51, -1).isAllRounding());
        assertFalse(lone(0x1p-49, -1).isAllRounding());
        assertFalse(lone(0x1p-51, -1).isAllZero());
    }

    @Test
    void anErrorGrowsWithThePrediction() {
        assertTrue(lone(10.0109, 1).isNear(0, 0, 10), "10 · 0.001 for the prediction, and 0.001");
        assertFalse(lone(10.0111, 1).isNear(0, 0, 10));
        assertTrue(lone(0.5019, 1).isNear(0, 0, 0.5));
        assertFalse(lone(0.5021, 1).isNear(0, 0, 0.5));
        assertTrue(lone(5.0019, 0).isNear(0, 0, 5));
        assertFalse(lone(5.0021, 0).isNear(0, 0, 5));
        assertTrue(lone(-1, 1).explains(t -> -t));
        assertFalse(lone(-1, 1).explains(t -> 2 * t));
    }

    @Test
    void aFactorIsAsWellKnownAsOneEntry() {
        DerivativeMatrix exact = matrix(new double[][] {{3 + 5e-6}}, new double[][] {{1}}, 0);
        assertTrue(exact.isMultiple(3, new DerivativeMatrix.Entry(0, 0, 1e-6)));
        assertFalse(exact.isMultiple(3, new DerivativeMatrix.Entry(0, 0, 0.5e-6)));
        assertFalse(exact.isMultiple(Double.NaN, new DerivativeMatrix.Entry(0, 0, 1e-6)));
        assertTrue(lone(3.0039, 1).isMultiple(3, new DerivativeMatrix.Entry(0, 0, 0)), "3 · 0.001, and 0.001");
        assertFalse(lone(3.0041, 1).isMultiple(3, new DerivativeMatrix.Entry(0, 0, 0)));
    }

    /** Off by the outer product of (1, 2) and (3, −5), and in one place more. */
    private static boolean isOuter(double more) {
        double[][] analytic = {{3 + more, -5}, {6, -10}};
        return matrix(analytic, new double[2][2], ERROR).remainderHasRankOne(new int[] {0, 1}, new int[] {0, 1});
    }

    @Test
    void anOuterProductIsKnownWithinItsFourErrors() {
        assertTrue(isOuter(0));
        assertTrue(isOuter(3.9e-3));
        assertFalse(isOuter(4.1e-3));
    }

    @Test
    void noRemainderIsAnOuterProductToo() {
        double[][] numeric = {{1, 2}, {3, 4}};
        assertTrue(matrix(numeric, numeric, ERROR).remainderHasRankOne(new int[] {0, 1}, new int[] {0, 1}));
    }
}
