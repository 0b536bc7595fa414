package org.closedform.kernel;

/**
 * How an array of any shape is read as matrices: axes match from the last, and one that is missing or has length 1 is repeated.
 *
 * @param starts where each matrix begins
 */
public record RepeatedMatrix(int[] starts, int rowStride, int columnStride) {

    /** Matrices of one shape, as they repeat into those of a larger shape, of rank 2 or more. */
    public static RepeatedMatrix of(int[] dimensions, int[] larger) {
        int[] strides = new int[larger.length];
        int stride = 1;
        for (int i = dimensions.length - 1, axis = larger.length - 1; i >= 0; i--, axis--) {
            strides[axis] = dimensions[i] == 1 ? 0 : stride;
            stride *= dimensions[i];
        }
        int matrixAxes = larger.length - 2;
        int count = 1;
        for (int axis = 0; axis < matrixAxes; axis++) {
            count *= larger[axis];
        }
        int[] starts = new int[count];
        for (int matrix = 0; matrix < count; matrix++) {
            int rest = matrix;
            for (int axis = matrixAxes - 1; axis >= 0; axis--) {
                starts[matrix] += rest % larger[axis] * strides[axis];
                rest /= larger[axis];
            }
        }
        return new RepeatedMatrix(starts, strides[matrixAxes], strides[matrixAxes + 1]);
    }

    int index(int matrix, int row, int column) {
        return starts[matrix] + row * rowStride + column * columnStride;
    }
}
