package org.closedform.benchmark.library;

import org.closedform.operator.BatchNorm;

/** A textbook's batch norm in training, in doubles: channel by channel, with the variance from the deviations. */
record Float64TextbookBatchNorm(double[] x, double[] gamma, double[] beta, int batch, int inner) {
    private static final double EPSILON = 1e-5;

    /** y, and what the backward needs. */
    record Pass(double[] y, double[] mean, double[] inverseDeviation) {}

    /** y and the gradients. */
    record Step(double[] y, double[] dx, double[] dGamma, double[] dBeta) {}

    static Float64TextbookBatchNorm of(BatchNorm.Inputs in) {
        int batch = in.x().shape().dimension(0);
        int inner = in.x().size() / (batch * in.gamma().size());
        return new Float64TextbookBatchNorm(
                in.x().toDoubleArray(), in.gamma().toDoubleArray(), in.beta().toDoubleArray(), batch, inner);
    }

    Pass forward() {
        int channels = gamma.length;
        Pass pass = new Pass(new double[x.length], new double[channels], new double[channels]);
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int n = 0; n < batch; n++) {
                int from = (n * channels + c) * inner;
                for (int i = from; i < from + inner; i++) {
                    sum += x[i];
                }
            }
            double mean = sum / (batch * inner);
            double squares = 0;
            for (int n = 0; n < batch; n++) {
                int from = (n * channels + c) * inner;
                for (int i = from; i < from + inner; i++) {
                    squares += (x[i] - mean) * (x[i] - mean);
                }
            }
            double inverseDeviation = 1 / Math.sqrt(squares / (batch * inner) + EPSILON);
            double scale = gamma[c];
            double shift = beta[c];
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

    Step backward(Pass pass, double... dy) {
        int channels = gamma.length;
        int m = batch * inner;
        Step step = new Step(pass.y, new double[x.length], new double[channels], new double[channels]);
        for (int c = 0; c < channels; c++) {
            double mean = pass.mean[c];
            double inverseDeviation = pass.inverseDeviation[c];
            double dBeta = 0;
            double dGamma = 0;
            for (int n = 0; n < batch; n++) {
                int from = (n * channels + c) * inner;
                for (int i = from; i < from + inner; i++) {
                    dBeta += dy[i];
                    dGamma += dy[i] * ((x[i] - mean) * inverseDeviation);
                }
            }
            double scale = gamma[c] * inverseDeviation / m;
            for (int n = 0; n < batch; n++) {
                int from = (n * channels + c) * inner;
                for (int i = from; i < from + inner; i++) {
                    double xHat = (x[i] - mean) * inverseDeviation;
                    step.dx[i] = scale * (m * dy[i] - dBeta - xHat * dGamma);
                }
            }
            step.dGamma[c] = dGamma;
            step.dBeta[c] = dBeta;
        }
        return step;
    }
}
