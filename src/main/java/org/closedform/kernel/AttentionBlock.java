package org.closedform.kernel;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * The probabilities of a block of queries over all keys of their head, and the products that attention and its derivatives have with
 * them. Scratch of one thread; of [queries, keys] no more than these blocks is ever made.
 *
 * <p>The products are those of {@link MatrixProduct}, bit for bit: a block has as many queries as a chunk of its sums has products.
 */
final class AttentionBlock {
    /** The most queries of a block. */
    static final int QUERIES = MatrixTile.CHUNK;

    private final AttentionSizes sizes;
    private final AttentionLogits logits;
    private final AttentionArrays in;

    /** Whether what is not seen may be NaN or infinite, which times a probability of 0 would show. */
    private final boolean isGuarded;

    /** One row for each query, one column for each key. */
    private final Buffer products;

    private final Buffer probabilities;
    private final LogitCap cap;

    private final Matrix keysAcross;
    private final int group;

    private int head;
    private int first;
    private int rows;

    /** How many of the first keys one of the queries may see. */
    private int seen;

    private Matrix scaledQueries;

    AttentionBlock(AttentionSizes sizes, AttentionLogits logits, AttentionArrays in, int group, boolean isGuarded) {
        this.sizes = sizes;
        this.logits = logits;
        this.in = in;
        this.group = group;
        this.isGuarded = isGuarded;
        this.products = scratch();
        this.probabilities = scratch();
        this.cap = logits.areCapped() ? new LogitCap(logits.cap(), products) : null;
        this.keysAcross = keys(in.key(), sizes.width()).transposed().copied();
    }

    /** A number for every query and key of a block. */
    Buffer scratch() {
        return in.query().ofSize(Math.min(QUERIES, sizes.queries()) * sizes.keys());
    }

    /** Turns to one block of the group after the other, and makes its probabilities. */
    void forEach(int from, int to, Runnable work) {
        for (int i = from; i < to; i++) {
            head = group * sizes.heads() + i / sizes.blocks();
            first = i % sizes.blocks() * QUERIES;
            rows = Math.min(QUERIES, sizes.queries() - first);
            seen = logits.visible().seenBefore(first + rows, sizes.keys());
            makeProbabilities();
            work.run();
        }
    }

    private void makeProbabilities() {
        scaledQueries = scaled(in.query());
        multiply(scaledQueries, keysAcross, products);
        if (cap != null) {
            cap.apply(products, rows * sizes.keys());
        }
        logits.addBias(head, first, block(products));
        logits.visible().hide(head, first, block(products), Double.NEGATIVE_INFINITY);
        SoftmaxRows.softmax(products.array(), probabilities.array(), rows, sizes.keys(), row -> logits.visible()
                .seenBefore(first + row + 1, sizes.keys()));
        logits.visible().hide(head, first, block(probabilities), 0);
    }

    /** p: 0 for what is not seen, also where all that is seen has no distribution. */
    Buffer probabilities() {
        return probabilities;
    }

    /** Stores them among those of all heads. */
    void storeProbabilities(Buffer all) {
        int place = (head * sizes.queries() + first) * sizes.keys();
        all.copy(probabilities, 0, 1, place, rows * sizes.keys());
    }

    /** Scratch that held the logits. */
    Buffer products() {
        return products;
    }

    /** Those of this block, times the scale of the logits. */
    Matrix scaledQueries() {
        return scaledQueries;
    }

    /** Queries of this block, or of what has a row for each of them. */
    Matrix queries(Buffer buffer, int columns) {
        return Matrix.of(buffer, sizes.queries(), columns).next(head).rows(first, rows);
    }

    /** Numbers like the queries of this block, times the scale of the logits. */
    Matrix scaled(Buffer queries) {
        return queries(queries, sizes.width()).copied().scaled(logits.scale());
    }

    /** Keys of this head, or of what has a row for each of them. */
    Matrix keys(Buffer buffer, int columns) {
        return Matrix.of(buffer, sizes.keys(), columns).next(group);
    }

    private Matrix block(Buffer buffer) {
        return new Matrix(buffer, 0, rows, sizes.keys(), sizes.keys(), 1);
    }

    private Matrix seen(Buffer buffer) {
        return block(buffer).columns(0, seen);
    }

    /** target = left · right, for a row of each query and a column of each key. */
    private void multiply(Matrix left, Matrix right, Buffer target) {
        MatrixProduct.multiply(left, right.columns(0, seen), seen(target));
    }

    /** target = left · right where a query sees a key, 0 elsewhere. */
    void productsOfPairs(Matrix left, Matrix right, Buffer target) {
        multiply(left, right, target);
        logits.visible().hide(head, first, block(target), 0);
    }

    /** target += left · right where a query sees a key. */
    void addProductsOfPairs(Matrix left, Matrix right, Buffer target) {
        MatrixProduct.add(left, right.columns(0, seen), seen(target));
        logits.visible().hide(head, first, block(target), 0);
    }

