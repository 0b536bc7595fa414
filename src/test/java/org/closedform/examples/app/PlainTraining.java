package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.closedform.tensor.Tensor;

/** The training of {@link PointNet} once more, in plain loops. */
final class PlainTraining {
    private static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;

    private final double[][] points;
    private final double[][] classes;
    private final boolean norm;
    private final List<Layer> layers = new ArrayList<>();
    private final DoubleUnaryOperator activation;
    private final DoubleUnaryOperator slope;

    /** One layer; its neurons are independent of each other. */
    private static final class Layer {
        final double[][] weight;
        final double[][] weightGradient;
        final double[] bias;
        final double[] gamma;
        final double[] beta;
        final double[] mean;
        final double[] variance;
        double[][] x;
        double[][] z;
        double[][] n;

        Layer(Tensor start) {
            weight = start.toDoubleMatrix();
            int outputs = weight.length;
            weightGradient = new double[outputs][weight[0].length];
            bias = new double[outputs];
            gamma = new double[outputs];
            beta = new double[outputs];
            mean = new double[outputs];
            variance = new double[outputs];
            Arrays.fill(gamma, 1);
            Arrays.fill(variance, 1);
        }
    }

    PlainTraining(PointNet start, Points data, Activation kind, boolean norm) {
        start.layers().forEach(layer -> layers.add(new Layer(layer.parameters().weight())));
        points = data.x().toDoubleMatrix();
        classes = data.t().toDoubleMatrix();
        this.norm = norm;
        activation = switch (kind) {
            case SIGMOID -> z -> 1 / (1 + Math.exp(-z));
            case TANH -> Math::tanh;
            case RELU -> z -> Math.max(z, 0);
        };
        slope = switch (kind) {
            case SIGMOID -> z -> Math.exp(-z) / Math.pow(1 + Math.exp(-z), 2);
            case TANH -> z -> 1 - Math.tanh(z) * Math.tanh(z);
            case RELU -> z -> z > 0 ? 1 : 0;
        };
    }

    /** Makes a step, and returns the loss before it. */
    double step(double rate) {
        double[][] state = points;
        for (Layer layer : layers) {
            layer.x = state;
            layer.z = linear(layer, state);
            boolean hidden = layer != layers.get(layers.size() - 1);
            layer.n = hidden && norm ? normalize(layer) : layer.z;
            state = hidden ? map(layer.n, activation) : layer.n;
        }
        int size = points.length;
        double loss = 0;
        double[][] upstream = new double[size][1];
        for (int i = 0; i < size; i++) {
            double p = 1 / (1 + Math.exp(-state[i][0]));
            loss -= (classes[i][0] == 1 ? Math.log(p) : Math.log(1 - p)) / size;
            upstream[i][0] = (p - classes[i][0]) / size;
        }
        for (int l = layers.size() - 1; l >= 0; l--) {
            upstream = back(layers.get(l), upstream, l < layers.size() - 1, rate);
        }
        return loss;
    }

    /** ‖∂C/∂W‖ of a layer in the last step. */
    double weightNorm(int layer) {
        double sum = 0;
        for (double[] row : layers.get(layer).weightGradient) {
            for (double number : row) {
                sum += number * number;
            }
        }
        return Math.sqrt(sum);
    }

    /** The probability of class 1 in inference. */
    double probability(double... point) {
        double[][] state = {point};
        for (Layer layer : layers) {
            double[][] z = linear(layer, state);
            boolean hidden = layer != layers.get(layers.size() - 1);
            for (int o = 0; hidden && norm && o < z[0].length; o++) {
                double deviation = Math.sqrt(layer.variance[o] + EPSILON);
                z[0][o] = layer.gamma[o] * (z[0][o] - layer.mean[o]) / deviation + layer.beta[o];
            }
            state = hidden ? map(z, activation) : z;
        }
        return 1 / (1 + Math.exp(-state[0][0]));
    }

    private static double[][] linear(Layer layer, double[][] x) {
        double[][] z = new double[x.length][layer.bias.length];
        for (int i = 0; i < x.length; i++) {
            for (int o = 0; o < layer.bias.length; o++) {
                z[i][o] = layer.bias[o];
                for (int k = 0; k < x[i].length; k++) {
                    z[i][o] += x[i][k] * layer.weight[o][k];
                }
            }
        }
        return z;
    }

    private static double[] moments(double[][] z, int o) {
        double mean = 0;
        double variance = 0;
        for (double[] row : z) {
            mean += row[o] / z.length;
        }
        for (double[] row : z) {
            variance += (row[o] - mean) * (row[o] - mean) / z.length;
        }
        return new double[] {mean, variance};
    }

    private static double[][] normalize(Layer layer) {
        double[][] n = new double[layer.z.length][layer.bias.length];
        int size = n.length;
        for (int o = 0; o < layer.bias.length; o++) {
            double[] moments = moments(layer.z, o);
            for (int i = 0; i < size; i++) {
                double xHat = (layer.z[i][o] - moments[0]) / Math.sqrt(moments[1] + EPSILON);
                n[i][o] = layer.gamma[o] * xHat + layer.beta[o];
            }
            layer.mean[o] += MOMENTUM * (moments[0] - layer.mean[o]);
            layer.variance[o] += MOMENTUM * (moments[1] * size / (size - 1) - layer.variance[o]);
        }
        return n;
    }

    private double[][] back(Layer layer, double[][] upstream, boolean hidden, double rate) {
        int size = upstream.length;
        int inputs = layer.x[0].length;
        double[][] dx = new double[size][inputs];
        for (int o = 0; o < layer.bias.length; o++) {
            double[] dn = new double[size];
            for (int i = 0; i < size; i++) {
                dn[i] = upstream[i][o] * (hidden ? slope.applyAsDouble(layer.n[i][o]) : 1);
            }
            double[] dz = hidden && norm ? backThroughNorm(layer, o, dn, rate) : dn;
            for (int i = 0; i < size; i++) {
                for (int k = 0; k < inputs; k++) {
                    dx[i][k] += dz[i] * layer.weight[o][k];
                }
            }
            for (int k = 0; k < inputs; k++) {
                layer.weightGradient[o][k] = 0;
                for (int i = 0; i < size; i++) {
                    layer.weightGradient[o][k] += dz[i] * layer.x[i][k];
                }
                layer.weight[o][k] -= rate * layer.weightGradient[o][k];
            }
            for (int i = 0; i < size; i++) {
                layer.bias[o] -= rate * dz[i];
            }
        }
        return dx;
    }

    private static double[] backThroughNorm(Layer layer, int o, double[] dn, double rate) {
        int size = dn.length;
        double[] moments = moments(layer.z, o);
        double deviation = Math.sqrt(moments[1] + EPSILON);
        double[] xHat = new double[size];
        double sum = 0;
        double product = 0;
        for (int i = 0; i < size; i++) {
            xHat[i] = (layer.z[i][o] - moments[0]) / deviation;
            sum += dn[i];
            product += dn[i] * xHat[i];
        }
        double[] dz = new double[size];
        for (int i = 0; i < size; i++) {
            dz[i] = layer.gamma[o] / deviation * (dn[i] - sum / size - xHat[i] * product / size);
        }
        layer.gamma[o] -= rate * product;
        layer.beta[o] -= rate * sum;
        return dz;
    }

    private static double[][] map(double[][] z, DoubleUnaryOperator f) {
        double[][] a = new double[z.length][z[0].length];
        for (int i = 0; i < z.length; i++) {
            for (int o = 0; o < z[i].length; o++) {
                a[i][o] = f.applyAsDouble(z[i][o]);
            }
        }
        return a;
    }
}
