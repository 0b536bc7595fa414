package org.closedform.examples.app;

import java.util.function.UnaryOperator;
import org.closedform.operator.RecurrentParameters;
import org.closedform.tensor.Tensor;

/** The steps of {@link RecurrentNets} once more, in plain loops, differentiated by differences. */
final class PlainCells {
    private static final int UNITS = RecurrentNets.UNITS;
    private static final double STEP = 1e-5;

    private final RecurrentParameters parameters;
    private final Tensor sequence;

    PlainCells(RecurrentParameters parameters, Tensor sequence) {
        this.parameters = parameters;
        this.sequence = sequence;
    }

    /** h, and for the LSTM h and c one behind the other. */
    double[] step(String cell, double[] state, int t) {
        return switch (cell) {
            case "RNN" -> rnn(state, t);
            case "LSTM" -> lstm(state, t);
            default -> gru(state, t);
        };
    }

    private double[] rnn(double[] h, int t) {
        double[] next = new double[UNITS];
        for (int i = 0; i < UNITS; i++) {
            next[i] = Math.tanh(fromInput(i, t) + fromState(i, h));
        }
        return next;
    }

    /** Gates in the order i, f, g, o. */
    private double[] lstm(double[] state, int t) {
        double[] next = new double[2 * UNITS];
        for (int i = 0; i < UNITS; i++) {
            double[] z = new double[4];
            for (int gate = 0; gate < 4; gate++) {
                int row = gate * UNITS + i;
                z[gate] = fromInput(row, t) + fromState(row, state);
            }
            double c = sigmoid(z[1]) * state[UNITS + i] + sigmoid(z[0]) * Math.tanh(z[2]);
            next[UNITS + i] = c;
            next[i] = sigmoid(z[3]) * Math.tanh(c);
        }
        return next;
    }

    /** Gates in the order r, z, n. */
    private double[] gru(double[] h, int t) {
        double[] next = new double[UNITS];
        for (int i = 0; i < UNITS; i++) {
            double r = sigmoid(fromInput(i, t) + fromState(i, h));
            double z = sigmoid(fromInput(UNITS + i, t) + fromState(UNITS + i, h));
            double n = Math.tanh(fromInput(2 * UNITS + i, t) + r * fromState(2 * UNITS + i, h));
            next[i] = (1 - z) * n + z * h[i];
        }
        return next;
    }

    private double fromInput(int row, int t) {
        double sum = parameters.biasIh().at(row);
        for (int j = 0; j < RecurrentNets.FEATURES; j++) {
            sum += parameters.weightIh().at(row, j) * sequence.at(t, 0, j);
        }
        return sum;
    }

    private double fromState(int row, double[] h) {
        double sum = 0;
        for (int j = 0; j < UNITS; j++) {
            sum += parameters.weightHh().at(row, j) * h[j];
        }
        return sum;
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    /** ‖∂C/∂state‖ some steps before the end, C being the upstream times the last units of the last state. */
    double gradientNorm(String cell, Tensor upstream, int back) {
        int from = RecurrentNets.STEPS - back;
        double[] state = new double[cell.equals("LSTM") ? 2 * UNITS : UNITS];
        for (int t = 0; t < from; t++) {
            state = step(cell, state, t);
        }
        UnaryOperator<double[]> rest = start -> {
            double[] last = start;
            for (int t = from; t < RecurrentNets.STEPS; t++) {
                last = step(cell, last, t);
            }
            return last;
        };
        double squares = 0;
        for (int i = 0; i < state.length; i++) {
            double[] above = state.clone();
            double[] below = state.clone();
            above[i] += STEP;
            below[i] -= STEP;
            double slope = (cost(rest.apply(above), upstream) - cost(rest.apply(below), upstream)) / (2 * STEP);
            squares += slope * slope;
        }
        return Math.sqrt(squares);
    }

    private static double cost(double[] last, Tensor upstream) {
        double sum = 0;
        for (int i = 0; i < UNITS; i++) {
            sum += upstream.at(0, i) * last[last.length - UNITS + i];
        }
        return sum;
    }
}
