package org.closedform.kernel;

import java.util.Arrays;
import org.closedform.kernel.loops.Block;
import org.closedform.kernel.loops.Loops;

/** A tile in float32. */
final class Float32Tile implements MatrixTile {
    private static final int WIDTH = 2048 / Float.BYTES;

    /** The loop over lanes runs at least this far: after shorter runs the JIT compiler chooses shorter vectors for all. */
    private static final int LEAST = 80;

    private static final Block NEIGHBOURS = new Block(0, 1, 0);

    private final float[][] panel = new float[CHUNK][WIDTH];
    private final float[][] factors = new float[ROWS][CHUNK];
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
        int lanes = Math.max(product.columns(), LEAST);
        for (int i = 0; i < left.rows(); i++) {
            Loops.FLOAT32.copy(values(left), row(left, i), factors[i], NEIGHBOURS, steps, 1);
            Arrays.fill(factors[i], steps, MatrixTile.whole(steps), 0);
            Arrays.fill(sums[i], 0, lanes, 0);
        }
        for (int p = 0; p < steps; p += RUN) {
            for (int i = 0; i < left.rows(); i += 2) {
                addRun(p, factors[i], sums[i], factors[i + 1], sums[i + 1], lanes);
            }
        }
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

    /** Two rows at once, so that each load from the panel serves both. */
    private void addRun(int p, float[] a, float[] sumA, float[] b, float[] sumB, int lanes) {
        float[] row0 = panel[p];
        float[] row1 = panel[p + 1];
        float[] row2 = panel[p + 2];
        float[] row3 = panel[p + 3];
        float a0 = a[p];
        float a1 = a[p + 1];
        float a2 = a[p + 2];
        float a3 = a[p + 3];
        float b0 = b[p];
        float b1 = b[p + 1];
        float b2 = b[p + 2];
        float b3 = b[p + 3];
        for (int j = 0; j < lanes; j++) {
            float x0 = row0[j];
            float x1 = row1[j];
            float x2 = row2[j];
            float x3 = row3[j];
            float ofA = sumA[j];
            float ofB = sumB[j];
            // C2 of JDK 17 vectorises this only if the factors of the two rows are on different sides of the products
            sumA[j] = ofA + Math.fma(a3, x3, Math.fma(a2, x2, Math.fma(a1, x1, a0 * x0)));
            sumB[j] = ofB + Math.fma(x3, b3, Math.fma(x2, b2, Math.fma(x1, b1, x0 * b0)));
        }
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
