package org.closedform.kernel;

/** A matrix whose rows are combined once a step: read once, in double, for all steps. */
final class RecurrentWeight {
    private final double[][] rows;

    /** A row-major matrix of {@code count} rows. */
    RecurrentWeight(Buffer matrix, int count, int length) {
        rows = new double[count][length];
        for (int p = 0; p < count; p++) {
            matrix.load(p * length, 1, length, rows[p], 0);
        }
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
}
