package org.closedform.docs;

import static java.lang.Double.NaN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.function.Consumer;
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
        assertThrows(ShapeException.class, () -> new Rnn().forward(new Rnn.Inputs(x, parameters(numbers, 2))));
    }

    /** All 0, for two features and two units. */
    private static RecurrentParameters parameters(Numbers numbers, int rows) {
        return new RecurrentParameters(
                numbers.empty(rows, 2), numbers.empty(rows, 2), numbers.empty(rows), numbers.empty(rows));
    }
}
