package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.closedform.operator.Gru;
import org.closedform.operator.GruCell;
import org.closedform.operator.Initialization;
import org.closedform.operator.Linear;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.Operator;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Rnn;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * An RNN, an LSTM and a GRU of eight units, before training, which read the same sequence. Each tells what arrives of a gradient at the
 * end after 0, 1, 2, … steps back in time.
 *
 * @param rnn the RNN's input and parameters
 * @param lstm the LSTM's; its input gate is almost closed
 * @param gru the GRU's
 * @param upstream ∂C/∂h after the last step, or ∂C/∂c in the LSTM; its norm is 1
 */
record RecurrentNets(Rnn.Inputs rnn, Lstm.Inputs lstm, Gru.Inputs gru, Tensor upstream) {
    static final int STEPS = 100;
    static final int UNITS = 8;
    static final int FEATURES = 3;

    private static final double INPUT_DEVIATION = 0.1;
    private static final double INPUT_GATE_BIAS = -4;

    /**
     * Draws the nets.
     *
     * @param forget the bias of the LSTM's forget gate, and of the GRU's update gate
     * @param scale all singular values of each recurrent matrix
     * @param seed the seed of all random numbers
     */
    static RecurrentNets of(double forget, double scale, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor x = Tensor.draw(Shape.of(STEPS, 1, FEATURES), random::nextGaussian);
        Tensor upstream = Tensor.draw(Shape.of(1, UNITS), random::nextGaussian);
        return new RecurrentNets(
                new Rnn.Inputs(x, parameters(random, scale, 0)),
                new Lstm.Inputs(x, parameters(random, scale, INPUT_GATE_BIAS, forget, 0, 0)),
                new Gru.Inputs(x, parameters(random, scale, 0, forget, 0)),
                upstream.dividedBy(upstream.norm()));
    }

    /** One matrix for each gate, and its bias. */
    private static RecurrentParameters parameters(SplittableRandom random, double scale, double... biases) {
        int rows = biases.length * UNITS;
        List<Tensor> recurrent = new ArrayList<>();
        for (int gate = 0; gate < biases.length; gate++) {
            recurrent.add(
                    Initialization.orthogonal(Shape.of(UNITS, UNITS), random).times(scale));
        }
        return new RecurrentParameters(
                Tensor.draw(Shape.of(rows, FEATURES), () -> INPUT_DEVIATION * random.nextGaussian()),
                Tensor.concatenate(0, recurrent.toArray(Tensor[]::new)),
                Tensor.generate(Shape.of(rows), index -> biases[index[0] / UNITS]),
                Tensor.zeros(Shape.of(rows)));
    }

    /** ‖∂C/∂h‖ of the RNN, whose step is tanh(W_hh h + W_ih x). */
    Tensor throughRnn() {
        RecurrentParameters weights = rnn.parameters();
        return norms(
                t -> {
                    Tensor fromInput = new LinearWithoutBias()
                            .apply(new LinearWithoutBias.Inputs(rnn.x().select(0, t), weights.weightIh()))
                            .reshape(UNITS);
                    return new Linear()
                            .holding(
                                    (Tensor h) -> new Linear.Inputs(h, weights.weightHh(), fromInput), Linear.Inputs::x)
                            .then(new Tanh());
                },
                rnn.h0(),
                upstream);
    }

    /** ‖∂C/∂(h, c)‖ of the LSTM. */
    Tensor throughLstm() {
        return norms(
                t -> {
                    Tensor x = lstm.x().select(0, t);
                    return new LstmCell()
                            .holding(
                                    (LstmCell.Output state) ->
                                            new LstmCell.Inputs(x, state.h(), state.c(), lstm.parameters()),
                                    in -> new LstmCell.Output(in.h(), in.c()));
                },
                new LstmCell.Output(lstm.h0(), lstm.c0()),
                new LstmCell.Output(upstream.zerosLike(), upstream));
    }

    /** ‖∂C/∂h‖ of the GRU. */
    Tensor throughGru() {
        return norms(
                t -> {
                    Tensor x = gru.x().select(0, t);
                    return new GruCell()
                            .holding((Tensor h) -> new GruCell.Inputs(x, h, gru.parameters()), GruCell.Inputs::h);
                },
                gru.h0(),
                upstream);
    }

    /** ‖∂C/∂c‖ along the LSTM's cell alone: times the forget gates of each step. */
    Tensor alongCell() {
        Tensor gates = new Lstm().forward(lstm).f();
        return norms(
                t -> {
                    Tensor f = gates.select(0, t);
                    return Operator.of((Tensor c) -> c.times(f), (c, y, dy) -> dy.times(f));
                },
                lstm.c0(),
                upstream);
    }

    private static <S extends TensorTree<S>> Tensor norms(IntFunction<Operator<S, S>> step, S first, S last) {
        List<Operator.Pass<S, S>> passes = new ArrayList<>();
        S state = first;
        for (int t = 0; t < STEPS; t++) {
            passes.add(step.apply(t).forward(state));
            state = passes.get(t).output();
        }
        double[] norms = new double[STEPS + 1];
        S gradient = last;
        norms[0] = gradient.norm();
        for (int back = 1; back <= STEPS; back++) {
            gradient = passes.get(STEPS - back).backward(gradient);
            norms[back] = gradient.norm();
        }
        return Tensor.of(norms);
    }
}
