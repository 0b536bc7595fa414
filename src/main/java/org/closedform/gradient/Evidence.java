package org.closedform.gradient;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.tensor.Part;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * What is known of the gradient in one part of the input that failed: a matrix with a row for each output, and a column for
 * each element of the part, as derived and as measured.
 */
public final class Evidence {
    private final InputPart part;
    private final List<Part> inputs;
    private final List<Part> outputs;
    private final boolean entrywise;
    private final int[] offsets;
    private final double[][] analytic;
    private final double[][] numeric;
    private final double[][] error;

    private Evidence(
            InputPart part,
            List<Part> inputs,
            List<Part> outputs,
            boolean entrywise,
            int[] offsets,
            double[][] analytic,
            double[][] numeric,
            double[][] error) {
        this.part = part;
        this.inputs = inputs;
        this.outputs = outputs;
        this.entrywise = entrywise;
        this.offsets = offsets;
        this.analytic = analytic;
        this.numeric = numeric;
        this.error = error;
    }

    /** Of a backward and a Jacobian that are both known entry by entry; of the input only the shape is. */
    static Evidence ofJacobian(Tensor x, Tensor y, double[][] backward, double[][] jacobian, double[][] error) {
        return new Evidence(
                new InputPart("x", x, 0),
                List.of(new Part("", x)),
                List.of(new Part("", y)),
                true,
                IntStream.range(0, x.size()).toArray(),
                backward,
                jacobian,
                error);
    }

    /** {@return the part's name} */
    public String part() {
        return part.name();
    }

    /** {@return the part's value at the point} */
    public Tensor x() {
        return part.tensor();
    }

    /** {@return all parts of the input at the point} */
    public List<Part> inputs() {
        return inputs;
    }

    /** {@return all parts of the output at the point} */
    public List<Part> outputs() {
        return outputs;
    }

    /** {@return whether each row is one output; otherwise there is one row, of all outputs weighed by a random upstream} */
    public boolean isEntrywise() {
        return entrywise;
    }

    /** {@return whether each element of the part has its column; of large parts only some have} */
    public boolean isComplete() {
        return offsets.length == part.size();
    }

    /** {@return where the columns are in the part, in row-major order} */
    public int[] offsets() {
        return offsets.clone();
    }

    /** {@return what the backward says, [rows, columns]} */
    public Tensor analytic() {
        return matrix(analytic);
    }

    /** {@return what finite differences say, [rows, columns]} */
    public Tensor numeric() {
        return matrix(numeric);
    }

    /** {@return how far the two may be apart if the derivation is right, [rows, columns]} */
    public Tensor error() {
        return matrix(error);
    }

