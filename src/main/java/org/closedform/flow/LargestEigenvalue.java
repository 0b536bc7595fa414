package org.closedform.flow;

import java.util.Arrays;

/**
 * The largest eigenvalue of a symmetric positive semidefinite matrix: reflections make it tridiagonal, and bisection finds the smallest λ
 * for which T − λI is negative definite.
 *
 * <p>Every error is one of some ulps of the largest eigenvalue times the number of rows. Source: Golub, Van Loan, Matrix Computations, 4th
 * ed., 2013, §8.3.1 and §8.4.1.
 */
final class LargestEigenvalue {
    /** What is this small, squared, beside numbers of about 1 is as good as 0; dividing by it would lose digits to underflow. */
    private static final double NEGLIGIBLE = 0x1p-200;

    private final double[][] a;
    private final double[] diagonal;

    /** The squares of the numbers beside the diagonal; the first is 0. */
    private final double[] squares;

    private LargestEigenvalue(double[][] a) {
        this.a = a;
        this.diagonal = new double[a.length];
        this.squares = new double[a.length];
    }

    /**
     * {@return the largest eigenvalue}
     *
     * @param values the matrix, row by row, whose largest element is between 1 and some millions
     * @param size the number of rows, at least 1
     */
    static double of(double[] values, int size) {
        double[][] rows = new double[size][];
        for (int i = 0; i < size; i++) {
            rows[i] = Arrays.copyOfRange(values, i * size, (i + 1) * size);
        }
        LargestEigenvalue made = new LargestEigenvalue(rows);
        made.makeTridiagonal();
        return made.bisect();
    }

    private void makeTridiagonal() {
        for (int k = 0; k < a.length; k++) {
            diagonal[k] = a[k][k];
            if (k + 1 < a.length) {
                squares[k + 1] = reflect(k);
            }
        }
    }

    /** Makes what is right of column k + 1 in row k zero, and returns the square of what is left in that column. */
    private double reflect(int k) {
        double[] u = a[k];
        double square = 0;
        for (int j = k + 1; j < u.length; j++) {
            square += u[j] * u[j];
        }
        if (square < NEGLIGIBLE) {
            return 0;
        }
        double first = u[k + 1];
        u[k + 1] += Math.copySign(Math.sqrt(square), first);
        reflectBoth(u, k + 1, square + Math.abs(first) * Math.sqrt(square));
        return square;
    }

    /** A = H·A·H of the rows and columns {@code from} on, with H = I − u·uᵀ/h. */
    private void reflectBoth(double[] u, int from, double h) {
        double[] q = new double[u.length];
        for (int i = from; i < u.length; i++) {
            addMultiple(u[i] / h, a[i], q, from);
        }
        double dot = 0;
        for (int i = from; i < u.length; i++) {
            dot += u[i] * q[i];
        }
        addMultiple(-dot / (2 * h), u, q, from);
        for (int i = from; i < u.length; i++) {
            addMultiple(-u[i], q, a[i], from);
            addMultiple(-q[i], u, a[i], from);
        }
    }

    private static void addMultiple(double factor, double[] x, double[] sum, int from) {
        for (int j = from; j < sum.length; j++) {
            sum[j] += factor * x[j];
        }
    }

    /** Halves what is left of the range of the largest eigenvalue until no number is inside. */
    private double bisect() {
        double low = 0;
        double high = 0;
        for (int i = 0; i < diagonal.length; i++) {
            low = Math.max(low, diagonal[i]);
            double after = i + 1 < squares.length ? Math.sqrt(squares[i + 1]) : 0;
            high = Math.max(high, diagonal[i] + Math.sqrt(squares[i]) + after);
        }
        for (double middle = low + (high - low) / 2; low < middle && middle < high; middle = low + (high - low) / 2) {
            if (isAboveAll(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** Whether all eigenvalues are below λ: then all pivots of T − λI are negative. */
    private boolean isAboveAll(double lambda) {
        double pivot = -1;
        for (int i = 0; i < diagonal.length && pivot < 0; i++) {
            pivot = (diagonal[i] - lambda) - squares[i] / pivot;
        }
        return pivot < 0;
    }
}
