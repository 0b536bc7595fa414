package org.closedform.array;

import java.lang.reflect.Array;
import java.util.Objects;
import org.closedform.tensor.ShapeException;

/** Checks of the arguments of {@link ArrayRows}. Messages name the method and the argument. */
final class ArrayArguments {
    private ArrayArguments() {}

    static int lengthOf(Object array) {
        return Array.getLength(Objects.requireNonNull(array, "ArrayRows.of: array is null"));
    }

    /** How many rows of a length an array holds, which has to be a whole number. */
    static int rows(Object array, int length) {
        int arrayLength = lengthOf(array);
        if (length < 1 || arrayLength % length != 0) {
            throw new ShapeException(
                    "ArrayRows.of: an array of " + arrayLength + " does not hold a whole number of rows of " + length);
        }
        return arrayLength / length;
    }

    static void requireLabels(int[] labels, int rows, int length) {
        requireClasses("crossEntropy", length);
        requireLength("crossEntropy: labels", labels, rows);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= length) {
                throw new IllegalArgumentException("ArrayRows.crossEntropy: label " + i + " is class " + labels[i]
                        + ", but with " + length + " classes it has to be from 0 to " + (length - 1));
            }
        }
    }

    static void requireClasses(String operation, int length) {
        if (length == 0) {
            throw new ShapeException("ArrayRows." + operation + ": rows have length 0; at least one class is needed");
        }
    }

    static void requireLength(String name, Object array, long length) {
        if (array == null) {
            throw new NullPointerException("ArrayRows." + name + " is null");
        }
        if (Array.getLength(array) != length) {
            throw new ShapeException(
                    "ArrayRows." + name + " has length " + Array.getLength(array) + ", but " + length + " is needed");
        }
    }

    static void requireOther(String name, Object written, Object read) {
        if (written == read) {
            throw new IllegalArgumentException(
                    "ArrayRows." + name + " is the array that the numbers are read from; another one is needed");
        }
    }
}
