package org.closedform.operator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;

/** Orders in which an engine may merge the results of parts. */
public enum MergeOrder {
    /** One after the other, as they come. */
    CHAIN {
        @Override
        <T> void step(List<T> parts, BinaryOperator<T> merge, Random random) {
            parts.set(0, merge.apply(parts.get(0), parts.remove(1)));
        }
    },
    /** Neighbours, level by level. */
    TREE {
        @Override
        <T> void step(List<T> parts, BinaryOperator<T> merge, Random random) {
            for (int i = 0; i + 1 < parts.size(); i++) {
                parts.set(i, merge.apply(parts.get(i), parts.remove(i + 1)));
            }
        }
    },
    /** Any with any other, whichever is finished first. */
    RANDOM {
        @Override
        <T> void step(List<T> parts, BinaryOperator<T> merge, Random random) {
            Collections.shuffle(parts, random);
            CHAIN.step(parts, merge, random);
        }
    };

    /** Merges all parts, of which there is at least one. */
    public <T> T merge(List<T> parts, BinaryOperator<T> merge, Random random) {
        List<T> left = new ArrayList<>(parts);
        while (left.size() > 1) {
            step(left, merge, random);
        }
        return left.get(0);
    }

    abstract <T> void step(List<T> parts, BinaryOperator<T> merge, Random random);
}
