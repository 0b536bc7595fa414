package org.closedform.kernel;

import java.util.Arrays;
import org.closedform.kernel.loops.Block;
import org.closedform.kernel.loops.Loops;

/** A tile in float64. */
final class Float64Tile implements MatrixTile {
    private static final int WIDTH = 2048 / Double.BYTES;

    private static final Block NEIGHBOURS = new Block(0, 1, 0);

    private final double[][] panel = new double[CHUNK][WIDTH];
    private final double[] factors = new double[ROWS * Loops.FACTORS];
    private final double[][] sums = new double[ROWS][WIDTH];
    private final double[] before = new double[WIDTH];
    private final double[] zeros = new double[WIDTH];

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void loadPanel(Matrix right) {
        double[] source = values(right);
        if (right.columnStride() == 1) {
            for (int p = 0; p < right.rows(); p++) {
                System.arraycopy(source, right.index(p, 0), panel[p], 0, right.columns());
            }
        } else {
            for (int j = 0; j < right.columns(); j++) {
                loadColumn(source, right.index(0, j), right.rowStride(), right.rows(), j);
            }
        }
        for (int p = right.rows(); p < MatrixTile.whole(right.rows()); p++) {
            Arrays.fill(panel[p], -0f); // times a factor of 0 it changes no sum
        }
    }

    private void loadColumn(double[] source, int from, int stride, int count, int j) {
        for (int p = 0; p < count; p++) {
            panel[p][j] = source[from + p * stride];
        }
    }

    @Override
    public boolean addProduct(Matrix left, Matrix product) {
        int steps = left.columns();
        int lanes = product.columns();
        for (int i = 0; i < left.rows(); i++) {
            Block to = new Block(i * Loops.FACTORS, 1, 0);
            Loops.FLOAT64.copy(values(left), row(left, i), factors, to, steps, 1);
            Arrays.fill(factors, to.origin() + steps, to.origin() + MatrixTile.whole(steps), 0);
        }
        Loops.FLOAT64.addRuns(panel, factors, sums, left.rows(), MatrixTile.whole(steps), lanes);
        double[] target = values(product);
        for (int i = 0; i < left.rows(); i++) {
            Loops.FLOAT64.copy(target, row(product, i), before, NEIGHBOURS, product.columns(), 1);
            add(before, sums[i], zeros, product.columns());
            Loops.FLOAT64.copy(sums[i], NEIGHBOURS, target, row(product, i), product.columns(), 1);
        }
        return areZeros(product.columns());
    }

    private static double[] values(Matrix matrix) {
        return ((Float64Buffer) matrix.buffer()).values();
    }

    /** A row of a matrix as {@link Loops} reads it: each number is a row of one element. */
    private static Block row(Matrix matrix, int i) {
        return new Block(matrix.index(i, 0), matrix.columnStride(), 0);
    }

    /**
     * Whether every sum was finite. 0 · sum was added to the zeros, which stay 0 unless a sum is infinite or NaN; then they are
     * cleared.
     */
    private boolean areZeros(int count) {
        for (int j = 0; j < count; j++) {
            if (zeros[j] != 0) {
                Arrays.fill(zeros, 0);
                return false;
            }
        }
        return true;
    }

    private static void add(double[] term, double[] sum, double[] zeros, int count) {
        for (int j = 0; j < count; j++) {
            double whole = sum[j] + term[j];
            sum[j] = whole;
            zeros[j] += 0 * whole;
        }
    }

    /**
     * product += left · right, number by number in the same order, where a tile would be mostly empty. Returns whether all sums are
     * finite.
     */
    static boolean addProduct(Matrix left, Matrix right, Matrix product) {
        double[] a = values(left);
        double[] b = values(right);
        double[] result = values(product);
        boolean isFinite = true;
        for (int i = 0; i < product.rows(); i++) {
            int row = left.index(i, 0);
            for (int j = 0; j < product.columns(); j++) {
                int column = right.index(0, j);
                double sum = 0;
                for (int p = 0; p < left.columns(); p += RUN) {
                    int of = row + p * left.columnStride();
                    int at = column + p * right.rowStride();
                    int count = Math.min(RUN, left.columns() - p);
                    sum += run(a, of, left.columnStride(), b, at, right.rowStride(), count);
                }
                result[product.index(i, j)] += sum;
                isFinite &= Double.isFinite(result[product.index(i, j)]);
            }
        }
        return isFinite;
    }

    private static double run(double[] a, int of, int stride, double[] b, int at, int step, int count) {
        double run = a[of] * b[at];
        for (int p = 1; p < count; p++) {
            run = Math.fma(a[of + p * stride], b[at + p * step], run);
        }
        return run;
    }
}
