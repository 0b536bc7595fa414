package org.closedform.kernel;

/**
 * What attention is a function of, how that moves, or the gradients by it.
 *
 * @param query a matrix for every head of queries
 * @param key a matrix for every group
 * @param value a matrix for every group
 */
public record AttentionArrays(Buffer query, Buffer key, Buffer value) {

    AttentionArrays zeros() {
        return new AttentionArrays(query.ofSize(query.size()), key.ofSize(key.size()), value.ofSize(value.size()));
    }
}
