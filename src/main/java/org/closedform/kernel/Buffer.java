package org.closedform.kernel;

import org.closedform.kernel.loops.Float32Precision;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/**
 * A fixed-length run of float32 or float64 numbers: the storage of a tensor, and the one place where the two types differ.
 *
 * <p>Numbers are read and written as {@code double}. Reading is exact; and for + − × ÷ √ of float32 numbers the double result,
 * rounded once more when it is stored, is the float32 result. A buffer is written only by the kernel that made it, before anyone
 * else sees it.
 */
public sealed interface Buffer permits Float32Buffer, Float64Buffer {
    /** About how long it takes to convert a number. */
    double NANOSECONDS = 0.5;

    /** Wraps an array, without copying it. */
    static Buffer of(double[] values) {
        return new Float64Buffer(values);
    }

    /** Wraps an array, without copying it. */
    static Buffer of(float[] values) {
        return new Float32Buffer(values);
    }

    /** Wraps an array of either type, without copying it. */
    static Buffer ofArray(Object values) {
        return values instanceof double[] numbers ? of(numbers) : of((float[]) values);
    }

    /** The array itself, a {@code double[]} or a {@code float[]}. */
    Object array();

    /** Whether the elements are float64; otherwise they are float32. */
    default boolean isFloat64() {
        return this instanceof Float64Buffer;
    }

    int size();

    /** A buffer of zeros of this element type. */
    Buffer ofSize(int size);

    double at(int index);

    void set(int index, double value);

    /** A number as this buffer would store it. */
    default double rounded(double value) {
        return isFloat64() ? value : Float32Precision.narrow(value);
    }

    /** Reads {@code count} elements, every {@code stride}-th from {@code from}, into {@code target[at …]}. */
    void load(int from, int stride, int count, double[] target, int at);

    /** Writes {@code source[at …]} to {@code count} elements, every {@code stride}-th from {@code to}. */
    void store(int to, int stride, int count, double[] source, int at);

    /** Copies {@code count} elements of a buffer of the same type, every {@code stride}-th from {@code from}. */
    void copy(Buffer source, int from, int stride, int to, int count);

    /** All elements, exactly; a fresh array. */
    default double[] toDoubles() {
        if (this instanceof Float64Buffer wide) {
            return wide.values().clone();
        }
        double[] result = new double[size()];
        if (Splitter.isLarge(result.length, NANOSECONDS)) {
            Splitter.split(
                    result.length, Loops.BLOCK, NANOSECONDS, (from, to) -> load(from, 1, to - from, result, from));
        } else {
            load(0, 1, result.length, result, 0);
        }
        return result;
    }

    /** All elements, rounded to nearest where this is float64; a fresh array. */
    default float[] toFloats() {
        if (this instanceof Float32Buffer narrow) {
            return narrow.values().clone();
        }
        double[] wide = ((Float64Buffer) this).values();
        float[] result = new float[wide.length];
        if (Splitter.isLarge(wide.length, NANOSECONDS)) {
            Splitter.split(
                    wide.length,
                    Loops.BLOCK,
                    NANOSECONDS,
                    (from, to) -> Float32Precision.narrow(wide, from, result, from, to - from));
        } else {
            Float32Precision.narrow(wide, 0, result, 0, wide.length);
        }
        return result;
    }
}
