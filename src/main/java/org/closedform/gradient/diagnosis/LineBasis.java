package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the remainder of a line may be made of: any combination of a few vectors. Each entry counts by how well it is known, and
 * those that are no evidence do not count.
 */
final class LineBasis {
    private static final double BARS = 4;

    private final int[] line;
    private final double[][] vectors;

    /** A basis of independent vectors, each with a number for every element of the line. */
    LineBasis(int[] line, double[]... vectors) {
        this.line = line;
        this.vectors = vectors;
    }

    /** The basis of a constant, of x − mean(x), of both, or of nothing. */
    static LineBasis of(double[] x, int[] line, boolean constant, boolean centred) {
        double[] ones = new double[line.length];
        Arrays.fill(ones, 1);
        double[] rest = elements(x, line);
        double mean = Arrays.stream(rest).sum() / line.length;
        Arrays.setAll(rest, n -> rest[n] - mean);
        return new LineBasis(
                line,
                Stream.of(constant ? ones : null, centred ? rest : null)
                        .filter(Objects::nonNull)
                        .toArray(double[][]::new));
    }

    static double[] elements(double[] x, int[] line) {
        return Arrays.stream(line).mapToDouble(i -> x[i]).toArray();
    }

    /** How many more equations than unknowns a row that is wrong has here: what speaks for the basis if it spans. */
    int surplus(Evidence e, int row) {
        boolean right = columns(e).allMatch(c -> e.agrees(row, c));
        long known = columns(e).filter(c -> e.isKnown(row, c)).count();
        return right ? 0 : (int) Math.max(0, known - vectors.length);
    }

    private IntStream columns(Evidence e) {
        return Arrays.stream(line).map(e::column).filter(c -> c >= 0);
    }

    /** Whether analytic − ratio · numeric is a combination of the vectors, in one row. */
    boolean spans(Evidence e, int row, double ratio) {
        double[] rest = derivatives(e, c -> e.analyticRows()[row][c] - ratio * e.numericRows()[row][c]);
        double[] weights = weights(e, row, rest);
        double most = Math.min(BARS, Math.sqrt(line.length));
        return Arrays.stream(weighted(rest, weights)).noneMatch(r -> Math.abs(r) > most);
    }

    /** The least-squares ratio of analytic to numeric, after any combination of the vectors is taken off both. */
    double ratio(Evidence e) {
        double above = 0;
        double below = 0;
        for (int k = 0; k < e.numericRows().length; k++) {
            int row = k;
            double[] numeric = derivatives(e, c -> e.numericRows()[row][c]);
            double[] weights = weights(e, k, numeric);
            double[] a = weighted(derivatives(e, c -> e.analyticRows()[row][c]), weights);
            double[] t = weighted(numeric, weights);
            above += dot(a, t);
            below += dot(t, t);
        }
        return above / below;
    }

    /** A number for each element of the line, 0 for those that were not looked at. */
    private double[] derivatives(Evidence e, IntToDoubleFunction ofColumn) {
        return Arrays.stream(line)
                .map(e::column)
                .mapToDouble(c -> c < 0 ? 0 : ofColumn.applyAsDouble(c))
                .toArray();
    }

    /** One over the error of each derivative; 0 where it is no evidence. */
    private double[] weights(Evidence e, int row, double[] values) {
        double largest = Math.max(
                Double.MIN_NORMAL, Arrays.stream(values).map(Math::abs).max().orElse(0));
        return derivatives(e, c -> e.isKnown(row, c) ? 1 / (e.slack(row, c) + 1e-9 * largest) : 0);
    }

    /** What is left of the values, in units of their errors, when the vectors are taken off. */
    private double[] weighted(double[] values, double[] weights) {
        double[] left = times(values, weights);
        double[][] taken = new double[vectors.length][];
        for (int v = 0; v < vectors.length; v++) {
            taken[v] = times(vectors[v], weights);
            for (int u = 0; u < v; u++) {
                takeOff(taken[v], taken[u]);
            }
            takeOff(left, taken[v]);
        }
        return left;
    }

    private static double[] times(double[] values, double[] weights) {
        double[] product = new double[values.length];
        Arrays.setAll(product, n -> weights[n] == 0 ? 0 : values[n] * weights[n]);
        return product;
    }

    private static void takeOff(double[] values, double[] vector) {
        double squares = dot(vector, vector);
        double along = squares > 0 ? dot(values, vector) / squares : 0;
        Arrays.setAll(values, n -> values[n] - along * vector[n]);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int n = 0; n < a.length; n++) {
            sum += a[n] * b[n];
        }
        return sum;
    }
}
