package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** The net of {@link DeepNet} once more, in plain loops, differentiated by differences. */
final class PlainNet {
    /** Neurons in a layer, and samples. */
    static final int SIZE = 8;

    private static final double STEP = 1e-5;

    private final DoubleUnaryOperator activation;
    private final boolean norm;
    private final boolean residual;
    private final double[][] upstream;
    private final List<double[][]> weights = new ArrayList<>();
    private final List<double[][]> states = new ArrayList<>();

    PlainNet(String activation, double scale, int depth, boolean norm, boolean residual, long seed) {
        this.activation = switch (activation) {
            case "SIGMOID" -> z -> 1 / (1 + Math.exp(-z));
            case "TANH" -> Math::tanh;
            default -> z -> Math.max(z, 0);
        };
        this.norm = norm;
        this.residual = residual;
        SplittableRandom random = new SplittableRandom(seed);
        states.add(draw(random, 1));
        upstream = draw(random, 1);
        double length = length(upstream);
        each(upstream, (row, i) -> row[i] /= length);
        for (int l = 0; l < depth; l++) {
            weights.add(draw(random, scale / Math.sqrt(SIZE)));
            states.add(layer(states.get(l), weights.get(l)));
        }
    }

    /** ‖∂C/∂ the state after some layers‖, C being the upstream times the last state. */
    double stateGradientNorm(int layers) {
        return gradientNorm(states.get(layers), layers);
    }

    /** ‖∂C/∂W‖ of a layer, from 0. */
    double weightGradientNorm(int layer) {
        return gradientNorm(weights.get(layer), layer);
    }

    private double gradientNorm(double[][] variable, int from) {
        double[][] gradient = new double[SIZE][SIZE];
        for (int n = 0; n < SIZE; n++) {
            for (int i = 0; i < SIZE; i++) {
                double value = variable[n][i];
                variable[n][i] = value + STEP;
                double above = cost(from);
                variable[n][i] = value - STEP;
                double below = cost(from);
                variable[n][i] = value;
                gradient[n][i] = (above - below) / (2 * STEP);
            }
        }
        return length(gradient);
    }

    private double cost(int from) {
        double[][] state = states.get(from);
        for (double[][] weight : weights.subList(from, weights.size())) {
            state = layer(state, weight);
        }
        double sum = 0;
        for (int n = 0; n < SIZE; n++) {
            for (int i = 0; i < SIZE; i++) {
                sum += upstream[n][i] * state[n][i];
            }
        }
        return sum;
    }

    private double[][] layer(double[][] a, double[][] weight) {
        double[][] z = new double[SIZE][SIZE];
        for (int n = 0; n < SIZE; n++) {
            for (int o = 0; o < SIZE; o++) {
                for (int i = 0; i < SIZE; i++) {
                    z[n][o] += a[n][i] * weight[o][i];
                }
            }
        }
        if (norm) {
            normalize(z);
        }
        each(z, (row, i) -> row[i] = activation.applyAsDouble(row[i]));
        if (residual) {
            for (int n = 0; n < SIZE; n++) {
                for (int o = 0; o < SIZE; o++) {
                    z[n][o] += a[n][o];
                }
            }
        }
        return z;
    }

    private static void normalize(double[][] z) {
        for (int o = 0; o < SIZE; o++) {
            double mean = 0;
            double square = 0;
            for (double[] row : z) {
                mean += row[o] / SIZE;
            }
            for (double[] row : z) {
                square += (row[o] - mean) * (row[o] - mean) / SIZE;
            }
            for (double[] row : z) {
                row[o] = (row[o] - mean) / Math.sqrt(square + 1e-5);
            }
        }
    }

    private static double[][] draw(SplittableRandom random, double deviation) {
        double[][] matrix = new double[SIZE][SIZE];
        each(matrix, (row, i) -> row[i] = deviation * random.nextGaussian());
        return matrix;
    }

    private static double length(double[][] matrix) {
        double[] sum = new double[1];
        each(matrix, (row, i) -> sum[0] += row[i] * row[i]);
        return Math.sqrt(sum[0]);
    }

    private interface Visitor {
        void visit(double[] row, int i);
    }

    private static void each(double[][] matrix, Visitor visitor) {
        for (double[] row : matrix) {
            for (int i = 0; i < row.length; i++) {
                visitor.visit(row, i);
            }
        }
    }
}
