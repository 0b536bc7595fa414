package org.closedform.kernel;

/**
 * How much attention there is.
 *
 * @param groups heads of keys, of all batches
 * @param heads heads of queries that share one of keys
 * @param queries of a head
 * @param keys of a head
 * @param width numbers of a query or a key
 * @param valueWidth numbers of a value
 */
public record AttentionSizes(int groups, int heads, int queries, int keys, int width, int valueWidth) {

    /** Whether there is nothing to compute: results, if they have numbers, are 0. */
    boolean areEmpty() {
        return groups * heads * queries * keys == 0;
    }

    /** Blocks of queries that a head has. */
    int blocks() {
        return (queries + AttentionBlock.QUERIES - 1) / AttentionBlock.QUERIES;
    }
}
