package org.closedform.kernel;

import java.util.Arrays;

/** β z² of one row, with z = log Σ e^x: its slope is 2β z y with y = softmax(x). */
public record SquaredLogSum(double beta) {
    /** About how long a number takes. */
    private static final double NANOSECONDS = 50;

    /** One number a row, and the gradient divided. */
    public CrossEntropy.Result evaluate(Buffer x, Rows rows, double divisor) {
        double[] losses = new double[rows.count()];
        Buffer gradient = x.ofSize(x.size());
        rows.forEach(x, NANOSECONDS, () -> {
            double[] dx = rows.scratch();
            return (values, row) -> {
                double z = ScalarSoftmax.logSumExp(values);
                losses[row] = beta * z * z;
                ScalarSoftmax.softmax(values, dx);
                double factor = 2 * beta * z / divisor;
                Arrays.setAll(dx, i -> factor * dx[i]);
                rows.store(gradient, row, dx);
            };
        });
        return new CrossEntropy.Result(losses, gradient);
    }

    /** How the gradient moves along ẋ, divided: 2β (z y (ẋ − ⟨y, ẋ⟩) + y ⟨y, ẋ⟩). */
    public Buffer movement(Buffer x, Buffer tangent, Rows rows, double divisor) {
        double factor = 2 * beta / divisor;
        return rows.map(x, tangent, (values, moving, dx) -> {
            double z = ScalarSoftmax.logSumExp(values);
            double[] y = new double[values.length];
            ScalarSoftmax.softmax(values, y);
            ScalarSoftmax.backward(y, moving, dx);
            double mean = Summation.dot(y, moving);
            for (int i = 0; i < dx.length; i++) {
                dx[i] = factor * (z * dx[i] + y[i] * mean);
            }
        });
    }

    /** The diagonal of that map: 2β (z y (1 − y) + y²), divided. */
    public Buffer diagonal(Buffer x, Rows rows, double divisor) {
        double factor = 2 * beta / divisor;
        Buffer result = x.ofSize(x.size());
        rows.forEach(x, NANOSECONDS, () -> {
            double[] y = rows.scratch();
            double[] diagonal = rows.scratch();
            return (values, row) -> {
                double z = ScalarSoftmax.logSumExp(values);
                ScalarSoftmax.softmax(values, y);
                SoftmaxCurvature.variances(y, diagonal);
                Arrays.setAll(diagonal, i -> factor * (z * diagonal[i] + y[i] * y[i]));
                rows.store(result, row, diagonal);
            };
        });
        return result;
    }
}
