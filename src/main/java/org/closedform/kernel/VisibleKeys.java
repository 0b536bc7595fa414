package org.closedform.kernel;

/** Which keys a query sees: those that a mask lets take part, and if it is causal none after its own place. */
public final class VisibleKeys {
    private final boolean isCausal;
    private final boolean[] mask;
    private final RepeatedMatrix places;

    private VisibleKeys(boolean isCausal, boolean[] mask, RepeatedMatrix places) {
        this.isCausal = isCausal;
        this.mask = mask;
        this.places = places;
    }

    /** All keys, or those up to the query's place. */
    public static VisibleKeys of(boolean isCausal) {
        return new VisibleKeys(isCausal, new boolean[0], new RepeatedMatrix(new int[0], 0, 0));
    }

    /** Of those only the keys that take part. */
    public static VisibleKeys of(boolean isCausal, boolean[] mask, RepeatedMatrix places) {
        return new VisibleKeys(isCausal, mask, places);
    }

    private boolean isMasked() {
        return places.starts().length > 0;
    }

    boolean areAll() {
        return !isCausal && !isMasked();
    }

    /** How many of the first keys queries before this one may see. */
    int seenBefore(int query, int keys) {
        return isCausal ? Math.min(query, keys) : keys;
    }

    boolean isSeen(int head, int query, int key) {
        return !(isCausal && key > query) && !(isMasked() && !mask[places.index(head, query, key)]);
    }

    /** Gives a value to what is not seen, in a row of keys for each query from the first on. */
    void hide(int head, int first, Matrix block, double value) {
        for (int i = 0; i < block.rows(); i++) {
            int end = seenBefore(first + i + 1, block.columns());
            if (isMasked()) {
                hideMasked(head, first + i, block, i, end, value);
            }
            block.columns(end, block.columns()).rows(i, 1).fill(value);
        }
    }

    private void hideMasked(int head, int query, Matrix block, int row, int end, double value) {
        int place = places.index(head, query, 0);
        for (int key = 0; key < end; key++) {
            if (!mask[place + key * places.columnStride()]) {
                block.buffer().set(block.index(row, key), value);
            }
        }
    }
}
