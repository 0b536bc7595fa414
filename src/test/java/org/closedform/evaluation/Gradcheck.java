package org.closedform.evaluation;

import java.util.Arrays;
import org.closedform.operator.Operator;
import org.closedform.tensor.TensorTree;

/**
 * The rule of PyTorch's {@code torch.autograd.gradcheck} with its defaults: every entry of the Jacobian, from a one-hot
 * upstream, against (f(x + 1e-6) − f(x − 1e-6)) / 2e-6, with |a − n| ≤ 1e-5 + 1e-3·|n|. An upstream of 0 must give 0. Its
 * documentation says that the defaults are made for float64.
 */
record Gradcheck() implements Checker {
    private static final double STEP = 1e-6;
    private static final double ABSOLUTE = 1e-5;
    private static final double RELATIVE = 1e-3;

    @Override
    public <X extends TensorTree<X>, Y extends TensorTree<Y>> Finding check(Operator<X, Y> operator, X x) {
        FlatOperator<X, Y> f = new FlatOperator<>(operator, x);
        int outputs = f.value().length;
        double[][] numeric = numericColumns(f);
        for (int j = 0; j < outputs; j++) {
            double[] oneHot = new double[outputs];
            oneHot[j] = 1;
            double[] analytic = f.pullback(oneHot);
            for (int i = 0; i < analytic.length; i++) {
                if (!(Math.abs(analytic[i] - numeric[i][j]) <= ABSOLUTE + RELATIVE * Math.abs(numeric[i][j]))) {
                    return Finding.ALARM;
                }
            }
        }
        boolean zero = Arrays.stream(f.pullback(new double[outputs])).allMatch(d -> d == 0);
        return zero ? Finding.SILENT : Finding.ALARM;
    }

    private static double[][] numericColumns(FlatOperator<?, ?> f) {
        double[] x = f.point();
        double[][] columns = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            double[] right = x.clone();
            double[] left = x.clone();
            right[i] += STEP;
            left[i] -= STEP;
            double[] after = f.value(right);
            double[] before = f.value(left);
            columns[i] = new double[after.length];
            for (int j = 0; j < after.length; j++) {
                columns[i][j] = (after[j] - before[j]) / (2 * STEP);
            }
        }
        return columns;
    }
}
