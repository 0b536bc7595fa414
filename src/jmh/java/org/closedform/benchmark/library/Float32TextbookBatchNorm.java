package org.closedform.benchmark.library;

import org.closedform.operator.BatchNorm;

/** A textbook's batch norm in training, in floats: channel by channel, with the variance from the deviations. */
record Float32TextbookBatchNorm(float[] x, float[] gamma, float[] beta, int batch, int inner) {
    private static final float EPSILON = 1e-5f;

    /** y, and what the backward needs. */
    record Pass(float[] y, float[] mean, float[] inverseDeviation) {}

    /** y and the gradients. */
    record Step(float[] y, float[] dx, float[] dGamma, float[] dBeta) {}

    static Float32TextbookBatchNorm of(BatchNorm.Inputs in) {
        int batch = in.x().shape().dimension(0);
        int inner = in.x().size() / (batch * in.gamma().size());
        return new Float32TextbookBatchNorm(
                in.x().toFloatArray(), in.gamma().toFloatArray(), in.beta().toFloatArray(), batch, inner);
    }

    Pass forward() {
        int channels = gamma.length;
        Pass pass = new Pass(new float[x.length], new float[channels], new float[channels]);
        for (int c = 0; c < channels; c++) {
            float sum = 0;
            for (int n = 0; n < batch; n++) {
                int from = (n * channels + c) * inner;
                for (int i = from; i < from + inner; i++) {
                    sum += x[i];
                }
            }
            float mean = sum / (batch * inner);
            float squares = 0;
            for (int n = 0; n < batch; n++) {
                int from = (n * channels + c) * inner;
                for (int i = from; i < from + inner; i++) {
                    squares += (x[i] - mean) * (x[i] - mean);
                }
            }
            float inverseDeviation = 1 / (float) Math.sqrt(squares / (batch * inner) + EPSILON);
            float scale = gamma[c];
            float shift = beta[c];
            for (int n = 0; n < batch; n++) {
                int from = (n * channels + c) * inner;
                for (int i = from; i < from + inner; i++) {
                    pass.y[i] = scale * ((x[i] - mean) * inverseDeviation) + shift;
                }
            }
            pass.mean[c] = mean;
            pass.inverseDeviation[c] = inverseDeviation;
        }
        return pass;
    }

    Step backward(Pass pass, float... dy) {
        int channels = gamma.length;
        int m = batch * inner;
        Step step = new Step(pass.y, new float[x.length], new float[channels], new float[channels]);
        for (int c = 0; c < channels; c++) {
            float mean = pass.mean[c];
            float inverseDeviation = pass.inverseDeviation[c];
            float dBeta = 0;
            float dGamma = 0;
            for (int n = 0; n < batch; n++) {
                int from = (n * channels + c) * inner;
                for (int i = from; i < from + inner; i++) {
                    dBeta += dy[i];
                    dGamma += dy[i] * ((x[i] - mean) * inverseDeviation);
                }
            }
            float scale = gamma[c] * inverseDeviation / m;
            for (int n = 0; n < batch; n++) {
                int from = (n * channels + c) * inner;
                for (int i = from; i < from + inner; i++) {
                    float xHat = (x[i] - mean) * inverseDeviation;
                    step.dx[i] = scale * (m * dy[i] - dBeta - xHat * dGamma);
                }
            }
            step.dGamma[c] = dGamma;
            step.dBeta[c] = dBeta;
        }
        return step;
    }
}
