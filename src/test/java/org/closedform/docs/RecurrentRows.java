package org.closedform.docs;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.function.Consumer;
import org.closedform.operator.Gru;
import org.closedform.operator.Lstm;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Rnn;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/** The rows of the table that are about recurrent layers. */
final class RecurrentRows {
    private RecurrentRows() {}

    static Map<String, Consumer<Numbers>> rows() {
        return Map.ofEntries(
                Map.entry("lstm-remembers", RecurrentRows::remembers),
                Map.entry("lstm-saturated", RecurrentRows::saturated),
                Map.entry("gru-remembers", RecurrentRows::gruRemembers),
                Map.entry("gru-saturated", RecurrentRows::gruSaturated),
                Map.entry("recurrent-padding", RecurrentRows::padding),
                Map.entry("recurrent-length-zero", RecurrentRows::lengthZero),
                Map.entry("recurrent-nan", RecurrentRows::nan),
                Map.entry("rnn-relu-zero", RecurrentRows::reluZero),
                Map.entry("recurrent-empty-batch", RecurrentRows::emptyBatch),
                Map.entry("recurrent-no-step", RecurrentRows::noStep));
    }

    /** One unit whose gates are those of the bias. */
    private static Lstm.Inputs ofBias(Numbers numbers, Tensor x, Tensor c0, double i, double f, double g, double o) {
        RecurrentParameters parameters = new RecurrentParameters(
                numbers.empty(4, 1), numbers.empty(4, 1), numbers.vector(i, f, g, o), numbers.empty(4));
        return new Lstm.Inputs(x, numbers.empty(c0.shape().dimensions()), c0, parameters);
    }

    /** f = 1, i = 0, o = 1/2. */
    private static void remembers(Numbers numbers) {
        Tensor c0 = numbers.matrix(Numbers.row(0.1));
        Lstm.Pass pass = new Lstm().forward(ofBias(numbers, numbers.empty(1000, 1, 1), c0, -1e6, 1e6, 1, 0));
        assertEquals(c0, pass.output().cLast());
        Lstm.Output none = pass.output().times(0);
        Lstm.Inputs d = pass.backward(new Lstm.Output(none.y(), none.hLast(), numbers.matrix(Numbers.row(0.3))));
        assertEquals(numbers.matrix(Numbers.row(0.3)), d.c0());
    }

    /** σ′(40) · c0 · dc, where σ(40) rounds to 1. */
    private static void saturated(Numbers numbers) {
        Tensor c0 = numbers.matrix(Numbers.row(1));
        Lstm.Pass pass = new Lstm().forward(ofBias(numbers, numbers.empty(1, 1, 1), c0, -1e6, 40, 1, 0));
        numbers.assertHolds(pass.f(), 1);
        Lstm.Output none = pass.output().times(0);
        Lstm.Inputs d = pass.backward(new Lstm.Output(none.y(), none.hLast(), numbers.matrix(Numbers.row(1))));
        numbers.assertHoldsWithin(4, d.parameters().biasIh(), 0, 4.24835425529158895923e-18, 0, 0);
        Lstm.Inputs zeros = pass.inputs().zerosLike();
        RecurrentParameters opening = new RecurrentParameters(
                zeros.parameters().weightIh(),
                zeros.parameters().weightHh(),
                numbers.vector(0, 1, 0, 0),
                numbers.empty(4));
        Lstm.Output movement = pass.pushforward(new Lstm.Inputs(zeros.x(), zeros.h0(), zeros.c0(), opening));
        numbers.assertHoldsWithin(4, movement.cLast(), 4.24835425529158895923e-18);
    }

    /** One unit whose gates are those of the bias. */
    private static Gru.Inputs ofBias(Numbers numbers, Tensor x, Tensor h0, double r, double z, double n) {
        RecurrentParameters parameters = new RecurrentParameters(
                numbers.empty(3, 1), numbers.empty(3, 1), numbers.vector(r, z, n), numbers.empty(3));
        return new Gru.Inputs(x, h0, parameters);
    }

    /** z = 1, 1 − z = 0. */
    private static void gruRemembers(Numbers numbers) {
        Tensor h0 = numbers.matrix(Numbers.row(0.1));
        for (Gru.Reset reset : Gru.Reset.values()) {
            Gru.Pass pass = new Gru(reset).forward(ofBias(numbers, numbers.empty(1000, 1, 1), h0, 0, 1e6, 1));
            assertEquals(h0, pass.output().hLast());
            Tensor dh = numbers.matrix(Numbers.row(0.3));
            assertEquals(
                    dh, pass.backward(pass.output().zerosLike().withHLast(dh)).h0());
        }
    }

