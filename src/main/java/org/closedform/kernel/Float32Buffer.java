package org.closedform.kernel;

import java.util.Arrays;
import org.closedform.kernel.loops.Block;
import org.closedform.kernel.loops.Float32Precision;
import org.closedform.kernel.loops.Loops;

/** Float32 storage. */
record Float32Buffer(float[] values) implements Buffer {

    @Override
    public Object array() {
        return values;
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
        values[index] = Float32Precision.narrow(value);
    }

    @Override
    public void load(int from, int stride, int count, double[] target, int at) {
        if (stride == 1) {
            Float32Precision.widen(values, from, target, at, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[at + i] = values[from + i * stride];
        }
    }

    @Override
    public void store(int to, int stride, int count, double[] source, int at) {
        if (stride == 1) {
            Float32Precision.narrow(source, at, values, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            values[to + i * stride] = Float32Precision.narrow(source[at + i]);
        }
    }

    @Override
    public void copy(Buffer source, int from, int stride, int to, int count) {
        float[] sourceValues = ((Float32Buffer) source).values;
        Loops.FLOAT32.copy(sourceValues, new Block(from, stride, 0), values, new Block(to, 1, 0), count, 1);
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
