package org.closedform.kernel;

/** Matrix products of row-major matrices, accumulated in double with fused multiply-adds, in the order of the columns. */
public final class MatrixProduct {
    private MatrixProduct() {}

    /** {@code batch} products [m, k]·[k, n]. */
    public static Buffer multiply(Buffer a, Buffer b, int batch, int m, int k, int n) {
        Buffer result = a.ofSize(batch * m * n);
        if (result.size() == 0) {
            return result;
        }
        double[][] rightRows = new double[k][n];
        double[] left = new double[k];
        for (int matrix = 0; matrix < batch; matrix++) {
            for (int p = 0; p < k; p++) {
                b.load((matrix * k + p) * n, 1, n, rightRows[p], 0);
            }
            for (int i = 0; i < m; i++) {
                int row = matrix * m + i;
                a.load(row * k, 1, k, left, 0);
                result.store(row * n, 1, n, combination(left, rightRows, n), 0);
            }
        }
        return result;
    }

    /** Σ_p weights_p · rows_p. */
    private static double[] combination(double[] weights, double[][] rows, int n) {
        double[] sum = new double[n];
        for (int p = 0; p < weights.length; p++) {
            addScaled(sum, weights[p], rows[p]);
        }
        return sum;
    }

    private static void addScaled(double[] sum, double weight, double[] row) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] = Math.fma(weight, row[j], sum[j]);
        }
    }
}
