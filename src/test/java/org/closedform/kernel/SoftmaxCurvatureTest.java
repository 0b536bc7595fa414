package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class SoftmaxCurvatureTest {
    private static final Rows ROWS = new Rows(1, 2, 2);

    @Test
    void rowsThatWeighNothingAreLeftOut() {
        Buffer y = Buffer.of(new double[] {0.25, Double.NaN, 0.75, Double.NaN});
        Buffer counting = SoftmaxCurvature.counting(y, ROWS, Buffer.of(new double[] {2, 0}));
        assertArrayEquals(new double[] {0.25, 0, 0.75, 0}, counting.toDoubles());
    }

    @Test
    void theDiagonalIsTheVarianceOfEachClass() {
        Buffer y = Buffer.of(new double[] {0.25, 0.5, 0.75, 0.5});
        double[] diagonal = SoftmaxCurvature.diagonal(y, ROWS).toDoubles();
        assertArrayEquals(new double[] {0.1875, 0.25, 0.1875, 0.25}, diagonal);
    }

    @Test
    void ofASureClassItIsWhatTheOthersHave() {
        Buffer y = Buffer.of(new double[] {1, 1e-30, 3e-30});
        double[] diagonal = SoftmaxCurvature.diagonal(y, new Rows(1, 3, 1)).toDoubles();
        assertArrayEquals(new double[] {4e-30, 1e-30, 3e-30}, diagonal, 1e-45);
    }
}
