package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What recurrent layers' own records say to parts that do not fit: 7 steps of 2 sequences with 4 features, 3 hidden units. */
class RecurrentPartsTest {
    private static final Tensor STATE = zeros(2, 3);
    private static final Tensor TURNED = zeros(3, 2);
    private static final String NEEDED = " has shape [3, 2], but [2, 3] is needed";

    private static final RecurrentParameters FOUR =
            new RecurrentParameters(zeros(12, 4), zeros(12, 3), zeros(12), zeros(12));
    private static final RecurrentParameters ONE =
            new RecurrentParameters(zeros(3, 4), zeros(3, 3), zeros(3), zeros(3));

    private static final Lstm.Pass LSTM = new Lstm().forward(new Lstm.Inputs(zeros(7, 2, 4), FOUR));
    private static final Rnn.Pass RNN = new Rnn().forward(new Rnn.Inputs(zeros(7, 2, 4), ONE));
    private static final RecurrentParameters THREE =
            new RecurrentParameters(zeros(9, 4), zeros(9, 3), zeros(9), zeros(9));
    private static final Gru.Pass GRU = new Gru().forward(new Gru.Inputs(zeros(7, 2, 4), THREE));
    private static final GruCell.Pass GRU_CELL = new GruCell().forward(new GruCell.Inputs(zeros(2, 4), THREE));
    private static final LstmCell.Pass CELL = new LstmCell().forward(new LstmCell.Inputs(zeros(2, 4), FOUR));

    private static Tensor zeros(int... dimensions) {
        return Tensor.zeros(Shape.of(dimensions));
    }

    private static void assertShape(String message, Executable run) {
        assertEquals(message, assertThrows(ShapeException.class, run).getMessage());
    }

    @Test
    void anUpstreamOfSomePartsHasZerosElsewhere() {
        Lstm.Output zeros = LSTM.output().zerosLike();
        Tensor ones = zeros.hLast().onesLike();
        Tensor all = zeros.y().onesLike();
        assertEquals(new Lstm.Output(zeros.y(), ones, zeros.cLast()), zeros.withHLast(ones));
        assertEquals(new Lstm.Output(zeros.y(), zeros.hLast(), ones), zeros.withCLast(ones));
        assertEquals(new Lstm.Output(all, zeros.hLast(), zeros.cLast()), zeros.withY(all));
        Rnn.Output none = new Rnn.Output(zeros.y(), zeros.hLast());
        assertEquals(new Rnn.Output(zeros.y(), ones), none.withHLast(ones));
        assertEquals(new Rnn.Output(all, zeros.hLast()), none.withY(all));
        Gru.Output nothing = new Gru.Output(zeros.y(), zeros.hLast());
        assertEquals(new Gru.Output(zeros.y(), ones), nothing.withHLast(ones));
        assertEquals(new Gru.Output(all, zeros.hLast()), nothing.withY(all));
        LstmCell.Output cell = CELL.output().zerosLike();
        Tensor state = cell.h().onesLike();
        assertEquals(new LstmCell.Output(state, cell.c()), cell.withH(state));
        assertEquals(new LstmCell.Output(cell.h(), state), cell.withC(state));
    }

    @Test
    void everyPartOfTheUpstreamIsLikeTheOutputs() {
        Tensor y = LSTM.output().y();
        String sequence = " has shape [2, 3], but [7, 2, 3] is needed";
        assertShape("Lstm.backward: dy: y" + sequence, () -> LSTM.backward(new Lstm.Output(STATE, STATE, STATE)));
        assertShape("Lstm.backward: dy: hLast" + NEEDED, () -> LSTM.backward(new Lstm.Output(y, TURNED, STATE)));
        assertShape("Lstm.backward: dy: cLast" + NEEDED, () -> LSTM.backward(new Lstm.Output(y, STATE, TURNED)));
        assertShape("Rnn.backward: dy: y" + sequence, () -> RNN.backward(new Rnn.Output(STATE, STATE)));
        assertShape("Rnn.backward: dy: hLast" + NEEDED, () -> RNN.backward(new Rnn.Output(y, TURNED)));
        assertShape("LstmCell.backward: dy: h" + NEEDED, () -> CELL.backward(new LstmCell.Output(TURNED, STATE)));
        assertShape("LstmCell.backward: dy: c" + NEEDED, () -> CELL.backward(new LstmCell.Output(STATE, TURNED)));
    }

    @Test
    void treesAreRebuiltFromAsManyParts() {
        assertCounts("Lstm.Inputs", LSTM.inputs());
        assertCounts("Lstm.Output", LSTM.output());
        assertCounts("Rnn.Inputs", RNN.inputs());
        assertCounts("Rnn.Output", RNN.output());
        assertCounts("Gru.Inputs", GRU.inputs());
        assertCounts("Gru.Output", GRU.output());
        assertCounts("GruCell.Inputs", GRU_CELL.inputs());
        assertCounts("LstmCell.Inputs", CELL.inputs());
        assertCounts("LstmCell.Output", CELL.output());
        assertCounts("RecurrentParameters", FOUR);
    }

    private static void assertCounts(String name, TensorTree<?> tree) {
        int count = tree.parts().size();
        List<Tensor> tensors =
                new ArrayList<>(tree.parts().stream().map(NamedTensor::tensor).toList());
        tensors.add(STATE);
        assertEquals(
                "TensorTree.rebuild: " + (count + 1) + " tensors for " + name + ", which has " + count + " parts",
                assertThrows(IllegalArgumentException.class, () -> tree.rebuild(tensors))
                        .getMessage());
    }
}
