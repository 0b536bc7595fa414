package org.closedform.array;

import java.lang.reflect.Array;
import org.closedform.kernel.FusedCrossEntropy;
import org.closedform.kernel.Logistic;
import org.closedform.kernel.Selection;
import org.closedform.kernel.SoftmaxRows;
import org.closedform.tensor.ShapeException;

/**
 * Contiguous rows of numbers in your own {@code float[]} or {@code double[]}, with the operators on logits that work on them
 * directly: in place, or into rows of another array, without copying the numbers into a tensor.
 *
 * <pre>{@code
 * float[] logits = …;                              // one row
 * ArrayRows.of(logits).softmax();                  // in place
 *
 * ArrayRows<float[]> batch = ArrayRows.of(logits, 1000);           // rows of 1,000 classes
 * double loss = batch.crossEntropy(labels, batch);                 // and the gradient, in place of the logits
 *
 * ArrayRows<float[]> last = ArrayRows.of(logits, 9 * 1000, 1, 1000);   // the tenth row
 * last.softmax(ArrayRows.of(probabilities));                       // into an array of 1,000
 * }</pre>
 *
 * <p>The results are bit for bit those of the operators on tensors, with the same accuracy and the same special values. An
 * {@code ArrayRows} is a view: it refers to the array and copies nothing, so one instance serves every call.
 *
 * <p><b>Overlapping ranges:</b> the result is right, as if all numbers had been read before the first was written; this takes one
 * copy. Input outside the result's range keeps its numbers. <b>Wrong calls</b> are refused before a number is written.
 * <b>Threads:</b> a view has no state of its own, but nobody else may write to the array during a call. <b>Memory:</b> a call
 * allocates nothing once the JVM has compiled it. Each thread keeps about 120 kB of scratch, twice that if it shares long rows with
 * other threads of a pool, and a copy of the longest row that it replaced by its own softmax or gradient. Only rows that the fast path rejects allocate: rows with NaN or +∞, rows of nothing but
 * −∞, rows with a logit beyond ±2^20, and rows whose label is less or more likely than all other classes by a factor of 2^120. So
 * does a large call on a thread of a fork-join pool, which is split over that pool: its tasks, and a number a row for a mean.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ArrayRows<A> {
    private final A array;
    private final int from;
    private final int rows;
    private final int length;

    private ArrayRows(A array, int from, int rows, int length) {
        int arrayLength = ArrayArguments.lengthOf(array);
        if (from < 0 || rows < 0 || length < 0 || from + (long) rows * length > arrayLength) {
            throw new ShapeException("ArrayRows.of: " + rows + " rows of " + length + " starting at " + from
                    + " are not within an array of " + arrayLength);
        }
        this.array = array;
        this.from = from;
        this.rows = rows;
        this.length = length;
    }

    /**
     * A whole array as one row.
     *
     * @param array the numbers; not copied
     * @return one row
     */
    public static ArrayRows<float[]> of(float[] array) {
        return of(array, 0, 1, ArrayArguments.lengthOf(array));
    }

    /**
     * A whole array as one row.
     *
     * @param array the numbers; not copied
     * @return one row
     */
    public static ArrayRows<double[]> of(double[] array) {
        return of(array, 0, 1, ArrayArguments.lengthOf(array));
    }

    /**
     * A whole array as rows of one length.
     *
     * @param array the numbers, row by row; not copied
     * @param length the length of a row
     * @return all rows of the array
     * @throws ShapeException if {@code length} is not positive, or does not divide the length of the array
     */
    public static ArrayRows<float[]> of(float[] array, int length) {
        return of(array, 0, ArrayArguments.rows(array, length), length);
    }

    /**
     * A whole array as rows of one length.
     *
     * @param array the numbers, row by row; not copied
     * @param length the length of a row
     * @return all rows of the array
     * @throws ShapeException if {@code length} is not positive, or does not divide the length of the array
     */
    public static ArrayRows<double[]> of(double[] array, int length) {
        return of(array, 0, ArrayArguments.rows(array, length), length);
    }

    /**
     * Some rows of an array.
     *
     * @param array the numbers, row by row; not copied
     * @param from the index of the first number of the first row
     * @param rows how many rows
     * @param length the length of a row
     * @return the rows
     * @throws ShapeException if the rows are not within the array
     */
    public static ArrayRows<float[]> of(float[] array, int from, int rows, int length) {
        return new ArrayRows<>(array, from, rows, length);
    }

    /**
     * Some rows of an array.
     *
     * @param array the numbers, row by row; not copied
     * @param from the index of the first number of the first row
     * @param rows how many rows
     * @param length the length of a row
     * @return the rows
     * @throws ShapeException if the rows are not within the array
     */
    public static ArrayRows<double[]> of(double[] array, int from, int rows, int length) {
        return new ArrayRows<>(array, from, rows, length);
    }

    /** {@return the array itself} */
    public A array() {
        return array;
    }

    /** {@return the index of the first number of the first row} */
    public int from() {
        return from;
    }

    /** {@return how many rows there are} */
    public int rows() {
        return rows;
    }

    /** {@return the length of a row} */
    public int length() {
        return length;
    }

    /**
     * Replaces every row by its softmax, as {@link org.closedform.operator.Softmax} computes it.
     *
     * @return this
     * @throws ShapeException if the rows are empty
     */
    public ArrayRows<A> softmax() {
        return softmax(this);
    }

    /**
     * Computes the softmax of every row, as {@link org.closedform.operator.Softmax} does.
     *
     * @param into where the result goes: as many rows of the same length
     * @return the result
     * @throws ShapeException if {@code into} differs in the number or length of its rows, or the rows are empty
     */
    public ArrayRows<A> softmax(ArrayRows<A> into) {
        ArrayArguments.requireClasses("softmax", length);
        A x = into(into, "softmax", "into");
        SoftmaxRows.softmax(x, into.array, into.from, rows, length);
        return into;
    }

    /**
     * Replaces every row by its log-softmax, as {@link org.closedform.operator.LogSoftmax} computes it.
     *
     * @return this
     * @throws ShapeException if the rows are empty
     */
    public ArrayRows<A> logSoftmax() {
        return logSoftmax(this);
    }

    /**
     * Computes the log-softmax of every row, as {@link org.closedform.operator.LogSoftmax} does.
     *
     * @param into where the result goes: as many rows of the same length
     * @return the result
     * @throws ShapeException if {@code into} differs in the number or length of its rows, or the rows are empty
     */
    public ArrayRows<A> logSoftmax(ArrayRows<A> into) {
        ArrayArguments.requireClasses("logSoftmax", length);
        A x = into(into, "logSoftmax", "into");
        SoftmaxRows.logSoftmax(x, into.array, into.from, rows, length);
        return into;
    }

    /**
     * Replaces every number by its logistic sigmoid, as {@link org.closedform.operator.Sigmoid} computes it.
     *
     * @return this
     */
    public ArrayRows<A> sigmoid() {
        return sigmoid(this);
    }

    /**
     * Computes the logistic sigmoid of every number, as {@link org.closedform.operator.Sigmoid} does.
     *
     * @param into where the result goes: as many rows of the same length
     * @return the result
     * @throws ShapeException if {@code into} differs in the number or length of its rows
     */
    public ArrayRows<A> sigmoid(ArrayRows<A> into) {
        A x = into(into, "sigmoid", "into");
        Logistic.value(x, into.array, into.from, rows * length);
        return into;
    }

    /**
     * Computes the log-sum-exp of a single row, as {@link org.closedform.operator.LogSumExp} does.
     *
     * @return log Σ e^x, rounded to the type of the array; −∞ for an empty row
     * @throws ShapeException unless there is exactly one row
     */
    public double logSumExp() {
        if (rows != 1) {
            throw new ShapeException("ArrayRows.logSumExp: there are " + rows + " rows; logSumExp(into) takes several");
        }
        return SoftmaxRows.logSumExp(array, from, length);
    }

    /**
     * Computes the log-sum-exp of every row, as {@link org.closedform.operator.LogSumExp} does.
     *
     * @param into where the results go: another array, with one place for each row
     * @throws ShapeException if the length of {@code into} is not the number of rows
     * @throws IllegalArgumentException if the results would go to the array that the rows are in
     */
    public void logSumExp(A into) {
        ArrayArguments.requireLength("logSumExp: into", into, rows);
        ArrayArguments.requireOther("logSumExp: into", into, array);
        SoftmaxRows.logSumExp(array, from, rows, length, into);
    }

    /**
     * Computes the mean cross-entropy of logits against class labels, as {@link org.closedform.loss.CrossEntropyLoss#onLogits} does.
     *
     * @param labels the right class of every row
     * @return −(1/N) Σ log softmax(x)_label, rounded to the type of the array; NaN if there are no rows
     * @throws IllegalArgumentException if a label is not from 0 to length − 1
     * @throws ShapeException if there are more or fewer labels than rows, or the rows are empty
     */
    public double crossEntropy(int[] labels) {
        ArrayArguments.requireLabels(labels, rows, length);
        return rounded(FusedCrossEntropy.mean(array, null, from, length, labels));
    }

    /**
     * Computes the mean cross-entropy of logits against class labels, and its gradient, as
     * {@link org.closedform.loss.CrossEntropyLoss#onLogits} does.
     *
     * @param labels the right class of every row
     * @param gradient where (softmax(x) − one-hot) / N goes: as many rows of the same length, for example these
     * @return −(1/N) Σ log softmax(x)_label, rounded to the type of the array; NaN if there are no rows
     * @throws IllegalArgumentException if a label is not from 0 to length − 1
     * @throws ShapeException if there are more or fewer labels than rows, the rows are empty, or {@code gradient} differs in the
     *     number or length of its rows
     */
    public double crossEntropy(int[] labels, ArrayRows<A> gradient) {
        ArrayArguments.requireLabels(labels, rows, length);
        A x = into(gradient, "crossEntropy", "gradient");
        return rounded(FusedCrossEntropy.mean(x, gradient.array, gradient.from, length, labels));
    }

    /**
     * Finds the k largest numbers of every row and their indices, largest first, as {@link org.closedform.tensor.TopK} does.
     *
     * @param k how many, from 1 to the length of a row
     * @param indices where the indices go: k for each row, from 0 to length − 1
     * @param values where the numbers go: another array, k for each row
     * @throws ShapeException if k is out of range, or an array does not have k places for each row
     * @throws IllegalArgumentException if the results would go to the array that the rows are in
     */
    public void topK(int k, int[] indices, A values) {
        if (k < 1 || k > length) {
            throw new ShapeException("ArrayRows.topK: k is " + k + ", but there are " + length
                    + " to choose from; at least 1 and at most as many are needed");
        }
        ArrayArguments.requireLength("topK: indices", indices, (long) rows * k);
        ArrayArguments.requireLength("topK: values", values, (long) rows * k);
        ArrayArguments.requireOther("topK: values", values, array);
        Selection.largest(array, from, rows, length, k, indices, values);
    }

    private double rounded(double x) {
        return array instanceof float[] ? (float) x : x;
    }

    /**
     * The array to read from at {@code target}'s indices: this one if both start at the same index, otherwise the target's, after a
     * copy.
     */
    private A into(ArrayRows<A> target, String operation, String name) {
        if (target == null) {
            throw new NullPointerException("ArrayRows." + operation + ": " + name + " is null");
        }
        if (target.rows != rows || target.length != length) {
            throw new ShapeException("ArrayRows." + operation + ": " + name + " has " + target.rows + " rows of "
                    + target.length + ", but " + rows + " rows of " + length + " are needed");
        }
        if (target.from == from) {
            return array;
        }
        System.arraycopy(array, from, target.array, target.from, rows * length);
        return target.array;
    }

    /** For example {@code float[12]: 2 rows of 5 starting at 2}. */
    @Override
    public String toString() {
        String type = array instanceof float[] ? "float" : "double";
        return type + "[" + Array.getLength(array) + "]: " + rows + " rows of " + length + " starting at " + from;
    }
}