    /** target_t += Σ_s w_ts right_s over the keys s that query t sees. */
    void sumOverKeys(Buffer weights, Matrix right, Matrix target) {
        Matrix left = seen(weights);
        Matrix seenRight = right.rows(0, seen);
        if (!isGuarded) {
            MatrixProduct.add(left, seenRight, target);
            return;
        }
        for (int i = 0; i < rows; i++) {
            int query = first + i;
            Matrix shown = shown(seenRight, key -> logits.visible().isSeen(head, query, key));
            MatrixProduct.add(left.rows(i, 1), shown, target.rows(i, 1));
        }
    }

    /** Zeros for {@link #sumOverQueries}: a column for each key, so that the product is a wide one. */
    Matrix sumsOfKeys(int width) {
        return Matrix.of(in.query().ofSize(width * sizes.keys()), width, sizes.keys());
    }

    /** In column s, sums += Σ_t w_ts right_t over the queries t of the block that see key s. */
    void sumOverQueries(Buffer weights, Matrix right, Matrix sums) {
        Matrix left = seen(weights);
        if (!isGuarded) {
            MatrixProduct.add(right.transposed(), left, sums.columns(0, seen));
            return;
        }
        for (int key = 0; key < seen; key++) {
            int of = key;
            Matrix shown = shown(right, i -> logits.visible().isSeen(head, first + i, of));
            MatrixProduct.add(shown.transposed(), left.columns(key, 1), sums.columns(key, 1));
        }
    }

    /**
     * v = J·v for every query, J = diag(p) − p·pᵀ the softmax's Jacobian; v is 0 for what is not seen, also where all that is seen
     * has no distribution.
     */
    void applyJacobian(Buffer v) {
        double[] p = new double[sizes.keys()];
        double[] before = new double[sizes.keys()];
        double[] after = new double[sizes.keys()];
        for (int i = 0; i < rows; i++) {
            load(probabilities, i, p);
            load(v, i, before);
            ScalarSoftmax.backward(p, before, after);
            store(v, i, after);
        }
        logits.visible().hide(head, first, block(v), 0);
    }

    /**
     * How J·g moves as logits move by ż and g by ġ: to ġ goes J·(a ⊙ b + ġ), with a = g − ⟨p, g⟩ and b = ż − ⟨p, ż⟩. To g goes J·g, to ż
     * how probabilities move, J·ż.
     */
    void curve(Buffer g, Buffer gMoved, Buffer moved) {
        double[] p = new double[sizes.keys()];
        double[][] before = new double[3][sizes.keys()];
        double[] bend = new double[sizes.keys()];
        double[] after = new double[sizes.keys()];
        for (int i = 0; i < rows; i++) {
            load(probabilities, i, p);
            load(g, i, before[0]);
            load(gMoved, i, before[1]);
            load(moved, i, before[2]);
            SoftmaxTangents.curvatureOfSoftmax(p, before[0], before[2], bend);
            ScalarSoftmax.backward(p, before[1], after);
            Arithmetic.PLUS.apply(after, bend, after.length);
            store(gMoved, i, after);
            ScalarSoftmax.backward(p, before[0], after);
            store(g, i, after);
            ScalarSoftmax.backward(p, before[2], after);
            store(moved, i, after);
        }
        for (Buffer bent : List.of(g, gMoved, moved)) {
            logits.visible().hide(head, first, block(bent), 0);
        }
    }

    /** The numbers of a block, as often as a pass needs them. */
    void copy(Buffer block, Buffer target) {
        target.copy(block, 0, 1, 0, rows * sizes.keys());
    }

    private void load(Buffer block, int row, double[] values) {
        block.load(row * values.length, 1, values.length, values, 0);
    }

    private void store(Buffer block, int row, double[] values) {
        block.store(row * values.length, 1, values.length, values, 0);
    }

    /** Where logits are capped, v ⊙ dz/da takes the place of v; 0 for what is not seen. */
    void multiplyBySlopes(Buffer v) {
        if (cap == null) {
            return;
        }
        for (int i = 0; i < rows * sizes.keys(); i++) {
            v.set(i, v.at(i) * cap.slope(i));
        }
        logits.visible().hide(head, first, block(v), 0);
    }

    /** Where logits are capped, v + dz ⊙ d²z/da² ⊙ ȧ takes the place of v; 0 for what is not seen. */
    void addBends(Buffer v, Buffer dz, Buffer moved) {
        if (cap == null) {
            return;
        }
        for (int i = 0; i < rows * sizes.keys(); i++) {
            v.set(i, v.at(i) + dz.at(i) * cap.secondSlope(i) * moved.at(i));
        }
        logits.visible().hide(head, first, block(v), 0);
    }

    /** Rows, with zeros for those that do not count. */
    private static Matrix shown(Matrix matrix, IntPredicate counts) {
        Matrix shown = matrix.copied();
        for (int i = 0; i < shown.rows(); i++) {
            if (!counts.test(i)) {
                shown.rows(i, 1).clear();
            }
        }
        return shown;
    }
}