    /** (1 − z)·n and, by the gate's slope, −σ′(40)·n with n = tanh(1): 1 − z and σ′(40) are e⁻⁴⁰ to 17 digits. */
    private static void gruSaturated(Numbers numbers) {
        Tensor h0 = numbers.matrix(Numbers.row(0));
        Gru.Pass pass = new Gru().forward(ofBias(numbers, numbers.empty(1, 1, 1), h0, 0, 40, 1));
        numbers.assertHolds(pass.z(), 1);
        numbers.assertHoldsWithin(6, pass.output().y(), 3.2355217732598798e-18);
        Tensor one = numbers.matrix(Numbers.row(1));
        Tensor dBias = pass.backward(pass.output().zerosLike().withHLast(one))
                .parameters()
                .biasIh();
        numbers.assertHoldsWithin(6, dBias.slice(0, 1, 2), -3.2355217732598798e-18);
    }

    /** The second sequence has one step of three. */
    private static void padding(Numbers numbers) {
        Tensor x = numbers.vector(1, 2, 3, NaN, 5, NEGATIVE_INFINITY).reshape(3, 2, 1);
        Tensor one = numbers.matrix(Numbers.row(1));
        RecurrentParameters sum = new RecurrentParameters(one, one, numbers.empty(1), numbers.empty(1));
        Rnn.Pass pass = new Rnn(Rnn.Nonlinearity.RELU).withLengths(3, 1).forward(new Rnn.Inputs(x, sum));
        numbers.assertHolds(pass.output().y(), 1, 2, 4, 0, 9, 0);
        numbers.assertHolds(pass.output().hLast(), 9, 2);
        Rnn.Inputs d = pass.backward(pass.output().zerosLike().withY(x.map(v -> v == v && v > 0 ? 1 : v)));
        numbers.assertHolds(d.x(), 3, 1, 2, 0, 1, 0);
        numbers.assertHolds(d.parameters().weightIh(), 3 + 6 + 5 + 2);
        Rnn.Output movement = pass.pushforward(new Rnn.Inputs(x, sum.zerosLike()));
        numbers.assertHolds(movement.y(), 1, 2, 4, 0, 9, 0);
        RecurrentParameters three = parameters(numbers, 6);
        Tensor features = numbers.vector(1, 2, NaN, NaN).reshape(2, 1, 2);
        Gru.Pass gru = new Gru().withLengths(1).forward(new Gru.Inputs(features, three));
        numbers.assertHolds(gru.output().y(), 0, 0, 0, 0);
        assertEquals(features.zerosLike(), gru.backward(gru.output().onesLike()).x());
        Lstm.Pass lstm = new Lstm().withLengths(1).forward(new Lstm.Inputs(features, parameters(numbers, 8)));
        numbers.assertHolds(lstm.output().y(), 0, 0, 0, 0);
        assertEquals(
                parameters(numbers, 8).weightHh(),
                lstm.backward(lstm.output()).parameters().weightHh());
    }

    private static void lengthZero(Numbers numbers) {
        Tensor h0 = numbers.matrix(Numbers.row(0.25, -0.5));
        Lstm.Inputs in = new Lstm.Inputs(numbers.empty(3, 1, 2).onesLike(), h0, h0.times(2), parameters(numbers, 8));
        Lstm.Pass pass = new Lstm().withLengths(0).forward(in);
        assertEquals(h0, pass.output().hLast());
        assertEquals(h0.times(2), pass.output().cLast());
        numbers.assertHolds(pass.output().y(), 0, 0, 0, 0, 0, 0);
        Lstm.Output dy = pass.output().onesLike().withCLast(h0);
        Lstm.Inputs d = pass.backward(dy);
        assertEquals(new Lstm.Inputs(in.x().zerosLike(), h0.onesLike(), h0, in.parameters()), d);
    }

