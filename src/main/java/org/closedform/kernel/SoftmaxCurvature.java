package org.closedform.kernel;

/** What the Hessian weight · (diag(y) − y·yᵀ) of rows of probabilities has beside their Jacobian. */
public final class SoftmaxCurvature {
    private SoftmaxCurvature() {}

    /** y, but 0 in rows that weigh nothing, whatever they hold. */
    public static Buffer counting(Buffer y, Rows rows, Buffer weights) {
        Buffer counting = y.ofSize(y.size());
        rows.forEach(y, 1, () -> (p, row) -> {
            if (weights.at(row) != 0) {
                rows.store(counting, row, p);
            }
        });
        return counting;
    }

    /** y_i (1 − y_i). Of a class with more than half, 1 − y_i is the sum of the other probabilities. */
    public static Buffer diagonal(Buffer y, Rows rows) {
        Buffer diagonal = y.ofSize(y.size());
        rows.forEach(y, 1, () -> (p, row) -> {
            int top = Extremum.argMax(p);
            double largest = p[top];
            p[top] = 0;
            double others = Summation.sum(p);
            for (int i = 0; i < p.length; i++) {
                p[i] *= 1 - p[i];
            }
            p[top] = largest * (largest > 0.5 ? others : 1 - largest);
            rows.store(diagonal, row, p);
        });
        return diagonal;
    }
}
