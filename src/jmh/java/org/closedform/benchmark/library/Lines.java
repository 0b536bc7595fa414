package org.closedform.benchmark.library;

import org.closedform.tensor.Shape;

/** The lines of an array along an axis, brought together as rows and put back. */
record Lines(int length, int stride) {

    static Lines along(Shape shape, int axis) {
        int place = Math.floorMod(axis, shape.rank());
        int stride = 1;
        for (int i = place + 1; i < shape.rank(); i++) {
            stride *= shape.dimension(i);
        }
        return new Lines(shape.dimension(place), stride);
    }

    /** x with each line as a row; itself if they are rows already. */
    double[] gather(double... x) {
        if (stride == 1) {
            return x;
        }
        double[] rows = new double[x.length];
        for (int line = 0; line * length < x.length; line++) {
            int from = start(line);
            for (int i = 0; i < length; i++) {
                rows[line * length + i] = x[from + i * stride];
            }
        }
        return rows;
    }

    /** The inverse of {@link #gather}. */
    double[] scatter(double... rows) {
        if (stride == 1) {
            return rows;
        }
        double[] x = new double[rows.length];
        for (int line = 0; line * length < x.length; line++) {
            int from = start(line);
            for (int i = 0; i < length; i++) {
                x[from + i * stride] = rows[line * length + i];
            }
        }
        return x;
    }

    /** x with each line as a row; itself if they are rows already. */
    float[] gather(float... x) {
        if (stride == 1) {
            return x;
        }
        float[] rows = new float[x.length];
        for (int line = 0; line * length < x.length; line++) {
            int from = start(line);
            for (int i = 0; i < length; i++) {
                rows[line * length + i] = x[from + i * stride];
            }
        }
        return rows;
    }

    /** The inverse of {@link #gather}. */
    float[] scatter(float... rows) {
        if (stride == 1) {
            return rows;
        }
        float[] x = new float[rows.length];
        for (int line = 0; line * length < x.length; line++) {
            int from = start(line);
            for (int i = 0; i < length; i++) {
                x[from + i * stride] = rows[line * length + i];
            }
        }
        return x;
    }

    private int start(int line) {
        return line / stride * stride * length + line % stride;
    }
}
