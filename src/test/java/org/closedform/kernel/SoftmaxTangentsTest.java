package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.closedform.kernel.Rows.BinaryFunction;
import org.closedform.kernel.Rows.TernaryFunction;
import org.junit.jupiter.api.Test;

/** By hand; their accuracy is that of the operators. */
class SoftmaxTangentsTest {
    private static final double[] EVEN = {0, 0};

    private static double[] row(double... numbers) {
        return numbers;
    }

    private static void assertMakes(double[] expected, BinaryFunction f, double[] x, double[] v) {
        double[] made = new double[x.length];
        f.apply(x, v, made);
        assertArrayEquals(expected, made);
    }

    private static void assertMakes(double[] expected, TernaryFunction f, double[] x, double[] dy, double[] v) {
        double[] made = new double[x.length];
        f.apply(x, dy, v, made);
        assertArrayEquals(expected, made);
    }

    @Test
    void ofTwoEvenClasses() {
        assertMakes(row(1, -1), SoftmaxTangents::ofLogSoftmax, EVEN, row(3, 1));
        assertMakes(row(1.5, 0.5), SoftmaxTangents::termsOfLogSumExp, EVEN, row(3, 1));
        assertMakes(row(-1.25, 1.25), SoftmaxTangents::curvatureOfLogSoftmax, EVEN, row(2, 3), row(1, 0));
        assertMakes(row(0.5, -0.5), SoftmaxTangents::curvatureOfLogSumExp, EVEN, row(2, 2), row(1, 0));
    }

    /** a = b = (3, −1, −1, −1), of which the squares have the mean 3. */
    @Test
    void ofFourEvenClasses() {
        double[] y = {0.25, 0.25, 0.25, 0.25};
        double[] v = {4, 0, 0, 0};
        assertMakes(row(1.5, -0.5, -0.5, -0.5), SoftmaxTangents::curvatureOfSoftmax, y, v, v);
    }

    /** y_0 y_1 (y_1 − y_0) (dy_0 − dy_1) (v_0 − v_1), whose fourth factor is beyond the largest number. */
    @Test
    void differencesMayBeBeyondTheLargestNumber() {
        assertMakes(
                row(3 * 0x1p20, -3 * 0x1p20),
                SoftmaxTangents::curvatureOfSoftmax,
                row(0.25, 0.75),
                row(0x1p1023, -0x1p1023),
                row(0x1p-1000, -0x1p-1000));
        assertMakes(
                row(-0x1p1023, 0x1p1023),
                SoftmaxTangents::curvatureOfLogSoftmax,
                EVEN,
                row(0x1p1023, 0x1p1023),
                row(2, 0));
    }
}
