package org.closedform.kernel;

/** Class indices as rows of zeros with a single 1. */
public final class OneHot {
    private OneHot() {}

    /** A float64 buffer of these dimensions, with the classes along the axis; every index is within it. */
    public static Buffer encode(int[] indices, int[] dimensions, int axis) {
        Rows rows = Rows.along(dimensions, axis);
        double[] row = rows.scratch();
        Buffer result = Buffer.of(new double[rows.count() * rows.length()]);
        for (int i = 0; i < indices.length; i++) {
            row[indices[i]] = 1;
            rows.store(result, i, row);
            row[indices[i]] = 0;
        }
        return result;
    }
}
