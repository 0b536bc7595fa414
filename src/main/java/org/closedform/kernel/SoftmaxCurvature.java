package org.closedform.kernel;

/** What the Hessian weight · (diag(y) − y·yᵀ) of rows of probabilities needs besides their Jacobian. */
public final class SoftmaxCurvature {
    private SoftmaxCurvature() {}

    /** y, but 0 in rows of weight 0, even where y is NaN. */
    public static Buffer counting(Buffer y, Rows rows, Buffer weights) {
        Buffer counting = y.ofSize(y.size());
        rows.forEach(y, 1, () -> (p, row) -> {
            if (weights.at(row) != 0) {
                rows.store(counting, row, p);
            }
        });
        return counting;
    }

    /** y_i (1 − y_i). For a class with more than half, 1 − y_i is the sum of the other probabilities. */
    public static Buffer diagonal(Buffer y, Rows rows) {
        Buffer diagonal = y.ofSize(y.size());
        rows.forEach(y, 1, () -> {
            double[] variances = rows.scratch();
            return (p, row) -> {
                variances(p, variances);
                rows.store(diagonal, row, variances);
            };
        });
        return diagonal;
    }

    static void variances(double[] p, double[] variances) {
        for (int i = 0; i < p.length; i++) {
            variances[i] = p[i] * (p[i] > 0.5 ? sumWithout(i, p) : 1 - p[i]);
        }
    }

    private static double sumWithout(int i, double[] p) {
        double own = p[i];
        p[i] = 0;
        double sum = Summation.sum(p);
        p[i] = own;
        return sum;
    }
}
