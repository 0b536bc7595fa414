package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Derivatives as derived and as measured: a row for each output, a column for each element of a part of the input. */
class DerivativeMatrix {
    /** Some units of float64, relative to the largest derivative. */
    private static final double ROUNDING = 0x1p-50;

    private final double[][] analytic;
    private final double[][] numeric;
    private final double[][] error;
    private final int columns;

    DerivativeMatrix(double[][] analytic, double[][] numeric, double[][] error, int columns) {
        this.analytic = analytic;
        this.numeric = numeric;
        this.error = error;
        this.columns = columns;
    }

    /** An entry of the matrix, and how well it is known. */
    record Entry(int row, int column, double relativeError) {}

    Entry entry(int k, int c) {
        return new Entry(k, c, error[k][c] / Math.abs(numeric[k][c]));
    }

    Stream<Entry> entries() {
        return IntStream.range(0, analytic.length).boxed().flatMap(k -> IntStream.range(0, columns())
                .mapToObj(c -> entry(k, c)));
    }

    /** The entries that are wrong. */
    Stream<Entry> wrong() {
        return entries().filter(at -> !agrees(at.row, at.column));
    }

    /** The entry that is known best. */
    Entry sharpest() {
        return sharpest(entries());
    }

    static Entry sharpest(Stream<Entry> entries) {
        return entries.filter(entry -> !Double.isNaN(entry.relativeError))
                .min(Comparator.comparingDouble(Entry::relativeError))
                .orElse(new Entry(0, 0, Double.POSITIVE_INFINITY));
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
        return largest(analytic) == 0;
    }

    /** Whether nothing is left of the gradient but what cancels, such as Σ (y − t), leaves in float64. */
    boolean isAllRounding() {
        return largest(analytic) <= ROUNDING * largest(numeric);
    }

    private static double largest(double[][] values) {
        return Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    int columns() {
        return columns;
    }

    boolean isDiagonal(double[][] rows) {
        return entries()
                .allMatch(entry -> entry.row == entry.column
                        || Math.abs(rows[entry.row][entry.column]) <= slack(entry.row, entry.column));
    }

    /** Whether differences tell what this entry is; at a corner, or where rounding hides it, they do not. */
    boolean isKnown(int k, int c) {
        return !Double.isNaN(error[k][c]);
    }

    /** How many entries are known. */
    long known() {
        return entries().filter(entry -> isKnown(entry.row, entry.column)).count();
    }

    double slack(int k, int c) {
        return Double.isNaN(error[k][c]) ? Double.POSITIVE_INFINITY : error[k][c];
    }

    /** Whether a derivative of a column is known to within a relative error. */
    boolean isSharp(int c, double relativeError) {
        return IntStream.range(0, analytic.length).anyMatch(k -> error[k][c] < relativeError * Math.abs(numeric[k][c]));
    }

    /** Whether the derivative may be 0. */
    boolean isZero(int k, int c) {
        return Math.abs(numeric[k][c]) <= slack(k, c) || !isKnown(k, c);
    }

    double remainder(int k, int c) {
        return analytic[k][c] - numeric[k][c];
    }

    /** The largest remainder in a column. */
    double largestRemainder(int c) {
        return IntStream.range(0, analytic.length)
                .filter(k -> !agrees(k, c))
                .mapToDouble(k -> Math.abs(remainder(k, c)))
                .max()
                .orElse(0);
    }

    boolean agrees(int k, int c) {
        return !(Math.abs(remainder(k, c)) > slack(k, c));
    }

    /** Whether a column agrees in all rows. */
    boolean agrees(int c) {
        return IntStream.range(0, analytic.length).allMatch(k -> agrees(k, c));
    }

    /** Whether several rows and several columns of a block are wrong: fewer are an outer product whatever they are. */
    boolean isWrongInSeveral(int[] rows, int[] columns) {
        long wrongRows = Arrays.stream(rows)
                .filter(k -> Arrays.stream(columns).anyMatch(c -> !agrees(k, c)))
                .count();
        long wrongColumns = Arrays.stream(columns)
                .filter(c -> Arrays.stream(rows).anyMatch(k -> !agrees(k, c)))
                .count();
        return wrongRows > 1 && wrongColumns > 1;
    }

    /** Whether a block of the remainder is an outer product. */
    boolean remainderHasRankOne(int[] rows, int[] columns) {
        int pivotRow = rows[0];
        int pivotColumn = columns[0];
        double largest = 0;
        for (int k : rows) {
            for (int c : columns) {
                if (isKnown(k, c) && Math.abs(remainder(k, c)) > largest) {
                    largest = Math.abs(remainder(k, c));
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
                outer &= !(Math.abs(remainder(k, c) - product) > slack + 1e-9 * Math.abs(product));
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
}
