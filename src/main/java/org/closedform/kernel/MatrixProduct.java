package org.closedform.kernel;

import org.closedform.kernel.loops.Splitter;

/**
 * Matrix products, in one order of additions for each number of products: a row of a product is the product of the row, a matrix of
 * a batch the product of that matrix, bit for bit.
 *
 * <p>Runs of {@value MatrixTile#RUN} products are added up with fused multiply-adds, the runs of {@value MatrixTile#CHUNK} products
 * one after the other, and then those sums, from +0. A sum that overflows on the way is computed again, in float64 and scaled by a
 * power of two where needed.
 */
public final class MatrixProduct {
    /** Fewer columns leave a tile mostly empty. */
    private static final int NARROW = 8;

    /** A product with this many columns is wide enough for a tile. */
    private static final int WIDE = 64;

    /** The fewest rows of a slice, each of which copies the right factor. */
    private static final int SLICE_ROWS = 128;

    /** The fewest columns of a slice, each of which copies the left factor: narrower ones take up to twice as long. */
    private static final int SLICE_COLUMNS = 512;

    /** About how long a product of two numbers takes, and adding it. */
    private static final double NANOSECONDS = 0.04;

    private MatrixProduct() {}

    /**
     * {@code count} products [m, k]·[k, n], one after the other.
     *
     * @param left the first of as many matrices, or the one for all
     * @param right the first of as many matrices, or the one for all
     */
    public static Buffer multiply(Matrix left, Matrix right, int count) {
        if (count > 1 && right.isAlone() && !left.isAlone() && left.columnStride() == 1) {
            return multiply(Matrix.of(left.buffer(), count * left.rows(), left.columns()), right, 1);
        }
        Buffer result = left.buffer().ofSize(count * left.rows() * right.columns());
        Matrix product = Matrix.of(result, left.rows(), right.columns());
        int slices = slices(product);
        double nanoseconds = NANOSECONDS * product.rows() * product.columns() * left.columns() / slices;
        Splitter.split(count * slices, 1, nanoseconds, (from, to) -> {
            for (int slice = from, end; slice < to; slice = end) {
                int i = slice / slices;
                end = Math.min((i + 1) * slices, to);
                multiply(left.next(i), right.next(i), product.next(i), slice % slices, end - i * slices);
            }
        });
        return result;
    }

    /** Whether a product is split into slices of rows; of columns where it has few rows. */
    private static boolean isSplitByRows(Matrix product) {
        return product.rows() >= Math.min(2 * SLICE_ROWS, product.columns());
    }

    private static int slices(Matrix product) {
        int slices = isSplitByRows(product) ? product.rows() / SLICE_ROWS : product.columns() / SLICE_COLUMNS;
        return Math.max(1, slices);
    }

    /** Slices [first … end) of a product of zeros. */
    private static void multiply(Matrix left, Matrix right, Matrix product, int first, int end) {
        boolean areRows = isSplitByRows(product);
        int size = areRows ? SLICE_ROWS : SLICE_COLUMNS;
        int from = first * size;
        int count = end == slices(product) ? Integer.MAX_VALUE : (end - first) * size;
        Matrix leftPart = areRows ? left.rows(from, count) : left;
        Matrix rightPart = areRows ? right : right.columns(from, count);
        Matrix part = areRows ? product.rows(from, count) : product.columns(from, count);
        if (!addProduct(leftPart, rightPart, part)) {
            mend(leftPart, rightPart, part);
        }
    }

    /** product = left · right, on this thread; all three may be parts of larger matrices. */
    static void multiply(Matrix left, Matrix right, Matrix product) {
        product.clear();
        if (!addProduct(left, right, product)) {
            mend(left, right, product);
        }
    }

    /**
     * product += left · right, on this thread. Products that are added {@value MatrixTile#CHUNK} by {@value MatrixTile#CHUNK} are those of
     * one sum, bit for bit; but a sum that leaves the range on its way is not made again.
     */
    static void add(Matrix left, Matrix right, Matrix product) {
        addProduct(left, right, product);
    }

    /** product += left · right; whether all of it is finite. */
    private static boolean addProduct(Matrix left, Matrix right, Matrix product) {
        if (product.columns() < Math.min(product.rows(), WIDE)) {
            return addProduct(right.transposed(), left.transposed(), product.transposed());
        }
        boolean isFinite = true;
        boolean fillsTile = product.columns() >= NARROW && (product.rows() > 2 || right.columnStride() == 1);
        for (int step = 0; step < left.columns(); step += MatrixTile.CHUNK) {
            Matrix leftPart = left.columns(step, MatrixTile.CHUNK);
            Matrix rightPart = right.rows(step, MatrixTile.CHUNK);
            if (fillsTile) {
                isFinite &= addTiles(leftPart, rightPart, product);
            } else if (product.buffer().isFloat64()) {
                isFinite &= Float64Tile.addProduct(leftPart, rightPart, product);
            } else {
                isFinite &= Float32Tile.addProduct(leftPart, rightPart, product);
            }
        }
        return isFinite;
    }

    /** Computes every sum again that is not finite: it may have overflowed only on the way. */
    private static void mend(Matrix left, Matrix right, Matrix product) {
        double[][] columns = new double[product.columns()][];
        for (int i = 0; i < product.rows(); i++) {
            double[] row = new double[left.columns()];
            left.buffer().load(left.index(i, 0), left.columnStride(), row.length, row, 0);
            for (int j = 0; j < product.columns(); j++) {
                if (!Double.isFinite(product.buffer().at(product.index(i, j)))) {
                    if (columns[j] == null) {
                        columns[j] = new double[right.rows()];
                        right.buffer().load(right.index(0, j), right.rowStride(), right.rows(), columns[j], 0);
                    }
                    product.buffer().set(product.index(i, j), Summation.dot(row, columns[j]));
                }
            }
        }
    }

    private static boolean addTiles(Matrix left, Matrix right, Matrix product) {
        boolean isFinite = true;
        MatrixTile tile = (product.buffer().isFloat64() ? MatrixTile.FLOAT64 : MatrixTile.FLOAT32).get();
        for (int column = 0; column < right.columns(); column += tile.width()) {
            Matrix columns = product.columns(column, tile.width());
            tile.loadPanel(right.columns(column, tile.width()));
            for (int row = 0; row < left.rows(); row += MatrixTile.ROWS) {
                isFinite &= tile.addProduct(left.rows(row, MatrixTile.ROWS), columns.rows(row, MatrixTile.ROWS));
            }
        }
        return isFinite;
    }
}
