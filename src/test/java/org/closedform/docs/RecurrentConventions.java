package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.closedform.operator.Gru;
import org.closedform.operator.GruCell;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Rnn;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;

/** The rows of the conventions that are about recurrent layers. */
final class RecurrentConventions {
    private static final Numbers NUMBERS = new Numbers(ElementType.FLOAT64);
    private static final double TANH_1 = 0.761594155955764888119;
    private static final double SIGMOID_1 = 0.731058578630004879251;

    private RecurrentConventions() {}

    static Map<String, Executable> rows() {
        return Map.ofEntries(
                Map.entry("recurrent-axes", RecurrentConventions::axes),
                Map.entry("recurrent-weights", RecurrentConventions::weights),
                Map.entry("recurrent-biases", RecurrentConventions::biases),
                Map.entry("recurrent-initial-state", RecurrentConventions::initialState),
                Map.entry("recurrent-output", RecurrentConventions::output),
                Map.entry("rnn-nonlinearity", RecurrentConventions::nonlinearity),
                Map.entry("lstm-gates", RecurrentConventions::gates),
                Map.entry("lstm-peepholes", RecurrentConventions::peepholes),
                Map.entry("lstm-cell", RecurrentConventions::cell),
                Map.entry("gru-gates", RecurrentConventions::gruGates),
                Map.entry("gru-reset", RecurrentConventions::gruReset),
                Map.entry("gru-cell", RecurrentConventions::gruCell),
                Map.entry("recurrent-lengths", RecurrentConventions::lengths),
                Map.entry("recurrent-direction", RecurrentConventions::direction));
    }

    private static Tensor zeros(int... dimensions) {
        return Tensor.zeros(Shape.of(dimensions));
    }

    /** An LSTM of one unit, one feature, without a way from x or h: its gates are those of the bias. */
    private static Lstm.Pass ofBias(double i, double f, double g, double o, double c0) {
        RecurrentParameters parameters =
                new RecurrentParameters(zeros(4, 1), zeros(4, 1), Tensor.of(i, f, g, o), zeros(4));
        return new Lstm()
                .forward(new Lstm.Inputs(zeros(1, 1, 1), zeros(1, 1), Tensor.of(new double[][] {{c0}}), parameters));
    }

    /** x [T, N, D]: a second step follows from the first, a second sequence does not. */
    private static void axes() {
        Tensor one = Tensor.of(new double[][] {{1}});
        RecurrentParameters parameters = new RecurrentParameters(one, one, zeros(1), zeros(1));
        Rnn rnn = new Rnn(Rnn.Nonlinearity.RELU);
        Tensor steps = Tensor.of(1, 10).reshape(2, 1, 1);
        NUMBERS.assertHolds(rnn.apply(new Rnn.Inputs(steps, parameters)).y(), 1, 11);
        Tensor sequences = steps.reshape(1, 2, 1);
        NUMBERS.assertHolds(rnn.apply(new Rnn.Inputs(sequences, parameters)).y(), 1, 10);
    }

