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
