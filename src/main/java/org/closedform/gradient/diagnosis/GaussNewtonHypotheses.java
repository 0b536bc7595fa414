package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.Optional;

/**
 * The Gauss–Newton term Jᵀ H J alone, where Σ_j ∂ℓ/∂y_j ∇²y_j is missing beside it. Differences do not know that term, but they know
 * what it cannot do: curve downwards where H does not, or have a higher rank than H.
 */
final class GaussNewtonHypotheses {
    /** An entry that is at least this part of the largest is not 0. */
    private static final double TOLD = 1e-3;
    /** An entry that is at most this part of the largest is rounding. */
    private static final double ROUNDING = 1e-9;

    private static final String HINT = "the Gauss–Newton term Jᵀ H J alone, without Σ dy ∇²y of the inner functions?";

    private GaussNewtonHypotheses() {}

    static Optional<Diagnosis> positiveSemidefinite(Evidence e) {
        return isKnown(e) && isDerivedPositive(e) && !isPositive(e, e.numericRows())
                ? Optional.of(new Diagnosis(
                        "positive semi-definite",
                        "the products are those of a positive semi-definite matrix, and the function curves downwards too",
                        HINT))
                : Optional.empty();
    }

    /** The function curves upwards as well, but in more directions than the products do. */
    static Optional<Diagnosis> lowRank(Evidence e) {
        if (!isKnown(e) || !isDerivedPositive(e)) {
            return Optional.empty();
        }
        int derived = rank(e.analyticRows(), ROUNDING);
        int measured = rank(e.numericRows(), TOLD);
        return derived < measured
                ? Optional.of(new Diagnosis(
                        "low rank",
                        "the products are those of a positive semi-definite matrix whose columns by " + e.part()
                                + " have rank " + derived + ", and those of the second derivative have rank "
                                + measured,
                        HINT))
                : Optional.empty();
    }

    private static boolean isKnown(Evidence e) {
        return SecondDerivativeHypotheses.isWhole(e) && e.known() == (long) e.numericRows().length * e.columns();
    }

    private static double largest(double[][] rows) {
        return Arrays.stream(rows)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    /** The rank, by elimination with full pivoting, down to a part of the largest entry. */
    private static int rank(double[][] rows, double part) {
        double[][] rest = Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
        double least = part * largest(rows);
        int rank = 0;
        while (rank < rest[0].length && largest(rest) > least) {
            double pivot = largest(rest);
            double[] pivotRow = Arrays.stream(rest)
                    .filter(row -> Arrays.stream(row).anyMatch(v -> Math.abs(v) == pivot))
                    .findFirst()
                    .orElseThrow()
                    .clone();
            int column = 0;
            while (Math.abs(pivotRow[column]) != pivot) {
                column++;
            }
            for (double[] row : rest) {
                double factor = row[column] / pivotRow[column];
                for (int c = 0; c < row.length; c++) {
                    row[c] = c == column ? 0 : row[c] - factor * pivotRow[c];
                }
            }
            rank++;
        }
        return rank;
    }

    /** Whether what is derived by this part is positive semi-definite, and by the whole input, if that is known. */
    private static boolean isDerivedPositive(Evidence e) {
        return isPositive(e, e.analyticRows())
                && e.derivedByAll().map(all -> isPositive(all, 0, all.length)).orElse(true);
    }

    private static boolean isPositive(Evidence e, double[][] rows) {
        return isPositive(rows, SecondDerivativeHypotheses.own(e), e.columns());
    }

    /** Whether Cholesky's factorization of n columns and the rows from one on exists, with a little added to the diagonal. */
    private static boolean isPositive(double[][] rows, int own, int n) {
        double largest = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                largest = Math.max(largest, Math.abs(rows[own + i][j]));
            }
        }
        double[][] factor = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = rows[own + i][j] + (i == j ? TOLD * largest : 0);
                for (int k = 0; k < j; k++) {
                    rest -= factor[i][k] * factor[j][k];
                }
                if (i == j && !(rest > 0)) {
                    return false;
                }
                factor[i][j] = i == j ? Math.sqrt(rest) : rest / factor[j][j];
            }
        }
        return largest > 0;
    }
}