    /** W_ih [H, D], W_hh [H, H]: rows make outputs. */
    private static void weights() {
        RecurrentParameters parameters = new RecurrentParameters(
                Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}}),
                Tensor.of(new double[][] {{10, 20}, {30, 40}}),
                zeros(2),
                zeros(2));
        Tensor x = Tensor.of(1, 0, 1).reshape(1, 1, 3);
        Rnn.Inputs in = new Rnn.Inputs(x, Tensor.of(new double[][] {{0, 1}}), parameters);
        NUMBERS.assertHolds(new Rnn(Rnn.Nonlinearity.RELU).apply(in).y(), 1 + 3 + 20, 4 + 6 + 40);
    }

    /** Both are added. */
    private static void biases() {
        RecurrentParameters parameters =
                new RecurrentParameters(zeros(1, 1), zeros(1, 1), Tensor.of(2.0), Tensor.of(3.0));
        Rnn.Output out = new Rnn(Rnn.Nonlinearity.RELU).apply(new Rnn.Inputs(zeros(1, 1, 1), parameters));
        NUMBERS.assertHolds(out.y(), 5);
        RecurrentParameters keras = RecurrentParameters.fromKeras(zeros(3, 8), zeros(2, 8), Tensor.ones(Shape.of(8)));
        assertEquals(zeros(8), keras.biasHh());
    }

    private static void initialState() {
        RecurrentParameters parameters = new RecurrentParameters(zeros(8, 3), zeros(8, 2), zeros(8), zeros(8));
        Lstm.Inputs in = new Lstm.Inputs(zeros(5, 4, 3), parameters);
        assertEquals(zeros(4, 2), in.h0());
        assertEquals(zeros(4, 2), in.c0());
        assertEquals(zeros(4, 2), new Rnn.Inputs(zeros(5, 4, 3), parameters).h0());
    }

    private static void output() {
        RecurrentParameters parameters = new RecurrentParameters(zeros(8, 3), zeros(8, 2), zeros(8), zeros(8));
        Lstm.Output out = new Lstm().apply(new Lstm.Inputs(zeros(5, 4, 3), parameters));
        assertEquals(Shape.of(5, 4, 2), out.y().shape());
        assertEquals(Shape.of(4, 2), out.hLast().shape());
        assertEquals(Shape.of(4, 2), out.cLast().shape());
    }

    private static void nonlinearity() {
        Tensor one = Tensor.of(new double[][] {{1}});
        RecurrentParameters parameters = new RecurrentParameters(one, one, zeros(1), zeros(1));
        Rnn.Inputs in = new Rnn.Inputs(one.expandDims(0), parameters);
        NUMBERS.assertHoldsWithin(2, new Rnn().apply(in).y(), TANH_1);
        NUMBERS.assertHolds(new Rnn(Rnn.Nonlinearity.RELU).apply(in).y(), 1);
    }

    /** Each gate in its block, told by its own number; and ONNX's order put right. */
    private static void gates() {
        Lstm.Pass pass = ofBias(-1000, 1000, 1, -1000, 3);
        NUMBERS.assertHolds(pass.i(), 0);
        NUMBERS.assertHolds(pass.f(), 1);
        NUMBERS.assertHoldsWithin(2, pass.g(), TANH_1);
        NUMBERS.assertHolds(pass.o(), 0);
        NUMBERS.assertHolds(pass.c(), 3);
        RecurrentParameters onnx = Lstm.fromOnnx(zeros(4, 1), zeros(4, 1), Tensor.of(1, 4, 2, 3, 5, 8, 6, 7));
        NUMBERS.assertHolds(onnx.biasIh(), 1, 2, 3, 4);
        NUMBERS.assertHolds(onnx.biasHh(), 5, 6, 7, 8);
    }

    /** Gates do not look at the cell. */
    private static void peepholes() {
        Lstm.Pass pass = ofBias(1, 1, 1, 1, 100);
        NUMBERS.assertHoldsWithin(2, pass.i(), SIGMOID_1);
        NUMBERS.assertHoldsWithin(2, pass.f(), SIGMOID_1);
        NUMBERS.assertHoldsWithin(2, pass.o(), SIGMOID_1);
    }

    private static void cell() {
        RecurrentParameters parameters = new RecurrentParameters(zeros(8, 3), zeros(8, 2), zeros(8), zeros(8));
        LstmCell.Output out = new LstmCell().apply(new LstmCell.Inputs(zeros(4, 3), parameters));
        assertEquals(new LstmCell.Output(zeros(4, 2), zeros(4, 2)), out);
    }

    /** A GRU of one unit, without a way from x: its gates are those of the biases, its candidate sees {@code weight} times h. */
    private static Gru.Pass ofBias(Gru gru, Tensor biasIh, Tensor biasHh, double weight, double h0) {
        Tensor fromState = Tensor.of(new double[][] {{0}, {0}, {weight}});
        RecurrentParameters parameters = new RecurrentParameters(zeros(3, 1), fromState, biasIh, biasHh);
        return gru.forward(new Gru.Inputs(zeros(1, 1, 1), Tensor.of(new double[][] {{h0}}), parameters));
    }

    /** Each gate in its block, told by its own number; z keeps; and the orders of others put right. */
    private static void gruGates() {
        Gru.Pass kept = ofBias(new Gru(), Tensor.of(-1000, 1000, 1), zeros(3), 0, 3);
        NUMBERS.assertHolds(kept.r(), 0);
        NUMBERS.assertHolds(kept.z(), 1);
        NUMBERS.assertHoldsWithin(2, kept.n(), TANH_1);
        NUMBERS.assertHolds(kept.output().y(), 3);
        RecurrentParameters onnx = Gru.fromOnnx(zeros(3, 1), zeros(3, 1), Tensor.of(2, 1, 3, 5, 4, 6));
        NUMBERS.assertHolds(onnx.biasIh(), 1, 2, 3);
        NUMBERS.assertHolds(onnx.biasHh(), 4, 5, 6);
        Tensor both = Tensor.of(new double[][] {{2, 1, 3}, {5, 4, 6}});
        assertEquals(onnx, Gru.fromKeras(zeros(1, 3), zeros(1, 3), both));
    }

    /** With r = 0 the bias of the state's part shows before the product only. */
    private static void gruReset() {
        Tensor closed = Tensor.of(-1000, -1000, 0);
        Tensor one = Tensor.of(0, 0, 1);
        NUMBERS.assertHolds(ofBias(new Gru(), closed, one, 5, 3).output().y(), 0);
        Gru before = new Gru(Gru.Reset.BEFORE);
        NUMBERS.assertHoldsWithin(2, ofBias(before, closed, one, 5, 3).output().y(), TANH_1);
        assertEquals(new Gru(Gru.Reset.AFTER), new Gru());
    }

    private static void gruCell() {
        RecurrentParameters parameters = new RecurrentParameters(zeros(6, 3), zeros(6, 2), zeros(6), zeros(6));
        assertEquals(zeros(4, 2), new GruCell().apply(new GruCell.Inputs(zeros(4, 3), parameters)));
    }

    /** Sums of 1 and 10, of two steps and of one. */
    private static void lengths() {
        Rnn.Output out = new Rnn(Rnn.Nonlinearity.RELU).withLengths(2, 1).apply(sums());
        NUMBERS.assertHolds(out.y(), 1, 2, 11, 0);
        NUMBERS.assertHolds(out.hLast(), 11, 2);
    }

    private static void direction() {
        Rnn.Output out = new Rnn(Rnn.Nonlinearity.RELU).reversed().apply(sums());
        NUMBERS.assertHolds(out.y(), 11, 22, 10, 20);
        NUMBERS.assertHolds(out.hLast(), 11, 22);
        Rnn.Output padded =
                new Rnn(Rnn.Nonlinearity.RELU).reversed().withLengths(2, 1).apply(sums());
        NUMBERS.assertHolds(padded.y(), 11, 2, 10, 0);
        NUMBERS.assertHolds(padded.hLast(), 11, 2);
    }

    /** Two sequences of two steps, 1 then 10 and 2 then 20, which are added up. */
    private static Rnn.Inputs sums() {
        Tensor one = Tensor.of(new double[][] {{1}});
        return new Rnn.Inputs(
                Tensor.of(1, 2, 10, 20).reshape(2, 2, 1), new RecurrentParameters(one, one, zeros(1), zeros(1)));
    }
}
