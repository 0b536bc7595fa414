package org.closedform.operator;

import java.util.List;
import java.util.SplittableRandom;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Recurrent layers at random points, the same for the same seed. */
final class RecurrentCases {
    private RecurrentCases() {}

    static Tensor tensor(SplittableRandom random, ElementType type, double size, int... dimensions) {
        return Tensor.draw(Shape.of(dimensions), () -> random.nextDouble(-size, size))
                .to(type);
    }

    /** Weights of so many blocks of H rows, between −1 and 1. */
    static RecurrentParameters parameters(
            SplittableRandom random, ElementType type, int blocks, int features, int hidden) {
        return new RecurrentParameters(
                tensor(random, type, 1, blocks * hidden, features),
                tensor(random, type, 1, blocks * hidden, hidden),
                tensor(random, type, 1, blocks * hidden),
                tensor(random, type, 1, blocks * hidden));
    }

    static Lstm.Inputs lstm(long seed, ElementType type, int steps, int batch, int features, int hidden) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Lstm.Inputs(
                tensor(random, type, 2, steps, batch, features),
                tensor(random, type, 1, batch, hidden),
                tensor(random, type, 2, batch, hidden),
                parameters(random, type, 4, features, hidden));
    }

    static LstmCell.Inputs cell(long seed, ElementType type, int batch, int features, int hidden) {
        Lstm.Inputs in = lstm(seed, type, 1, batch, features, hidden);
        return new LstmCell.Inputs(in.x().squeeze(0), in.h0(), in.c0(), in.parameters());
    }

    static Rnn.Inputs rnn(long seed, ElementType type, int steps, int batch, int features, int hidden) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Rnn.Inputs(
                tensor(random, type, 2, steps, batch, features),
                tensor(random, type, 1, batch, hidden),
                parameters(random, type, 1, features, hidden));
    }

    static Gru.Inputs gru(long seed, ElementType type, int steps, int batch, int features, int hidden) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Gru.Inputs(
                tensor(random, type, 2, steps, batch, features),
                tensor(random, type, 1, batch, hidden),
                parameters(random, type, 3, features, hidden));
    }

    static GruCell.Inputs gruCell(long seed, ElementType type, int batch, int features, int hidden) {
        Gru.Inputs in = gru(seed, type, 1, batch, features, hidden);
        return new GruCell.Inputs(in.x().squeeze(0), in.h0(), in.parameters());
    }

    /** All steps forwards, all backwards, or one of these with lengths, drawn too. */
    static Traversal traversal(long seed, int steps, int batch) {
        SplittableRandom random = new SplittableRandom(~seed);
        Traversal.Direction direction =
                random.nextBoolean() ? Traversal.Direction.FORWARD : Traversal.Direction.REVERSE;
        List<Integer> lengths = random.ints(batch, 0, steps + 1).boxed().toList();
        return new Traversal(direction, random.nextBoolean() ? lengths : List.of());
    }

    static List<Rnn> nonlinearities() {
        return List.of(new Rnn(Rnn.Nonlinearity.TANH), new Rnn(Rnn.Nonlinearity.RELU));
    }
}
