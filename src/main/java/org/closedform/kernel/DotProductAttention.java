package org.closedform.kernel;

import org.closedform.kernel.loops.Splitter;

/**
 * y = softmax(scale · q·kᵀ + bias) · v for every head, block by block of queries, and its derivatives, which make the probabilities of a
 * block once more.
 *
 * <p>What belongs to a query is split over threads in blocks. What is summed over queries is split in groups, which share nothing: in
 * each the heads are added one after the other, and in these the queries, as in one sum of a matrix product.
 */
public final class DotProductAttention {
    /** About how long a product of two numbers takes, and adding it. */
    private static final double PRODUCT = 0.05;

    /** About how long a probability takes, or what is made of it by itself. */
    private static final double PROBABILITY = 2;

    private final AttentionSizes sizes;
    private final AttentionLogits logits;
    private final AttentionArrays in;

    public DotProductAttention(AttentionSizes sizes, AttentionLogits logits, AttentionArrays in) {
        this.sizes = sizes;
        this.logits = logits;
        this.in = in;
    }

    /** Works on some blocks of a group. */
    @FunctionalInterface
    private interface Work {
        void apply(AttentionBlock block, int from, int to);
    }

    /** y = p·v. */
    public Buffer output() {
        Buffer y = zeros();
        forEachBlock(1, 2, mayShow(in.value()), (block, from, to) -> {
            Matrix values = values(block, in.value());
            block.forEach(from, to, () -> block.sumOverKeys(block.probabilities(), values, outputs(block, y)));
        });
        return y;
    }

    /** p, a row for each query of each head. */
    public Buffer probabilities() {
        Buffer p = in.query().ofSize(sizes.groups() * sizes.heads() * sizes.queries() * sizes.keys());
        forEachBlock(1, 1, false, (block, from, to) -> block.forEach(from, to, () -> block.storeProbabilities(p)));
        return p;
    }

    /** dv = pᵀ·dy; with dz = J·(dy·vᵀ), J the softmax's Jacobian, dq = scale · dz·k and dk = scale · dzᵀ·q. */
    public AttentionArrays backward(Buffer dy) {
        AttentionArrays d = in.zeros();
        forEachBlock(blocksOfGroup(), 5, mayShow(in) || mayShow(dy), (block, from, to) -> {
            Matrix valuesAcross = values(block, in.value()).transposed().copied();
            Matrix keys = keys(block, in.key());
            Matrix dValues = block.sumsOfKeys(sizes.valueWidth());
            Matrix dKeys = block.sumsOfKeys(sizes.width());
            block.forEach(from, to, () -> {
                Matrix upstream = outputs(block, dy);
                block.sumOverQueries(block.probabilities(), upstream, dValues);
                Buffer dz = block.products();
                block.productsOfPairs(upstream, valuesAcross, dz);
                block.applyJacobian(dz);
                block.multiplyBySlopes(dz);
                Matrix dQuery = queries(block, d.query());
                block.sumOverKeys(dz, keys, dQuery);
                dQuery.scaled(logits.scale());
                block.sumOverQueries(dz, block.scaledQueries(), dKeys);
            });
            dValues.transposed().copyTo(values(block, d.value()));
            dKeys.transposed().copyTo(keys(block, d.key()));
        });
        return d;
    }

    /** ẏ = ṗ·v + p·v̇, with ṗ = J·ż and ż = scale · (q̇·kᵀ + q·k̇ᵀ). */
    public Buffer pushforward(AttentionArrays tangent) {
        Buffer moved = zeros();
        forEachBlock(1, 5, mayShow(in) || mayShow(tangent), (block, from, to) -> {
            Matrix keysAcross = keys(block, in.key()).transposed().copied();
            Matrix movedAcross = keys(block, tangent.key()).transposed().copied();
            block.forEach(from, to, () -> {
                Buffer z = block.products();
                block.productsOfPairs(block.scaled(tangent.query()), keysAcross, z);
                block.addProductsOfPairs(block.scaledQueries(), movedAcross, z);
                block.multiplyBySlopes(z);
                block.applyJacobian(z);
                block.sumOverKeys(z, values(block, in.value()), outputs(block, moved));
                block.sumOverKeys(block.probabilities(), values(block, tangent.value()), outputs(block, moved));
            });
        });
        return moved;
    }

