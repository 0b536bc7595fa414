package org.closedform.kernel;

/** A matrix whose rows are combined at every step; it is converted to double once, for all steps. */
final class RecurrentWeight {
    /** About how many nanoseconds a product takes, and the activations of a number with their slopes. */
    private static final double PRODUCT = 0.2;

    private static final double FUNCTIONS = 50;

    private final double[][] rows;
    private final double products;

    /** A row-major matrix of {@code count} rows. */
    RecurrentWeight(Buffer matrix, int count, int length) {
        rows = new double[count][length];
        for (int p = 0; p < count; p++) {
            matrix.load(p * length, 1, length, rows[p], 0);
        }
        products = (double) count * length;
    }

    /** About how many nanoseconds a step of one sequence takes, whose state has so many numbers. */
    double nanoseconds(int hidden) {
        return FUNCTIONS * hidden + PRODUCT * products;
    }

    /** sum += Σ_p factors_p · row_p, in the order of the rows, with fused multiply-adds. */
    void addCombination(double[] factors, double[] sum) {
        for (int p = 0; p < rows.length; p++) {
            double factor = factors[p];
            double[] row = rows[p];
            for (int j = 0; j < row.length; j++) {
                sum[j] = Math.fma(factor, row[j], sum[j]);
            }
        }
    }

    /** From dz and how it and the weight move to Wᵀ·dz, and how that moves; both are added. */
    void pullBack(double[] dz, RecurrentWeight tangent, double[] dzTangent, double[] sum, double[] sumTangent) {
        addCombination(dz, sum);
        addCombination(dzTangent, sumTangent);
        tangent.addCombination(dz, sumTangent);
    }
}
