package org.closedform.evaluation;

import java.util.SplittableRandom;
import org.closedform.operator.Operator;
import org.closedform.tensor.TensorTree;

/**
 * The rule of Julia's ChainRulesTestUtils: Jᵀu for one random u, against the differences of FiniteDifferences.jl's
 * {@code central_fdm(5, 1)}, with ‖a − n‖ ≤ max(1e-9, 1e-9·max(‖a‖, ‖n‖)) for each input. The step of the five points is set
 * from a fifth derivative that seven points estimate, as there: condition 10, factor 1, at most 1000 default steps.
 */
record FivePointRule() implements Checker {
    private static final double TOLERANCE = 1e-9;
    private static final double CONDITION = 10;
    private static final double LIMIT = 1000;

    /** f′ from −2h, −h, 0, h, 2h; Σ|c| and Σ|c·k⁵|/5!. */
    private static final double[] FIVE = {1.0 / 12, -8.0 / 12, 0, 8.0 / 12, -1.0 / 12};

    private static final double FIVE_ROUNDING = 18.0 / 12;
    private static final double FIVE_CURVATURE = 80.0 / 12 / 120;

    /** f⁽⁵⁾ and f⁽⁶⁾ from −3h … 3h; Σ|c| and Σ|c·k⁷|/7! of the former. */
    private static final double[] FIFTH = {-0.5, 2, -2.5, 0, 2.5, -2, 0.5};

    private static final double[] SIXTH = {1, -6, 15, -20, 15, -6, 1};
    private static final double FIFTH_ROUNDING = 10;
    private static final double FIFTH_CURVATURE = 2704.0 / 5040;

    @Override
    public <X extends TensorTree<X>, Y extends TensorTree<Y>> Finding check(Operator<X, Y> operator, X x) {
        FlatOperator<X, Y> f = new FlatOperator<>(operator, x);
        SplittableRandom random = new SplittableRandom(20260101);
        double[] u = random.ints(f.value().length, -900, 901)
                .mapToDouble(i -> i / 100.0)
                .toArray();
        double[] analytic = f.pullback(u);
        double[] numeric = new double[analytic.length];
        for (int i = 0; i < numeric.length; i++) {
            numeric[i] = dot(derivative(f, i), u);
        }
        int from = 0;
        for (int size : f.partSizes()) {
            if (!isClose(analytic, numeric, from, from + size)) {
                return Finding.ALARM;
            }
            from += size;
        }
        return Finding.SILENT;
    }

    /** ∂y/∂x_i, all outputs with one step. */
    private static double[] derivative(FlatOperator<?, ?> f, int i) {
        double fallback = step(1, 5, Math.ulp(1.0) * FIVE_ROUNDING, CONDITION * FIVE_CURVATURE);
        double wide = step(5, 7, Math.ulp(1.0) * FIFTH_ROUNDING, CONDITION * FIFTH_CURVATURE);
        double[][] around = values(f, i, wide, 3);
        double fifth = 0;
        double magnitude = 0;
        for (int j = 0; j < around[0].length; j++) {
            double here = combine(around, FIFTH, j);
            double slope = combine(around, SIXTH, j);
            for (double estimate : new double[] {here - slope, here, here + slope}) {
                fifth = Math.max(fifth, Math.abs(estimate) / Math.pow(wide, 5));
            }
            for (double[] y : around) {
                magnitude = Math.max(magnitude, Math.abs(y[j]));
            }
        }
        double h = fifth == 0 || magnitude == 0
                ? fallback
                : Math.min(LIMIT * fallback, step(1, 5, Math.ulp(magnitude) * FIVE_ROUNDING, fifth * FIVE_CURVATURE));
        double[][] near = values(f, i, h, 2);
        double[] result = new double[near[0].length];
        for (int j = 0; j < result.length; j++) {
            result[j] = combine(near, FIVE, j) / h;
        }
        return result;
    }

    /** Where rounding/h^q + curvature·h^(p − q) is least. */
    private static double step(int q, int p, double rounding, double curvature) {
        return Math.pow(q / (double) (p - q) * (rounding / curvature), 1.0 / p);
    }

    private static double[][] values(FlatOperator<?, ?> f, int i, double h, int reach) {
        double[][] values = new double[2 * reach + 1][];
        for (int k = -reach; k <= reach; k++) {
            double[] x = f.point();
            x[i] += k * h;
            values[k + reach] = f.value(x);
        }
        return values;
    }

    private static double combine(double[][] values, double[] coefficients, int j) {
        double sum = 0;
        for (int k = 0; k < coefficients.length; k++) {
            sum += coefficients[k] * values[k][j];
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private static boolean isClose(double[] a, double[] b, int from, int to) {
        double difference = 0;
        double ofA = 0;
        double ofB = 0;
        for (int i = from; i < to; i++) {
            difference = Math.hypot(difference, a[i] - b[i]);
            ofA = Math.hypot(ofA, a[i]);
            ofB = Math.hypot(ofB, b[i]);
        }
        return difference <= Math.max(TOLERANCE, TOLERANCE * Math.max(ofA, ofB));
    }
}
