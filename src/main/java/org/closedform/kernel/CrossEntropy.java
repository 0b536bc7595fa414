package org.closedform.kernel;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Cross-entropy of one row, Σ_i q_i·(−log p_i). The coefficients q ≥ 0 combine targets, class weights and label smoothing; a class
 * label without smoothing gives a q with one entry.
 */
@FunctionalInterface
public interface CrossEntropy {
    /** About how long a number takes. */
    double NANOSECONDS = 20;

    /** The loss of a row of predictions; {@code gradient} is overwritten by ∂loss/∂x. */
    double apply(double[] x, double[] q, double[] gradient);

    /** Losses as float64, and the gradient divided by {@code divisor}. */
    record Result(double[] losses, Buffer gradient) {

        /** The sum of the losses, divided. */
        public Mean mean(double lossDivisor) {
            return new Mean(Summation.mean(losses, lossDivisor), gradient);
        }
    }

    /** The sum of the losses, divided, as float64, and the gradient divided by another number. */
    record Mean(double loss, Buffer gradient) {}

    /** Loss and gradient of every row, in one pass over x; both are 0 for a row that does not count. */
    static Result evaluate(Buffer x, Rows rows, Coefficients coefficients, CrossEntropy form, double divisor) {
        double[] losses = new double[rows.count()];
        Buffer gradient = x.ofSize(x.size());
        rows.forEach(x, NANOSECONDS, () -> {
            double[] q = rows.scratch();
            double[] dx = rows.scratch();
            return (values, row) -> {
                losses[row] = row(values, coefficients, row, form, q, dx, divisor);
                rows.store(gradient, row, dx);
            };
        });
        return new Result(losses, gradient);
    }

    /** The loss of one row, and its gradient in dx; q is scratch. */
    static double row(
            double[] x,
            Coefficients coefficients,
            int row,
            CrossEntropy form,
            double[] q,
            double[] dx,
            double divisor) {
        if (!coefficients.fill(row, q)) {
            Arrays.fill(dx, 0);
            return 0;
        }
        double loss = form.apply(x, q, dx);
        divide(dx, divisor);
        return coefficients.showNaN(x) ? Double.NaN : loss;
    }

    /** The factor of each row's curvature on logits: Σ q / divisor, and 0 for a row that does not count. */
    static Buffer weights(Buffer x, Rows rows, Coefficients coefficients, double divisor) {
        Buffer weights = x.ofSize(rows.count());
        rows.split(NANOSECONDS, (from, to) -> {
            double[] q = rows.scratch();
            for (int row = from; row < to; row++) {
                if (coefficients.fill(row, q)) {
                    weights.set(row, Summation.sum(q) / divisor);
                }
            }
        });
        return weights;
    }

