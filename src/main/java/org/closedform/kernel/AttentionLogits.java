package org.closedform.kernel;

/**
 * What becomes of the product of a query and a key: a = scale · q·k; capped, z = cap · tanh(a / cap); and then a bias is added.
 *
 * @param cap NaN for none
 * @param bias empty for none
 * @param places of a bias
 */
public record AttentionLogits(double scale, double cap, VisibleKeys visible, Buffer bias, RepeatedMatrix places) {

    boolean areCapped() {
        return !Double.isNaN(cap);
    }

    /** Adds the bias to the products of queries, from the first on, and keys. */
    void addBias(int head, int first, Matrix block) {
        if (bias.size() == 0) {
            return;
        }
        double[] logits = new double[block.columns()];
        double[] terms = new double[block.columns()];
        for (int i = 0; i < block.rows(); i++) {
            block.buffer().load(block.index(i, 0), 1, logits.length, logits, 0);
            bias.load(places.index(head, first + i, 0), places.columnStride(), terms.length, terms, 0);
            Arithmetic.PLUS.apply(logits, terms, logits.length);
            block.buffer().store(block.index(i, 0), 1, logits.length, logits, 0);
        }
    }
}
