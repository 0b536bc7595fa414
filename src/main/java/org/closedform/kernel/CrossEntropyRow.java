package org.closedform.kernel;

import java.util.Arrays;

/** The loss of one row, and the row's gradient in its place. */
@FunctionalInterface
public interface CrossEntropyRow {

    /**
     * The loss of a row; {@code gradient} is overwritten by ∂loss/∂x.
     *
     * @param row which row this is
     */
    double apply(int row, double[] x, double[] gradient);

    /** Losses as float64, and the gradient divided by {@code divisor}. */
    record Result(double[] losses, Buffer gradient) {}

    /** Every row's loss and gradient in one pass over x. */
    static Result evaluate(Buffer x, Rows rows, CrossEntropyRow row, double divisor) {
        double[] losses = new double[rows.count()];
        Buffer gradient = x.ofSize(x.size());
        double[] dx = rows.scratch();
        rows.forEach(x, (values, index) -> {
            losses[index] = row.apply(index, values, dx);
            for (int i = 0; i < dx.length; i++) {
                dx[i] /= divisor;
            }
            rows.store(gradient, index, dx);
        });
        return new Result(losses, gradient);
    }

    /**
     * −log softmax(x)_t = (x_top − x_t) + log1p(R), two terms ≥ 0; gradient y − t, where y_t − 1 is formed as −Σ of the
     * other probabilities so that it keeps its digits when y_t rounds to 1.
     */
    static CrossEntropyRow logits(int[] labels) {
        return (row, x, gradient) -> {
            int target = labels[row];
            int top = Extremum.argMax(x);
            double rest = SoftmaxRow.exponentials(x, top, gradient);
            double sum = 1 + rest;
            double others = target == top ? rest : sum - gradient[target];
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] /= sum;
            }
            gradient[target] = -(others / sum);
            return (x[top] - x[target]) + StrictMath.log1p(rest);
        };
    }

    /** Σ_i t_i·(−log softmax(x)_i), a sum of terms ≥ 0; gradient y·Σt − t. */
    static CrossEntropyRow logits(Buffer targets, Rows rows) {
        double[] t = rows.scratch();
        double[] terms = rows.scratch();
        return (row, x, gradient) -> {
            rows.load(targets, row, t);
            int top = Extremum.argMax(x);
            double rest = SoftmaxRow.exponentials(x, top, gradient);
            double logSum = StrictMath.log1p(rest);
            for (int i = 0; i < t.length; i++) {
                terms[i] = t[i] == 0 ? zeroUnlessNaN(rest) : t[i] * ((x[top] - x[i]) + logSum);
            }
            softGradient(gradient, rest, top, t);
            return Summation.sum(terms);
        };
    }

    /**
     * y_i·Σt − t_i, written as (e_i·Σ over k ≠ i of t_k − t_i·Σ over j ≠ i of e_j) / Σe. It is the same number, but nothing
     * cancels where the target is one-hot and the prediction is right.
     */
    private static void softGradient(double[] e, double rest, int top, double[] t) {
        double sum = 1 + rest;
        int likeliest = Extremum.argMax(t);
        double dominant = t[likeliest];
        t[likeliest] = 0;
        double remaining = Summation.sum(t);
        t[likeliest] = dominant;
        for (int i = 0; i < e.length; i++) {
            double otherTargets = i == likeliest ? remaining : remaining + dominant - t[i];
            double otherExponentials = i == top ? rest : sum - e[i];
            e[i] = (e[i] * otherTargets - t[i] * otherExponentials) / sum;
        }
    }

    private static double zeroUnlessNaN(double x) {
        return Double.isNaN(x) ? x : 0;
    }

    /** −log p_t; gradient −1/p_t at t. */
    static CrossEntropyRow probabilities(int[] labels) {
        return (row, p, gradient) -> {
            int target = labels[row];
            Arrays.fill(gradient, 0);
            gradient[target] = -1 / p[target];
            return -StrictMath.log(p[target]);
        };
    }

    /** −Σ t_i log p_i, where t_i = 0 contributes 0 whatever p_i; gradient −t_i/p_i. */
    static CrossEntropyRow probabilities(Buffer targets, Rows rows) {
        double[] t = rows.scratch();
        double[] terms = rows.scratch();
        return (row, p, gradient) -> {
            rows.load(targets, row, t);
            for (int i = 0; i < t.length; i++) {
                terms[i] = t[i] == 0 ? 0 : -t[i] * StrictMath.log(p[i]);
                gradient[i] = t[i] == 0 ? 0 : -t[i] / p[i];
            }
            return Summation.sum(terms);
        };
    }
}
