package org.closedform.kernel;

import org.closedform.kernel.loops.Loops;

/** Scratch for a part of a matrix product: a few of its rows, and the panel of the right factor that they are made from. */
sealed interface MatrixTile permits Float32Tile, Float64Tile {
    /** The products of a run, which are added up before they are added to a sum. */
    int RUN = Loops.RUN;

    /** The most products of a sum, and rows of a panel, which fits the second-level cache. */
    int CHUNK = Loops.CHUNK;

    /** The most rows of the product. */
    int ROWS = Loops.ROWS;

    ThreadLocal<MatrixTile> FLOAT64 = ThreadLocal.withInitial(Float64Tile::new);

    ThreadLocal<MatrixTile> FLOAT32 = ThreadLocal.withInitial(Float32Tile::new);

    /** The most columns of a panel. */
    int width();

    /** Copies a part of the right factor. */
    void loadPanel(Matrix right);

    /** product += left · panel; whether all of it is finite. */
    boolean addProduct(Matrix left, Matrix product);

    /** A number of products, rounded up to whole runs. */
    static int whole(int products) {
        return (products + RUN - 1) / RUN * RUN;
    }
}