    static void divide(double[] gradient, double divisor) {
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= divisor;
        }
    }

    /**
     * On logits: −log softmax(x)_i = (x_top − x_i) + log1p(R), so the loss is a sum of terms ≥ 0. The gradient is
     * softmax(x)·Σq − q, written as (e_i·Σ over k ≠ i of q_k − q_i·Σ over j ≠ i of e_j) / Σe: the same number, but nothing cancels
     * where the target is one-hot and the prediction right.
     */
    static double logits(double[] x, double[] q, double[] gradient) {
        int top = Extremum.argMax(x);
        double rest = ScalarSoftmax.exponentials(x, top, gradient);
        double logSum = StrictMath.log1p(rest);
        int heaviest = Extremum.argMax(q);
        double heaviestWeight = q[heaviest];
        q[heaviest] = 0;
        double otherWeights = Summation.sum(q);
        q[heaviest] = heaviestWeight;
        double sum = 1 + rest;
        for (int i = 0; i < x.length; i++) {
            double e = gradient[i];
            double weightsBut = i == heaviest ? otherWeights : otherWeights + heaviestWeight - q[i];
            double exponentialsBut = i == top ? rest : sum - e;
            gradient[i] = (e * weightsBut - q[i] * exponentialsBut) / sum;
            // 0 · ∞ = 0 here, but a row without a distribution is NaN
            q[i] = q[i] == 0 ? 0 * rest : q[i] * ((x[top] - x[i]) + logSum);
        }
        return Summation.sum(q);
    }

    /** On logarithms of probabilities: gradient −q. */
    static double logProbabilities(double[] x, double[] q, double[] gradient) {
        for (int i = 0; i < x.length; i++) {
            gradient[i] = -q[i];
            q[i] = q[i] == 0 ? 0 : -q[i] * x[i];
        }
        return Summation.sum(q);
    }

    /** On probabilities: gradient −q/p, and 0 where q is 0, whatever p; NaN for a negative p. */
    static double probabilities(double[] p, double[] q, double[] gradient) {
        for (int i = 0; i < p.length; i++) {
            gradient[i] = q[i] == 0 ? 0 : p[i] < 0 ? Double.NaN : -q[i] / p[i];
            q[i] = q[i] == 0 ? 0 : -q[i] * StrictMath.log(p[i]);
        }
        return Summation.sum(q);
    }

    /** On probabilities, in place of the gradient: ∂²loss/∂p² = q/p², 0 where q is 0, NaN for a negative p. */
    static double probabilitiesCurvature(double[] p, double[] q, double[] curvature) {
        for (int i = 0; i < p.length; i++) {
            curvature[i] = q[i] == 0 ? 0 : p[i] < 0 ? Double.NaN : q[i] / p[i] / p[i];
        }
        return 0;
    }

    /** The coefficients of every row. */
    @FunctionalInterface
    interface Coefficients {

        /** Fills q with the row's coefficients; false if the row does not count. */
        boolean fill(int row, double[] q);

        /** Whether x has a NaN that makes the loss NaN although its coefficient may be 0. */
        default boolean showNaN(double[] x) {
            return false;
        }

        /** These, times a weight for each row. */
        default Coefficients weighed(IntToDoubleFunction rowWeight) {
            Coefficients alike = this;
            return new Coefficients() {
                @Override
                public boolean fill(int row, double[] q) {
                    if (!alike.fill(row, q)) {
                        return false;
                    }
                    double weight = rowWeight.applyAsDouble(row);
                    for (int i = 0; i < q.length; i++) {
                        q[i] *= weight;
                    }
                    return true;
                }

                @Override
                public boolean showNaN(double[] x) {
                    return alike.showNaN(x);
                }
            };
        }

        /**
         * For labels, −1 for a row that does not count: (1 − s)·w_t at the label, and (s/C)·w_c in addition at each of the C classes that
         * count. A row of zeros does not count either.
         */
        static Coefficients of(IntUnaryOperator labels, Classes classes, IntToDoubleFunction weight, double smoothing) {
            return (row, q) -> {
                int label = labels.applyAsInt(row);
                if (label < 0) {
                    return false;
                }
                Arrays.fill(q, 0);
                q[label] = 1;
                smoothAndWeigh(row, q, classes, weight, smoothing);
                return Arrays.stream(q).anyMatch(weighed -> weighed != 0);
            };
        }

        /**
         * For distributions: w_c·((1 − s)·t_c + s/C), with s/C at the C classes that count. If all weights are 0, no row counts. A NaN makes
         * the loss NaN also where t_c = 0.
         *
         * @param isCounted whether a row counts otherwise
         */
        static Coefficients of(
                Buffer targets,
                Rows rows,
                IntPredicate isCounted,
                Classes classes,
                IntToDoubleFunction weight,
                double smoothing) {
            boolean[] counts = new boolean[rows.length()];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = weight.applyAsDouble(i) != 0;
            }
            boolean any = IntStream.range(0, counts.length).anyMatch(i -> counts[i]);
            return new Coefficients() {
                @Override
                public boolean fill(int row, double[] q) {
                    if (!any || !isCounted.test(row)) {
                        return false;
                    }
                    rows.load(targets, row, q);
                    smoothAndWeigh(row, q, classes, weight, smoothing);
                    return true;
                }

                @Override
                public boolean showNaN(double[] x) {
                    return IntStream.range(0, x.length).anyMatch(i -> counts[i] && Double.isNaN(x[i]));
                }
            };
        }

        private static void smoothAndWeigh(
                int row, double[] q, Classes classes, IntToDoubleFunction weight, double smoothing) {
            double share = smoothing / classes.count(row, q.length);
            for (int i = 0; i < q.length; i++) {
                q[i] = weight.applyAsDouble(i) * ((1 - smoothing) * q[i] + (classes.counts(row, i) ? share : 0));
            }
        }
    }

    /** Which classes count in a row. */
    @FunctionalInterface
    interface Classes {
        /** Where all do. */
        Classes ALL = (row, i) -> true;

        boolean counts(int row, int i);

        /** How many of the first {@code length} count. */
        default int count(int row, int length) {
            int count = 0;
            for (int i = 0; i < length; i++) {
                count += counts(row, i) ? 1 : 0;
            }
            return count;
        }

        /** By flags that lie as the predictions do. */
        static Classes of(boolean[] flags, Rows rows) {
            return (row, i) -> flags[rows.offset(row, i)];
        }
    }
}
