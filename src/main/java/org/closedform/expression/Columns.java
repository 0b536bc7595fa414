package org.closedform.expression;

/**
 * What the second axis of a batch counts, in messages.
 *
 * @param one such as {@code feature}
 * @param many such as {@code features}
 */
record Columns(String one, String many) {
    static final Columns CLASSES = new Columns("class", "classes");

    String words(Axis axis) {
        return axis == Axis.CLASSES ? many : axis.toString();
    }

    String words(Extent extent) {
        return extent.has(Axis.CLASSES) ? extent.toString().replace(CLASSES.one, one) : extent.toString();
    }
}
