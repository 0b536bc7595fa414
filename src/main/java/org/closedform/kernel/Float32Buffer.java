package org.closedform.kernel;

import java.util.Arrays;

/** Float32 storage. */
record Float32Buffer(float[] values) implements Buffer {

    @Override
    public boolean isFloat64() {
        return false;
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public Buffer ofSize(int size) {
        return new Float32Buffer(new float[size]);
    }

    @Override
    public double at(int index) {
        return values[index];
    }

    @Override
    public void set(int index, double value) {
        values[index] = (float) value;
    }

    @Override
    public void load(int from, int stride, int count, double[] target, int at) {
        for (int i = 0; i < count; i++) {
            target[at + i] = values[from + i * stride];
        }
    }

    @Override
    public void store(int to, int stride, int count, double[] source, int at) {
        for (int i = 0; i < count; i++) {
            values[to + i * stride] = (float) source[at + i];
        }
    }

    /** Like the others, without a detour over {@code double}. */
    void load(int from, int stride, int count, float[] target, int at) {
        if (stride == 1) {
            System.arraycopy(values, from, target, at, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[at + i] = values[from + i * stride];
        }
    }

    void store(int to, int stride, int count, float[] source, int at) {
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
        float[] sourceValues = ((Float32Buffer) source).values;
        for (int i = 0; i < count; i++) {
            values[to + i] = sourceValues[from + i * stride];
        }
    }

    @Override
    public double[] toDoubles() {
        double[] result = new double[values.length];
        load(0, 1, result.length, result, 0);
        return result;
    }

    @Override
    public float[] toFloats() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Float32Buffer that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }
}