    /**
     * How the backward of dy moves: ḋv = ṗᵀ·dy, ḋq = scale · (ḋz·k + dz·k̇), ḋk = scale · (ḋzᵀ·q + dzᵀ·q̇), with ḋz from {@link
     * AttentionBlock#curve}.
     */
    public AttentionArrays curvature(Buffer dy, AttentionArrays tangent) {
        AttentionArrays d = in.zeros();
        boolean isGuarded = mayShow(in) || mayShow(tangent) || mayShow(dy);
        forEachBlock(blocksOfGroup(), 11, isGuarded, (block, from, to) -> {
            Matrix keysAcross = keys(block, in.key()).transposed().copied();
            Matrix movedKeysAcross = keys(block, tangent.key()).transposed().copied();
            Matrix valuesAcross = values(block, in.value()).transposed().copied();
            Matrix movedValuesAcross =
                    values(block, tangent.value()).transposed().copied();
            Buffer dz = block.scratch();
            Buffer dzMoved = block.scratch();
            Buffer moved = block.scratch();
            Buffer zMoved = block.products();
            Matrix dValues = block.sumsOfKeys(sizes.valueWidth());
            Matrix dKeys = block.sumsOfKeys(sizes.width());
            block.forEach(from, to, () -> {
                Matrix upstream = outputs(block, dy);
                Matrix movedQueries = block.scaled(tangent.query());
                block.productsOfPairs(upstream, valuesAcross, dz);
                block.productsOfPairs(upstream, movedValuesAcross, dzMoved);
                block.productsOfPairs(movedQueries, keysAcross, moved);
                block.addProductsOfPairs(block.scaledQueries(), movedKeysAcross, moved);
                block.copy(moved, zMoved);
                block.multiplyBySlopes(zMoved);
                block.curve(dz, dzMoved, zMoved);
                block.sumOverQueries(zMoved, upstream, dValues);
                block.multiplyBySlopes(dzMoved);
                block.addBends(dzMoved, dz, moved);
                block.multiplyBySlopes(dz);
                Matrix dQuery = queries(block, d.query());
                block.sumOverKeys(dzMoved, keys(block, in.key()), dQuery);
                block.sumOverKeys(dz, keys(block, tangent.key()), dQuery);
                dQuery.scaled(logits.scale());
                block.sumOverQueries(dzMoved, block.scaledQueries(), dKeys);
                block.sumOverQueries(dz, movedQueries, dKeys);
            });
            dValues.transposed().copyTo(values(block, d.value()));
            dKeys.transposed().copyTo(keys(block, d.key()));
        });
        return d;
    }

    private void forEachBlock(int multiple, int products, boolean isGuarded, Work work) {
        if (sizes.areEmpty()) {
            return;
        }
        int ofGroup = blocksOfGroup();
        double row = sizes.keys() * (PROBABILITY + PRODUCT * products * sizes.width());
        double nanoseconds = row * Math.min(AttentionBlock.QUERIES, sizes.queries());
        Splitter.split(sizes.groups() * ofGroup, multiple, nanoseconds, (from, to) -> {
            for (int i = from, end; i < to; i = end) {
                int group = i / ofGroup;
                int before = group * ofGroup;
                end = Math.min(before + ofGroup, to);
                work.apply(new AttentionBlock(sizes, logits, in, group, isGuarded), i - before, end - before);
            }
        });
    }

    private int blocksOfGroup() {
        return sizes.heads() * sizes.blocks();
    }

    /** Whether something that is not seen may be NaN or infinite, and would show where it is multiplied by 0. */
    private boolean mayShow(Buffer buffer) {
        return !logits.visible().areAll() && !Elements.areFinite(buffer);
    }

    private boolean mayShow(AttentionArrays arrays) {
        return mayShow(arrays.query()) || mayShow(arrays.key()) || mayShow(arrays.value());
    }

    private Buffer zeros() {
        return in.query().ofSize(sizes.groups() * sizes.heads() * sizes.queries() * sizes.valueWidth());
    }

    private Matrix queries(AttentionBlock block, Buffer buffer) {
        return block.queries(buffer, sizes.width());
    }

    private Matrix outputs(AttentionBlock block, Buffer buffer) {
        return block.queries(buffer, sizes.valueWidth());
    }

    private Matrix keys(AttentionBlock block, Buffer buffer) {
        return block.keys(buffer, sizes.width());
    }

    private Matrix values(AttentionBlock block, Buffer buffer) {
        return block.keys(buffer, sizes.valueWidth());
    }
}