    /** Three steps of two sequences; the second step of the first is NaN. */
    private static void nan(Numbers numbers) {
        Tensor x = numbers.vector(1, 2, NaN, 3, 5, 4).reshape(3, 2, 1);
        Tensor one = numbers.matrix(Numbers.row(1));
        RecurrentParameters rectified = new RecurrentParameters(one, one, numbers.empty(1), numbers.empty(1));
        Rnn.Pass pass = new Rnn(Rnn.Nonlinearity.RELU).forward(new Rnn.Inputs(x, rectified));
        numbers.assertHolds(pass.output().y(), 1, 2, NaN, 5, NaN, 9);
        Rnn.Inputs moving = new Rnn.Inputs(x.onesLike(), rectified.zerosLike());
        numbers.assertHolds(pass.pushforward(moving).y(), 1, 1, NaN, 2, NaN, 3);
        RecurrentParameters gated = new RecurrentParameters(
                Tensor.ones(Shape.of(4, 1)).to(numbers.type()),
                Tensor.ones(Shape.of(4, 1)).to(numbers.type()),
                numbers.empty(4),
                numbers.empty(4));
        Lstm.Output lstm = new Lstm().apply(new Lstm.Inputs(x, gated));
        Lstm.Output clean = new Lstm().apply(new Lstm.Inputs(x.map(v -> Double.isNaN(v) ? 0 : v), gated));
        double[] expected = clean.y().toDoubleArray();
        numbers.assertHolds(lstm.y(), expected[0], expected[1], NaN, expected[3], NaN, expected[5]);
        assertEquals(NaN, lstm.cLast().at(0, 0));
        assertEquals(clean.cLast().at(1, 0), lstm.cLast().at(1, 0));
        RecurrentParameters three = gated.mapTensors(tensor -> tensor.slice(0, 0, 3));
        for (Gru.Reset reset : Gru.Reset.values()) {
            Tensor gru = new Gru(reset).apply(new Gru.Inputs(x, three)).y();
            double[] of = new Gru(reset)
                    .apply(new Gru.Inputs(x.map(v -> Double.isNaN(v) ? 0 : v), three))
                    .y()
                    .toDoubleArray();
            numbers.assertHolds(gru, of[0], of[1], NaN, of[3], NaN, of[5]);
        }
    }

    private static void reluZero(Numbers numbers) {
        RecurrentParameters zero =
                new RecurrentParameters(numbers.empty(1, 1), numbers.empty(1, 1), numbers.empty(1), numbers.empty(1));
        Rnn.Pass pass = new Rnn(Rnn.Nonlinearity.RELU).forward(new Rnn.Inputs(numbers.empty(2, 1, 1), zero));
        numbers.assertHolds(pass.output().y(), 0, 0);
        numbers.assertHolds(pass.slope(), 0, 0);
    }

    private static void emptyBatch(Numbers numbers) {
        Lstm.Inputs in = new Lstm.Inputs(numbers.empty(3, 0, 2), parameters(numbers, 8));
        Lstm.Pass pass = new Lstm().forward(in);
        numbers.assertEmpty(pass.output().y(), 3, 0, 2);
        numbers.assertEmpty(pass.output().cLast(), 0, 2);
        assertEquals(in, pass.backward(pass.output()));
        assertEquals(pass.output(), pass.pushforward(in));
        assertEquals(in, pass.curvature(pass.output(), in));
        Gru.Inputs gated = new Gru.Inputs(numbers.empty(3, 0, 2), parameters(numbers, 6));
        Gru.Pass gru = new Gru().forward(gated);
        numbers.assertEmpty(gru.output().y(), 3, 0, 2);
        assertEquals(gated, gru.backward(gru.output()));
        assertEquals(gru.output(), gru.pushforward(gated));
        assertEquals(gated, gru.curvature(gru.output(), gated));
        Rnn.Inputs plain = new Rnn.Inputs(numbers.empty(3, 0, 2), parameters(numbers, 2));
        Rnn.Pass rnn = new Rnn().forward(plain);
        numbers.assertEmpty(rnn.output().y(), 3, 0, 2);
        assertEquals(plain, rnn.backward(rnn.output()));
        assertEquals(rnn.output(), rnn.pushforward(plain));
        assertEquals(plain, rnn.curvature(rnn.output(), plain));
    }

    private static void noStep(Numbers numbers) {
        Tensor x = numbers.empty(0, 1, 2);
        assertThrows(ShapeException.class, () -> new Lstm().forward(new Lstm.Inputs(x, parameters(numbers, 8))));
        assertThrows(ShapeException.class, () -> new Gru().forward(new Gru.Inputs(x, parameters(numbers, 6))));
        assertThrows(ShapeException.class, () -> new Rnn().forward(new Rnn.Inputs(x, parameters(numbers, 2))));
    }

    /** All 0, for two features and two units. */
    private static RecurrentParameters parameters(Numbers numbers, int rows) {
        return new RecurrentParameters(
                numbers.empty(rows, 2), numbers.empty(rows, 2), numbers.empty(rows), numbers.empty(rows));
    }
}
