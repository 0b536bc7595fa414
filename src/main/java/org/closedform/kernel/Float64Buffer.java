package org.closedform.kernel;

import java.util.Arrays;
import org.closedform.kernel.loops.Block;
import org.closedform.kernel.loops.Float64Precision;
import org.closedform.kernel.loops.Loops;

/** Float64 storage. */
record Float64Buffer(double[] values) implements Buffer {

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
        return new Float64Buffer(new double[size]);
    }

    @Override
    public double at(int index) {
        return values[index];
    }

    @Override
    public void set(int index, double value) {
        values[index] = Float64Precision.narrow(value);
    }

    @Override
    public void load(int from, int stride, int count, double[] target, int at) {
        if (stride == 1) {
            Float64Precision.widen(values, from, target, at, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[at + i] = values[from + i * stride];
        }
    }

    @Override
    public void store(int to, int stride, int count, double[] source, int at) {
        if (stride == 1) {
            Float64Precision.narrow(source, at, values, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            values[to + i * stride] = Float64Precision.narrow(source[at + i]);
        }
    }

    @Override
    public void copy(Buffer source, int from, int stride, int to, int count) {
        double[] sourceValues = ((Float64Buffer) source).values;
        Loops.FLOAT64.copy(sourceValues, new Block(from, stride, 0), values, new Block(to, 1, 0), count, 1);
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
