package org.closedform.benchmark.library;

import java.util.List;
import java.util.function.Supplier;
import org.closedform.operator.BatchNorm;
import org.closedform.tensor.Tensor;

/**
 * What a good textbook has, in doubles: each formula as it stands, stable where it says so, with {@code Math.exp}, and sums from
 * the first term to the last. {@link Float32Textbook} is its twin.
 */
final class Float64Textbook implements Library {

    @Override
    public Computation<?> softmax(Tensor x, int axis) {
        Lines lines = Lines.along(x.shape(), axis);
        double[] a = x.toDoubleArray();
        return one(() -> lines.scatter(softmax(lines.gather(a), lines.length())));
    }

    @Override
    public Computation<?> logSoftmax(Tensor x, int axis) {
        Lines lines = Lines.along(x.shape(), axis);
        double[] a = x.toDoubleArray();
        return one(() -> lines.scatter(logSoftmax(lines.gather(a), lines.length())));
    }

    @Override
    public Computation<?> crossEntropy(Tensor logits, int... labels) {
        double[] a = logits.toDoubleArray();
        return Computation.of(
                () -> crossEntropy(a, labels), result -> List.of(new double[] {result.loss}, result.gradient));
    }

    @Override
    public Computation<?> sigmoid(Tensor x) {
        double[] a = x.toDoubleArray();
        return one(() -> sigmoid(a));
    }

    @Override
    public Computation<?> tanh(Tensor x) {
        double[] a = x.toDoubleArray();
        return one(() -> tanh(a));
    }

    @Override
    public Computation<?> softplus(Tensor x) {
        double[] a = x.toDoubleArray();
        return one(() -> softplus(a));
    }

    @Override
    public Computation<?> batchNorm(BatchNorm.Inputs in) {
        Float64TextbookBatchNorm norm = Float64TextbookBatchNorm.of(in);
        return Computation.of(norm::forward, pass -> List.of(pass.y()));
    }

    @Override
    public Computation<?> batchNormWithGradient(BatchNorm.Inputs in, Tensor dy) {
        Float64TextbookBatchNorm norm = Float64TextbookBatchNorm.of(in);
        double[] upstream = dy.toDoubleArray();
        return Computation.of(
                () -> norm.backward(norm.forward(), upstream),
                step -> List.of(step.y(), step.dx(), step.dGamma(), step.dBeta()));
    }

    @Override
    public Computation<?> matMul(Tensor left, Tensor right) {
        double[] a = left.toDoubleArray();
        double[] b = right.toDoubleArray();
        int inner = left.shape().dimension(1);
        int columns = right.shape().dimension(1);
        return one(() -> matMul(a, b, inner, columns));
    }

    private static double[] softmax(double[] x, int length) {
        double[] y = new double[x.length];
        for (int from = 0; from < x.length; from += length) {
            double max = max(x, from, length);
            double sum = 0;
            for (int i = from; i < from + length; i++) {
                y[i] = Math.exp(x[i] - max);
                sum += y[i];
            }
            for (int i = from; i < from + length; i++) {
                y[i] /= sum;
            }
        }
        return y;
    }

    private static double[] logSoftmax(double[] x, int length) {
        double[] y = new double[x.length];
        for (int from = 0; from < x.length; from += length) {
            double max = max(x, from, length);
            double sum = 0;
            for (int i = from; i < from + length; i++) {
                sum += Math.exp(x[i] - max);
            }
            double logSum = Math.log(sum);
            for (int i = from; i < from + length; i++) {
                y[i] = x[i] - max - logSum;
            }
        }
        return y;
    }

    private record LossAndGradient(double loss, double[] gradient) {}

    private static LossAndGradient crossEntropy(double[] x, int... labels) {
        int length = x.length / labels.length;
        double[] gradient = new double[x.length];
        double loss = 0;
        for (int row = 0; row < labels.length; row++) {
            int from = row * length;
            double max = max(x, from, length);
            double sum = 0;
            for (int i = from; i < from + length; i++) {
                gradient[i] = Math.exp(x[i] - max);
                sum += gradient[i];
            }
            loss += Math.log(sum) - (x[from + labels[row]] - max);
            for (int i = from; i < from + length; i++) {
                gradient[i] /= sum;
            }
            gradient[from + labels[row]] -= 1;
            for (int i = from; i < from + length; i++) {
                gradient[i] /= labels.length;
            }
        }
        return new LossAndGradient(loss / labels.length, gradient);
    }

    private static double max(double[] x, int from, int length) {
        double max = x[from];
        for (int i = from + 1; i < from + length; i++) {
            max = Math.max(max, x[i]);
        }
        return max;
    }

    private static double[] sigmoid(double... x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = 1 / (1 + Math.exp(-x[i]));
        }
        return y;
    }

    private static double[] tanh(double... x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = Math.tanh(x[i]);
        }
        return y;
    }

    private static double[] softplus(double... x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = Math.max(x[i], 0) + Math.log1p(Math.exp(-Math.abs(x[i])));
        }
        return y;
    }

    private static double[] matMul(double[] a, double[] b, int inner, int columns) {
        int rows = a.length / inner;
        double[] c = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < inner; k++) {
                    sum += a[i * inner + k] * b[k * columns + j];
                }
                c[i * columns + j] = sum;
            }
        }
        return c;
    }

    private static Computation<double[]> one(Supplier<double[]> compute) {
        return Computation.of(compute, y -> List.of(y));
    }
}