    private Tensor matrix(double[][] rows) {
        return Tensor.of(
                Shape.of(rows.length, offsets.length),
                Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
    }

    /**
     * Whether the backward computes this instead of the derivative.
     *
     * @param predicted what a mistake would make of the numeric derivatives, [rows, columns]
     * @return whether it is the analytic matrix, as far as the errors tell
     */
    public boolean isExplainedBy(Tensor predicted) {
        double[] values = predicted
                .requireLike(numeric(), "Evidence.isExplainedBy: predicted")
                .toDoubleArray();
        boolean explained = true;
        for (int k = 0; k < analytic.length; k++) {
            for (int c = 0; c < offsets.length; c++) {
                explained &= isNear(k, c, values[k * offsets.length + c]);
            }
        }
        return explained;
    }

    /** An entry of the matrix, and how well it is known. */
    record Entry(int row, int column, double relativeError) {}

    /** All entries of one index of an axis of the part. */
    Stream<Entry> entries(int axis, int index) {
        Shape shape = part.tensor().shape();
        int inner = 1;
        for (int a = shape.rank() - 1; a > axis; a--) {
            inner *= shape.dimension(a);
        }
        int stride = inner;
        int length = shape.dimension(axis);
        return entries().filter(entry -> offsets[entry.column] / stride % length == index);
    }

    private Stream<Entry> entries() {
        return IntStream.range(0, analytic.length).boxed().flatMap(k -> IntStream.range(0, offsets.length)
                .mapToObj(c -> new Entry(k, c, error[k][c] / Math.abs(numeric[k][c]))));
    }

    /** The entry that is known best. */
    Entry sharpest() {
        return sharpest(entries());
    }

    Entry sharpest(int axis, int index) {
        return sharpest(entries(axis, index));
    }

    private static Entry sharpest(Stream<Entry> entries) {
        return entries.filter(entry -> !Double.isNaN(entry.relativeError))
                .min(Comparator.comparingDouble(Entry::relativeError))
                .orElse(new Entry(0, 0, Double.POSITIVE_INFINITY));
    }

    /** Whether one index of an axis has only derivatives that cannot be told from 0, and rightly so. */
    boolean isSilent(int axis, int index) {
        return entries(axis, index).allMatch(entry -> agrees(entry.row, entry.column));
    }

    /** Whether the backward computes a function of the derivative. */
    boolean explains(DoubleUnaryOperator mistake) {
        return entries()
                .allMatch(entry ->
                        isNear(entry.row, entry.column, mistake.applyAsDouble(numeric[entry.row][entry.column])));
    }

    /** Whether the backward computes a multiple, of which the factor is as well known as one entry is. */
    boolean isMultiple(double factor, Entry known) {
        return isMultiple(factor, known, entries());
    }

    boolean isMultiple(double factor, Entry known, Stream<Entry> among) {
        return Double.isFinite(factor)
                && among.allMatch(entry -> {
                    double predicted = factor * numeric[entry.row][entry.column];
                    double predictedError = Math.abs(factor) * error[entry.row][entry.column]
                            + 2 * known.relativeError * Math.abs(predicted);
                    return isNear(entry.row, entry.column, predicted, predictedError);
                });
    }

    boolean isAllZero() {
        return Arrays.stream(analytic).flatMapToDouble(Arrays::stream).allMatch(v -> v == 0);
    }

    /** For example {@code at all 12 entries}. */
    String everywhere() {
        int count = analytic.length * offsets.length;
        return isComplete() ? "at all " + count + " entries" : "at all " + count + " entries looked at";
    }

    int columns() {
        return offsets.length;
    }

    /** Whether rows and columns are in one-to-one correspondence: the Jacobian of y by an x of as many elements. */
    boolean isSquare() {
        return entrywise && isComplete() && analytic.length == offsets.length && outputs.size() == 1;
    }

    boolean isSameShape() {
        return outputs.get(0).tensor().shape().equals(part.tensor().shape());
    }

    boolean isDiagonal(double[][] rows) {
        return entries()
                .allMatch(entry -> entry.row == entry.column
                        || Math.abs(rows[entry.row][entry.column]) <= slack(entry.row, entry.column));
    }

    double slack(int k, int c) {
        return Double.isNaN(error[k][c]) ? Double.POSITIVE_INFINITY : error[k][c];
    }

    double remainder(int k, int c) {
        return analytic[k][c] - numeric[k][c];
    }

    boolean agrees(int k, int c) {
        return !(Math.abs(remainder(k, c)) > slack(k, c));
    }

    /** Whether a column agrees in all rows. */
    boolean agrees(int c) {
        return IntStream.range(0, analytic.length).allMatch(k -> agrees(k, c));
    }

    /** Whether only elements of the same line are coupled wrongly. */
    boolean remainderIsWithin(Lines lines) {
        int[] lineOf = new int[part.size()];
        for (int l = 0; l < lines.offsets().length; l++) {
            for (int offset : lines.offsets()[l]) {
                lineOf[offset] = l;
            }
        }
        return entries()
                .allMatch(entry -> lineOf[entry.row] == lineOf[entry.column] || agrees(entry.row, entry.column));
    }

    /** Whether a block of the remainder is an outer product. */
    boolean remainderHasRankOne(int[] rows, int[] columns) {
        int pivotRow = rows[0];
        int pivotColumn = columns[0];
        for (int k : rows) {
            for (int c : columns) {
                if (Math.abs(remainder(k, c)) > Math.abs(remainder(pivotRow, pivotColumn))) {
                    pivotRow = k;
                    pivotColumn = c;
                }
            }
        }
        double pivot = remainder(pivotRow, pivotColumn);
        if (agrees(pivotRow, pivotColumn)) {
            return true;
        }
        boolean outer = true;
        for (int k : rows) {
            for (int c : columns) {
                double product = remainder(k, pivotColumn) * remainder(pivotRow, c) / pivot;
                double slack = slack(k, c) + slack(k, pivotColumn) + slack(pivotRow, c) + slack(pivotRow, pivotColumn);
                outer &= Math.abs(remainder(k, c) - product) <= slack + 1e-9 * Math.abs(product);
            }
        }
        return outer;
    }

    /** Whether an analytic entry is a predicted number, whose error grows with its size. */
    boolean isNear(int k, int c, double predicted) {
        double growth = Math.abs(predicted) > Math.abs(numeric[k][c]) && numeric[k][c] != 0
                ? Math.abs(predicted / numeric[k][c])
                : 1;
        return isNear(k, c, predicted, error[k][c] * growth);
    }

    boolean isNear(int k, int c, double predicted, double predictedError) {
        double slack = predictedError + error[k][c] + 1e-9 * Math.abs(predicted);
        return !(Math.abs(analytic[k][c] - predicted) > slack);
    }

    double[][] analyticRows() {
        return analytic;
    }

    double[][] numericRows() {
        return numeric;
    }

    double[][] errorRows() {
        return error;
    }

    /** Collects columns. */
    static final class Builder {
        private final FlatOperator<?, ?> f;
        private final Channels channels;
        private final InputPart part;
        private final int[] offsets;
        private final double[][] analytic;
        private final double[][] numeric;
        private final double[][] error;
        private int columns;

        Builder(FlatOperator<?, ?> f, Channels channels, InputPart part, int columns) {
            this.f = f;
            this.channels = channels;
            this.part = part;
            this.offsets = new int[columns];
            this.analytic = new double[channels.count()][columns];
            this.numeric = new double[channels.count()][columns];
            this.error = new double[channels.count()][columns];
        }

        void add(int offset, DirectionCheck check) {
            offsets[columns] = offset;
            for (int k = 0; k < channels.count(); k++) {
                analytic[k][columns] = check.of(k).analytic();
                numeric[k][columns] = check.of(k).numeric();
                error[k][columns] = check.of(k).error();
            }
            columns++;
        }

        Evidence build() {
            return new Evidence(
                    part, f.inputs(), f.outputs(), channels.isEntrywise(), offsets, analytic, numeric, error);
        }
    }
}
