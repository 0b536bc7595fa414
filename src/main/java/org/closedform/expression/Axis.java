package org.closedform.expression;

/** Along what a formula adds up: the two axes of a batch [N, C]. */
public enum Axis {
    /** The N samples of a batch, axis 0. In formulas {@code sum_n}. */
    SAMPLES("N", "sum_n", "samples"),
    /** The C classes, features or channels of a sample, axis 1. In formulas {@code sum_i}, or {@code sum_k}, {@code sum_j}. */
    CLASSES("C", "sum_i", "classes");

    private final String length;
    private final String sum;
    private final String plural;

    Axis(String length, String sum, String plural) {
        this.length = length;
        this.sum = sum;
        this.plural = plural;
    }

    /** {@return what its length is called in formulas: {@code N} or {@code C}} */
    public String length() {
        return length;
    }

    /** How a sum along it is written. */
    String sum() {
        return sum;
    }

    /** How the axis is written behind a function's name: {@code _n}. */
    String suffix() {
        return sum.substring("sum".length());
    }

    /** {@return {@code samples} or {@code classes}} */
    @Override
    public String toString() {
        return plural;
    }
}
