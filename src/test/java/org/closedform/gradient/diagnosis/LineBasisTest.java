package org.closedform.gradient.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Remainders of a line of x = 1, 3, 8, 0, whose mean is 3. */
class LineBasisTest {
    private static final double[] X = {99, 1, 3, 8, 0};
    private static final double[] CENTRED = {-2, 0, 5, -3};
    private static final int[] LINE = {1, 2, 3, 4};
    private static final double[] NUMERIC = {0, 2, -1, 4, 0.5};

    /** A row that is off by these numbers, each known to within an error. */
    private static Evidence off(double ratio, double error, double... by) {
        double[] analytic = {1e9, 0, 0, 0, 0};
        double[] errors = new double[5];
        for (int n = 0; n < by.length; n++) {
            analytic[LINE[n]] = ratio * NUMERIC[LINE[n]] + by[n];
            errors[LINE[n]] = error;
        }
        Tensor x = Tensor.of(X);
        return MadeUp.evidence(
                x, Tensor.scalar(1), new double[][] {analytic}, new double[][] {NUMERIC}, new double[][] {errors});
    }

    /** constant · 1 + multiple · (x − mean), and in one place more. */
    private static double[] remainder(double constant, double multiple, double more) {
        double[] result = new double[4];
        for (int n = 0; n < 4; n++) {
            result[n] = constant + multiple * CENTRED[n];
        }
        result[1] += more;
        return result;
    }

    private static boolean spans(boolean constant, boolean centred, Evidence e, double ratio) {
        return LineBasis.of(X, LINE, constant, centred).spans(e, 0, ratio);
    }

    @Test
    void constantsAreSpannedByAConstant() {
        Evidence constant = off(1, 1e-12, remainder(7, 0, 0));
        assertTrue(spans(true, false, constant, 1));
        assertTrue(spans(true, true, constant, 1));
        assertFalse(spans(false, true, constant, 1));
        assertFalse(spans(false, false, constant, 1));
    }

    @Test
    void multiplesOfTheCentredXAreSpannedByIt() {
        Evidence multiple = off(1, 1e-12, remainder(0, -0.3, 0));
        assertTrue(spans(false, true, multiple, 1));
        assertTrue(spans(true, true, multiple, 1));
        assertFalse(spans(true, false, multiple, 1));
    }

    @Test
    void whatIsNeitherIsNotSpanned() {
        assertFalse(spans(true, true, off(1, 1e-12, remainder(7, -0.3, 1e-3)), 1));
        assertTrue(spans(true, true, off(1, 1e-3, remainder(7, -0.3, 1e-3)), 1), "within the error");
    }

    @Test
    void aRatioIsFoundWhateverIsAdded() {
        Evidence e = off(0.9, 1e-12, remainder(7, -0.3, 0));
        LineBasis both = LineBasis.of(X, LINE, true, true);
        assertEquals(0.9, both.ratio(e), 1e-12);
        assertTrue(both.spans(e, 0, 0.9));
        assertFalse(both.spans(e, 0, 1));
        LineBasis centred = LineBasis.of(X, LINE, false, true);
        assertEquals(0.9, centred.ratio(off(0.9, 1e-12, remainder(0, -0.3, 0))), 1e-12);
    }

    @Test
    void ofEqualElementsOnlyAConstantIsLeft() {
        LineBasis equal = LineBasis.of(new double[] {0, 5, 5, 5, 5}, LINE, true, true);
        assertTrue(equal.spans(off(1, 1e-12, 7, 7, 7, 7), 0, 1));
        assertFalse(equal.spans(off(1, 1e-12, 7, 7, 7, 8), 0, 1));
    }
}
