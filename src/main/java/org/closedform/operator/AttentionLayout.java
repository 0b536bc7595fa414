package org.closedform.operator;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.closedform.kernel.AttentionSizes;
import org.closedform.storage.Storage;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * How queries, keys and values fit each other.
 *
 * @param sizes how many there are
 * @param pairs the shape of one number for every query and key
 * @param output the shape of one value for every query
 */
record AttentionLayout(AttentionSizes sizes, Shape pairs, Shape output) {

    static AttentionLayout of(Attention.Inputs in) {
        requireOneType(in);
        Shape query = in.query().shape();
        Shape key = in.key().shape();
        Shape value = in.value().shape();
        int rank = query.rank();
        if (rank < 2 || key.rank() != rank || value.rank() != rank) {
            throw new ShapeException("Attention: query has shape " + query + ", key " + key + " and value " + value
                    + "; […, heads, T, d], […, heads, S, d] and […, heads, S, e] of one rank of at least 2 are needed");
        }
        int width = query.dimension(rank - 1);
        if (width == 0 || key.dimension(rank - 1) != width) {
            throw new ShapeException("Attention: query " + query + " has width " + width + " and key " + key + " width "
                    + key.dimension(rank - 1) + "; one width of at least 1 is needed");
        }
        if (value.dimension(rank - 2) != key.dimension(rank - 2)) {
            throw new ShapeException("Attention: key " + key + " has " + key.dimension(rank - 2) + " keys and value "
                    + value + " " + value.dimension(rank - 2) + " values; one value for each key is needed");
        }
        int heads = headsOfGroup(query, key, value);
        int[] leading = Arrays.copyOf(key.dimensions(), rank - 2);
        int groups = Arrays.stream(leading).reduce(1, (a, b) -> a * b);
        int[] pairs = query.dimensions();
        pairs[rank - 1] = key.dimension(rank - 2);
        int[] output = query.dimensions();
        output[rank - 1] = value.dimension(rank - 1);
        return new AttentionLayout(
                new AttentionSizes(groups, heads, query.dimension(rank - 2), pairs[rank - 1], width, output[rank - 1]),
                Shape.of(pairs),
                Shape.of(output));
    }

    private static void requireOneType(Attention.Inputs in) {
        for (NamedTensor part : in.parts()) {
            if (part.tensor().elementType() != in.query().elementType()) {
                throw new IllegalArgumentException("Attention: " + part.name() + " is "
                        + part.tensor().elementType() + " and query "
                        + in.query().elementType()
                        + ", but one element type is needed");
            }
        }
    }

    /** How many heads of queries share one of keys. */
    private static int headsOfGroup(Shape query, Shape key, Shape value) {
        int axis = query.rank() - 3;
        IntStream.rangeClosed(0, axis).forEach(i -> {
            if (value.dimension(i) != key.dimension(i) || i < axis && query.dimension(i) != key.dimension(i)) {
                throw new ShapeException("Attention: query has shape " + query + ", key " + key + " and value " + value
                        + "; along axis " + i + " equal lengths" + (i < axis ? "" : " of key and value")
                        + " are needed");
            }
        });
        if (axis < 0) {
            return 1;
        }
        int queryHeads = query.dimension(axis);
        int keyHeads = key.dimension(axis);
        if (queryHeads != keyHeads && (keyHeads == 0 || queryHeads % keyHeads != 0)) {
            throw new ShapeException("Attention: query " + query + " has " + queryHeads + " heads and key " + key + " "
                    + keyHeads + "; as many heads of queries for each head of keys are needed");
        }
        return keyHeads == 0 ? 1 : queryHeads / keyHeads;
    }

    /** A bias of the same element type that repeats into the pairs. */
    void requireBias(Tensor bias, Attention.Inputs in) {
        if (bias.elementType() != in.query().elementType()) {
            throw new IllegalArgumentException("Attention: bias is " + bias.elementType() + " and query "
                    + in.query().elementType() + ", but one element type is needed");
        }
        if (!Storage.repeatsInto(bias.shape(), pairs)) {
            throw new ShapeException("Attention: bias has shape " + bias.shape() + ", which does not repeat into "
                    + pairs + "; axes match from the last, and one that is missing or has length 1 is repeated");
        }
    }
}
