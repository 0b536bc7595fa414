package org.closedform.evaluation;

import java.util.Arrays;

/** Square matrices as rows. */
final class Matrices {
    private Matrices() {}

    interface Entry {
        double of(int i, int j);
    }

    static double[][] of(int n, Entry entry) {
        double[][] rows = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                rows[i][j] = entry.of(i, j);
            }
        }
        return rows;
    }

    static double[] times(double[][] rows, double[] v) {
        return Arrays.stream(rows)
                .mapToDouble(row -> {
                    double sum = 0;
                    for (int j = 0; j < v.length; j++) {
                        sum += row[j] * v[j];
                    }
                    return sum;
                })
                .toArray();
    }

    static double largest(double[][] rows) {
        return Arrays.stream(rows)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    /** Whether vᵀ H v is visibly negative for some v that is 0 outside of a block on the diagonal: Cholesky's roots fail. */
    static boolean curvesDownwards(double[][] rows, int from, int size) {
        double little = 1e-2 * largest(rows);
        double[][] factor = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = rows[from + i][from + j] + (i == j ? little : 0);
                for (int k = 0; k < j; k++) {
                    rest -= factor[i][k] * factor[j][k];
                }
                if (i == j && !(rest > 0)) {
                    return true;
                }
                factor[i][j] = i == j ? Math.sqrt(rest) : rest / factor[j][j];
            }
        }
        return false;
    }
}
