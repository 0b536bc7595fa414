package org.closedform.benchmark.library;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.closedform.operator.BatchNorm;
import org.closedform.tensor.Tensor;

/**
 * What a good textbook has, in floats: each formula as it stands, stable where it says so, with {@code Math.exp}, and sums from
 * the first term to the last. {@link Float64Textbook} is its twin.
 */
final class Float32Textbook implements Library {

    @Override
    public Computation<?> softmax(Tensor x, int axis) {
        Lines lines = Lines.along(x.shape(), axis);
        float[] a = x.toFloatArray();
        return one(() -> lines.scatter(softmax(lines.gather(a), lines.length())));
    }

    @Override
    public Computation<?> logSoftmax(Tensor x, int axis) {
        Lines lines = Lines.along(x.shape(), axis);
        float[] a = x.toFloatArray();
        return one(() -> lines.scatter(logSoftmax(lines.gather(a), lines.length())));
    }

    @Override
    public Computation<?> crossEntropy(Tensor logits, int... labels) {
        float[] a = logits.toFloatArray();
        return Computation.of(
                () -> crossEntropy(a, labels), result -> List.of(new double[] {result.loss}, widened(result.gradient)));
    }

    @Override
    public Computation<?> sigmoid(Tensor x) {
        float[] a = x.toFloatArray();
        return one(() -> sigmoid(a));
    }

    @Override
    public Computation<?> tanh(Tensor x) {
        float[] a = x.toFloatArray();
        return one(() -> tanh(a));
    }

    @Override
    public Computation<?> softplus(Tensor x) {
        float[] a = x.toFloatArray();
        return one(() -> softplus(a));
    }

    @Override
    public Computation<?> batchNorm(BatchNorm.Inputs in) {
        Float32TextbookBatchNorm norm = Float32TextbookBatchNorm.of(in);
        return Computation.of(norm::forward, pass -> List.of(widened(pass.y())));
    }

    @Override
    public Computation<?> batchNormWithGradient(BatchNorm.Inputs in, Tensor dy) {
        Float32TextbookBatchNorm norm = Float32TextbookBatchNorm.of(in);
        float[] upstream = dy.toFloatArray();
        return Computation.of(
                () -> norm.backward(norm.forward(), upstream),
                step -> List.of(widened(step.y()), widened(step.dx()), widened(step.dGamma()), widened(step.dBeta())));
    }

    @Override
    public Computation<?> matMul(Tensor left, Tensor right) {
        float[] a = left.toFloatArray();
        float[] b = right.toFloatArray();
        int inner = left.shape().dimension(1);
        int columns = right.shape().dimension(1);
        return one(() -> matMul(a, b, inner, columns));
    }

    static float[] softmax(float[] x, int length) {
        float[] y = new float[x.length];
        for (int from = 0; from < x.length; from += length) {
            float max = max(x, from, length);
            float sum = 0;
            for (int i = from; i < from + length; i++) {
                y[i] = (float) Math.exp(x[i] - max);
                sum += y[i];
            }
            for (int i = from; i < from + length; i++) {
                y[i] /= sum;
            }
        }
        return y;
    }

    private static float[] logSoftmax(float[] x, int length) {
        float[] y = new float[x.length];
        for (int from = 0; from < x.length; from += length) {
            float max = max(x, from, length);
            float sum = 0;
            for (int i = from; i < from + length; i++) {
                sum += (float) Math.exp(x[i] - max);
            }
            float logSum = (float) Math.log(sum);
            for (int i = from; i < from + length; i++) {
                y[i] = x[i] - max - logSum;
            }
        }
        return y;
    }

    private record LossAndGradient(float loss, float[] gradient) {}

    private static LossAndGradient crossEntropy(float[] x, int... labels) {
        int length = x.length / labels.length;
        float[] gradient = new float[x.length];
        float loss = 0;
        for (int row = 0; row < labels.length; row++) {
            int from = row * length;
            float max = max(x, from, length);
            float sum = 0;
            for (int i = from; i < from + length; i++) {
                gradient[i] = (float) Math.exp(x[i] - max);
                sum += gradient[i];
            }
            loss += (float) Math.log(sum) - (x[from + labels[row]] - max);
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

    private static float max(float[] x, int from, int length) {
        float max = x[from];
        for (int i = from + 1; i < from + length; i++) {
            max = Math.max(max, x[i]);
        }
        return max;
    }

    private static float[] sigmoid(float... x) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = 1 / (1 + (float) Math.exp(-x[i]));
        }
        return y;
    }

    private static float[] tanh(float... x) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (float) Math.tanh(x[i]);
        }
        return y;
    }

    private static float[] softplus(float... x) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = Math.max(x[i], 0) + (float) Math.log1p(Math.exp(-Math.abs(x[i])));
        }
        return y;
    }

    private static float[] matMul(float[] a, float[] b, int inner, int columns) {
        int rows = a.length / inner;
        float[] c = new float[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                float sum = 0;
                for (int k = 0; k < inner; k++) {
                    sum += a[i * inner + k] * b[k * columns + j];
                }
                c[i * columns + j] = sum;
            }
        }
        return c;
    }

    private static Computation<float[]> one(Supplier<float[]> compute) {
        return Computation.of(compute, y -> List.of(widened(y)));
    }

    private static double[] widened(float... numbers) {
        return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).toArray();
    }
}
