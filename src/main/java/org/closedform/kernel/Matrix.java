package org.closedform.kernel;

import java.util.Arrays;

/**
 * A row-major matrix in a buffer, or its transpose, or a part of one, which moves no number.
 *
 * @param start where its first number is
 * @param rowStride from one row to the next
 * @param columnStride from one column to the next
 */
public record Matrix(Buffer buffer, int start, int rows, int columns, int rowStride, int columnStride) {

    /** The first of the matrices that a buffer holds one after the other. */
    public static Matrix of(Buffer buffer, int rows, int columns) {
        return new Matrix(buffer, 0, rows, columns, columns, 1);
    }

    public Matrix transposed() {
        return new Matrix(buffer, start, columns, rows, columnStride, rowStride);
    }

    /** The matrix {@code index} further on in the buffer; this one if it is the only one. */
    Matrix next(int index) {
        int moved = isAlone() ? start : start + index * rows * columns;
        return new Matrix(buffer, moved, rows, columns, rowStride, columnStride);
    }

    /** Whether the buffer holds no other. */
    boolean isAlone() {
        return buffer.size() == rows * columns;
    }

    /** At most {@code count} rows. */
    Matrix rows(int from, int count) {
        int rest = Math.min(count, rows - from);
        return new Matrix(buffer, index(from, 0), rest, columns, rowStride, columnStride);
    }

    /** At most {@code count} columns. */
    Matrix columns(int from, int count) {
        return transposed().rows(from, count).transposed();
    }

    int index(int row, int column) {
        return start + row * rowStride + column * columnStride;
    }

    /** A copy, row-major, in an array of its own. */
    Matrix copied() {
        Matrix copy = of(buffer.ofSize(rows * columns), rows, columns);
        copyTo(copy);
        return copy;
    }

    /** Copies all numbers to a matrix of this shape whose rows are contiguous. */
    void copyTo(Matrix target) {
        for (int i = 0; i < rows; i++) {
            target.buffer.copy(buffer, index(i, 0), columnStride, target.index(i, 0), columns);
        }
    }

    /** This matrix, after each of its numbers was multiplied by this one. */
    Matrix scaled(double factor) {
        double[] row = new double[columns];
        for (int i = 0; i < rows; i++) {
            buffer.load(index(i, 0), columnStride, columns, row, 0);
            for (int j = 0; j < columns; j++) {
                row[j] *= factor;
            }
            buffer.store(index(i, 0), columnStride, columns, row, 0);
        }
        return this;
    }

    /** Makes every number 0; rows have to be contiguous. */
    void clear() {
        fill(0);
    }

    /** Makes every number the same; rows have to be contiguous. */
    void fill(double value) {
        for (int i = 0; i < rows; i++) {
            if (buffer.array() instanceof double[] numbers) {
                Arrays.fill(numbers, index(i, 0), index(i, 0) + columns, value);
            } else {
                Arrays.fill((float[]) buffer.array(), index(i, 0), index(i, 0) + columns, (float) value);
            }
        }
    }
}
