package org.closedform.kernel;

import java.util.Arrays;

/** Float64 storage. */
record Float64Buffer(double[] values) implements Buffer {

    @Override
    public boolean isFloat64() {
        return true;
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public Buffer ofSize(int size) {
        return new Float64Buffer(new double[size]);
    }

    @Override
    public double at(int index) {
        return values[index];
    }

    @Override
    public void set(int index, double value) {
        values[index] = value;
    }

    @Override
    public void load(int from, int stride, int count, double[] target, int at) {
        if (stride == 1) {
            System.arraycopy(values, from, target, at, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[at + i] = values[from + i * stride];
        }
    }

    @Override
    public void store(int to, int stride, int count, double[] source, int at) {
        if (stride == 1) {
            System.arraycopy(source, at, values, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            values[to + i * stride] = source[at + i];
        }
    }

    @Override
    public void copy(Buffer source, int from, int stride, int to, int count) {
        source.load(from, stride, count, values, to);
    }

    /** Copies {@code elements} elements of each of {@code rows} rows; those of a row, or of different rows, may be neighbours or not. */
    static void copy(double[] source, Block from, double[] target, Block to, int rows, int elements) {
        if (from.element() == 1 && to.element() == 1) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(source, from.origin() + i * from.row(), target, to.origin() + i * to.row(), elements);
            }
            return;
        }
        for (int k = 0; k < elements; k++) {
            int first = from.origin() + k * from.element();
            int at = to.origin() + k * to.element();
            if (from.row() == 1 && to.row() == 1) {
                System.arraycopy(source, first, target, at, rows);
            } else {
                copyLine(source, first, from.row(), target, at, to.row(), rows);
            }
        }
    }

    private static void copyLine(
            double[] source, int from, int fromStride, double[] target, int to, int toStride, int count) {
        for (int i = 0; i < count; i++) {
            target[to + i * toStride] = source[from + i * fromStride];
        }
    }

    @Override
    public double[] toDoubles() {
        return values.clone();
    }

    @Override
    public float[] toFloats() {
        float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Float64Buffer that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }
}
