package org.closedform.kernel;

import java.util.Arrays;
import org.closedform.kernel.loops.Block;
import org.closedform.kernel.loops.Loops;

/** A tile in float32. */
final class Float32Tile implements MatrixTile {
    private static final int WIDTH = 2048 / Float.BYTES;

    private static final Block NEIGHBOURS = new Block(0, 1, 0);

    private final float[][] panel = new float[CHUNK][WIDTH];
    private final float[] factors = new float[ROWS * Loops.FACTORS];
    private final float[][] sums = new float[ROWS][WIDTH];
    private final float[] before = new float[WIDTH];
    private final float[] zeros = new float[WIDTH];

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void loadPanel(Matrix right) {
        float[] source = values(right);
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

    private void loadColumn(float[] source, int from, int stride, int count, int j) {
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
            Loops.FLOAT32.copy(values(left), row(left, i), factors, to, steps, 1);
            Arrays.fill(factors, to.origin() + steps, to.origin() + MatrixTile.whole(steps), 0);
        }
        Loops.FLOAT32.addRuns(panel, factors, sums, left.rows(), MatrixTile.whole(steps), lanes);
        float[] target = values(product);
        for (int i = 0; i < left.rows(); i++) {
            Loops.FLOAT32.copy(target, row(product, i), before, NEIGHBOURS, product.columns(), 1);
            add(before, sums[i], zeros, product.columns());
            Loops.FLOAT32.copy(sums[i], NEIGHBOURS, target, row(product, i), product.columns(), 1);
        }
        return areZeros(product.columns());
    }

    private static float[] values(Matrix matrix) {
        return ((Float32Buffer) matrix.buffer()).values();
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

    private static void add(float[] term, float[] sum, float[] zeros, int count) {
        for (int j = 0; j < count; j++) {
            float whole = sum[j] + term[j];
            sum[j] = whole;
            zeros[j] += 0 * whole;
        }
    }

    /**
     * product += left · right, number by number in the same order, where a tile would be mostly empty. Returns whether all sums are
     * finite.
     */
    static boolean addProduct(Matrix left, Matrix right, Matrix product) {
        float[] a = values(left);
        float[] b = values(right);
        float[] result = values(product);
        boolean isFinite = true;
        for (int i = 0; i < product.rows(); i++) {
            int row = left.index(i, 0);
            for (int j = 0; j < product.columns(); j++) {
                int column = right.index(0, j);
                float sum = 0;
                for (int p = 0; p < left.columns(); p += RUN) {
                    int of = row + p * left.columnStride();
                    int at = column + p * right.rowStride();
                    int count = Math.min(RUN, left.columns() - p);
                    sum += run(a, of, left.columnStride(), b, at, right.rowStride(), count);
                }
                result[product.index(i, j)] += sum;
                isFinite &= Float.isFinite(result[product.index(i, j)]);
            }
        }
        return isFinite;
    }

    private static float run(float[] a, int of, int stride, float[] b, int at, int step, int count) {
        float run = a[of] * b[at];
        for (int p = 1; p < count; p++) {
            run = Math.fma(a[of + p * stride], b[at + p * step], run);
        }
        return run;
    }
}
