package org.closedform.kernel;

import org.closedform.kernel.loops.Splitter;

/**
 * Matrix products, in one order of additions for each number of products: a row of a product is the product of the row, a
 * matrix of a batch the product of that matrix, bit for bit.
 *
 * <p>Runs of {@value MatrixTile#RUN} products are added up with fused multiply-adds, the runs of {@value MatrixTile#CHUNK}
 * products one after the other, and then those sums, from +0. A sum that leaves the range on its way is made again, in float64 and by
 * a power of two where needed.
 */
public final class MatrixProduct {
    /** Fewer columns leave a tile mostly empty. */
    private static final int NARROW = 8;

    /** A product with this many columns is wide enough for a tile. */
    private static final int WIDE = 64;

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
        Splitter.split(count, (from, to) -> {
            for (int i = from; i < to; i++) {
                if (!addProduct(left.next(i), right.next(i), product.next(i))) {
                    mend(left.next(i), right.next(i), product.next(i));
                }
            }
        });
        return result;
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

    /** Makes every sum again that is not finite: it may have left the range only on its way. */
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
