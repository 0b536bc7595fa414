package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What recurrent layers say to inputs that do not fit: 7 steps of 2 sequences with 4 features, 3 hidden units. */
class RecurrentBadInputTest {
    private static final Tensor X = zeros(7, 2, 4);
    private static final Tensor STATE = zeros(2, 3);
    private static final RecurrentParameters FOUR =
            new RecurrentParameters(zeros(12, 4), zeros(12, 3), zeros(12), zeros(12));
    private static final RecurrentParameters ONE =
            new RecurrentParameters(zeros(3, 4), zeros(3, 3), zeros(3), zeros(3));

    private static final RecurrentParameters THREE =
            new RecurrentParameters(zeros(9, 4), zeros(9, 3), zeros(9), zeros(9));

    private static Tensor zeros(int... dimensions) {
        return Tensor.zeros(Shape.of(dimensions));
    }

    private static void assertShape(String message, Executable run) {
        assertEquals(message, assertThrows(ShapeException.class, run).getMessage());
    }

    private static Executable lstm(Tensor x, Tensor h0, Tensor c0, RecurrentParameters parameters) {
        return () -> new Lstm().forward(new Lstm.Inputs(x, h0, c0, parameters));
    }

    private static Executable rnn(Tensor x, Tensor h0, RecurrentParameters parameters) {
        return () -> new Rnn().forward(new Rnn.Inputs(x, h0, parameters));
    }

    private static Executable cell(Tensor x, Tensor h, Tensor c, RecurrentParameters parameters) {
        return () -> new LstmCell().forward(new LstmCell.Inputs(x, h, c, parameters));
    }

    @Test
    void noStepHasNoLastState() {
        String rest =
                ": x has shape [0, 2, 4], sequences of no steps, which have no last state; at least one step is needed";
        assertShape("Lstm" + rest, lstm(zeros(0, 2, 4), STATE, STATE, FOUR));
        assertShape("Rnn" + rest, rnn(zeros(0, 2, 4), STATE, ONE));
    }

    @Test
    void xIsOfTheRankOfSequencesOrOfAStep() {
        assertShape(
                "Lstm: x has shape [2, 4], but sequences [T, N, D] are needed", lstm(zeros(2, 4), STATE, STATE, FOUR));
        assertShape("Rnn: x has shape [4], but sequences [T, N, D] are needed", rnn(zeros(4), STATE, ONE));
        assertShape(
                "LstmCell: x has shape [7, 2, 4], but one step of sequences, [N, D], is needed",
                cell(X, STATE, STATE, FOUR));
        assertShape(
                "Lstm.Inputs: x has shape [4], but sequences [T, N, D] are needed",
                () -> new Lstm.Inputs(zeros(4), FOUR));
    }

    @Test
    void theFeaturesAreThoseThatTheWeightTakes() {
        assertShape(
                "Lstm: x has 5 features in [7, 2, 5], but weightIh [12, 4] takes 4",
                lstm(zeros(7, 2, 5), STATE, STATE, FOUR));
        assertShape("Rnn: x has 5 features in [7, 2, 5], but weightIh [3, 4] takes 4", rnn(zeros(7, 2, 5), STATE, ONE));
        assertShape(
                "LstmCell: x has 5 features in [2, 5], but weightIh [12, 4] takes 4",
                cell(zeros(2, 5), STATE, STATE, FOUR));
    }

    @Test
    void statesAreOfTheBatchAndTheHiddenUnits() {
        String rest = "0 has shape [3, 2], but 2 sequences and 3 hidden units take [2, 3]";
        assertShape("Lstm: h" + rest, lstm(X, zeros(3, 2), STATE, FOUR));
        assertShape("Lstm: c" + rest, lstm(X, STATE, zeros(3, 2), FOUR));
        assertShape("Rnn: h" + rest, rnn(X, zeros(3, 2), ONE));
        assertShape(
                "LstmCell: h has shape [3], but 2 sequences and 3 hidden units take [2, 3]",
                cell(zeros(2, 4), zeros(3), STATE, FOUR));
        assertShape(
                "LstmCell: c has shape [3], but 2 sequences and 3 hidden units take [2, 3]",
                cell(zeros(2, 4), STATE, zeros(3), FOUR));
    }

    @Test
    void weightsAreBlocksOfTheHiddenUnits() {
        assertShape(
                "Lstm: weightIh has shape [10, 4], but a matrix [4H, D], H rows for each of the gates i, f, g and o, is"
                        + " needed",
                lstm(X, STATE, STATE, new RecurrentParameters(zeros(10, 4), zeros(12, 3), zeros(12), zeros(12))));
        assertShape(
                "Rnn: weightIh has shape [4], but a matrix [H, D] is needed",
                rnn(X, STATE, new RecurrentParameters(zeros(4), zeros(3, 3), zeros(3), zeros(3))));
        assertShape(
                "Lstm: weightHh has shape [12, 4], but weightIh [12, 4] is of 3 hidden units, which take [12, 3]",
                lstm(X, STATE, STATE, new RecurrentParameters(zeros(12, 4), zeros(12, 4), zeros(12), zeros(12))));
        assertShape(
                "Lstm: weightHh has shape [12], but a matrix of H columns is needed",
                lstm(X, STATE, STATE, new RecurrentParameters(zeros(12, 4), zeros(12), zeros(12), zeros(12))));
        assertShape(
                "Lstm.Inputs: weightHh has shape [12], but a matrix of H columns is needed",
                () -> new Lstm.Inputs(X, new RecurrentParameters(zeros(12, 4), zeros(12), zeros(12), zeros(12))));
        assertShape(
                "Rnn: biasIh has shape [4], but weightIh [3, 4] is of 3 hidden units, which take [3]",
                rnn(X, STATE, new RecurrentParameters(zeros(3, 4), zeros(3, 3), zeros(4), zeros(3))));
        assertShape(
                "Rnn: biasHh has shape [4], but weightIh [3, 4] is of 3 hidden units, which take [3]",
                rnn(X, STATE, new RecurrentParameters(zeros(3, 4), zeros(3, 3), zeros(3), zeros(4))));
    }

    @Test
    void allIsOfOneElementType() {
        Lstm.Inputs in = new Lstm.Inputs(X, STATE, STATE, FOUR);
        for (int p = 1; p < 7; p++) {
            int other = p;
            List<NamedTensor> parts = in.parts();
            List<Tensor> tensors =
                    new ArrayList<>(parts.stream().map(NamedTensor::tensor).toList());
            tensors.set(other, tensors.get(other).to(ElementType.FLOAT32));
            String name = parts.get(other).name().replace("parameters.", "");
            assertEquals(
                    "Lstm: " + name + " is " + ElementType.FLOAT32 + ", but x is " + ElementType.FLOAT64
                            + "; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    assertThrows(IllegalArgumentException.class, () -> new Lstm().forward(in.rebuild(tensors)))
                            .getMessage());
        }
    }

    @Test
    void theUpstreamIsLikeTheOutput() {
        Lstm.Pass pass = new Lstm().forward(new Lstm.Inputs(X, FOUR));
        Lstm.Output out = pass.output();
        assertShape(
                "Lstm.backward: dy: cLast has shape [3, 2], but [2, 3] is needed",
                () -> pass.backward(new Lstm.Output(out.y(), out.hLast(), zeros(3, 2))));
        Rnn.Pass plain = new Rnn().forward(new Rnn.Inputs(X, ONE));
        assertShape(
                "Rnn.backward: dy: y has shape [2, 3], but [7, 2, 3] is needed",
                () -> plain.backward(new Rnn.Output(STATE, STATE)));
    }

    @Test
    void theTangentIsLikeTheInputs() {
        String h = ".pushforward: tangent: h0 has shape [3, 2], but [2, 3] is needed";
        Lstm.Pass lstm = new Lstm().forward(new Lstm.Inputs(X, FOUR));
        assertShape("Lstm" + h, () -> lstm.pushforward(new Lstm.Inputs(X, zeros(3, 2), STATE, FOUR)));
        Rnn.Pass rnn = new Rnn().forward(new Rnn.Inputs(X, ONE));
        assertShape("Rnn" + h, () -> rnn.pushforward(new Rnn.Inputs(X, zeros(3, 2), ONE)));
        String ofCurvature = h.replace("pushforward", "curvature");
        assertShape(
                "Lstm" + ofCurvature,
                () -> lstm.curvature(lstm.output(), new Lstm.Inputs(X, zeros(3, 2), STATE, FOUR)));
        assertShape("Rnn" + ofCurvature, () -> rnn.curvature(rnn.output(), new Rnn.Inputs(X, zeros(3, 2), ONE)));
        assertShape(
                "Rnn.curvature: dy: y has shape [2, 3], but [7, 2, 3] is needed",
                () -> rnn.curvature(new Rnn.Output(STATE, STATE), rnn.inputs()));
        LstmCell.Pass cell = new LstmCell().forward(new LstmCell.Inputs(zeros(2, 4), FOUR));
        assertShape(
                "LstmCell.pushforward: tangent: parameters.weightIh has shape [3, 4], but [12, 4] is needed",
                () -> cell.pushforward(new LstmCell.Inputs(zeros(2, 4), STATE, STATE, ONE)));
    }

    @Test
    void onnxsWeightsAreOfOneDirection() {
        assertShape(
                "Lstm.fromOnnx: w has shape [1, 12, 4], but a matrix [4H, D] of one direction is needed; select(0, 0)"
                        + " takes the first",
                () -> Lstm.fromOnnx(zeros(1, 12, 4), zeros(12, 3), zeros(24)));
        assertShape(
                "Lstm.fromOnnx: r has shape [3, 12], but beside w [12, 4] a matrix of 12 rows is needed",
                () -> Lstm.fromOnnx(zeros(12, 4), zeros(3, 12), zeros(24)));
        assertShape(
                "Lstm.fromOnnx: b has shape [12], but beside w [12, 4] [24] is needed",
                () -> Lstm.fromOnnx(zeros(12, 4), zeros(12, 3), zeros(12)));
        assertShape(
                "RecurrentParameters.fromKeras: kernel has shape [4], but a matrix is needed",
                () -> RecurrentParameters.fromKeras(zeros(4), zeros(3, 12), zeros(12)));
    }

    @Test
    void aGruSaysTheSame() {
        assertShape(
                "Gru: x has shape [0, 2, 4], sequences of no steps, which have no last state; at least one step is needed",
                () -> new Gru().forward(new Gru.Inputs(zeros(0, 2, 4), STATE, THREE)));
        assertShape("Gru: x has shape [2, 4], but sequences [T, N, D] are needed", () -> new Gru()
                .forward(new Gru.Inputs(zeros(2, 4), STATE, THREE)));
        assertShape("GruCell: x has shape [7, 2, 4], but one step of sequences, [N, D], is needed", () -> new GruCell()
                .forward(new GruCell.Inputs(X, STATE, THREE)));
        assertShape(
                "Gru: weightIh has shape [10, 4], but a matrix [3H, D], H rows for each of r, z and n, is needed",
                () -> new Gru()
                        .forward(new Gru.Inputs(
                                X, STATE, new RecurrentParameters(zeros(10, 4), zeros(9, 3), zeros(9), zeros(9)))));
        assertShape("Gru: h0 has shape [3, 2], but 2 sequences and 3 hidden units take [2, 3]", () -> new Gru()
                .forward(new Gru.Inputs(X, zeros(3, 2), THREE)));
        assertShape("GruCell: h has shape [3], but 2 sequences and 3 hidden units take [2, 3]", () -> new GruCell()
                .forward(new GruCell.Inputs(zeros(2, 4), zeros(3), THREE)));
        Gru.Pass pass = new Gru().forward(new Gru.Inputs(X, THREE));
        assertShape(
                "Gru.backward: dy: y has shape [2, 3], but [7, 2, 3] is needed",
                () -> pass.backward(new Gru.Output(STATE, STATE)));
        Gru.Inputs wrong = new Gru.Inputs(X, zeros(3, 2), THREE);
        String h0 = ": tangent: h0 has shape [3, 2], but [2, 3] is needed";
        assertShape("Gru.pushforward" + h0, () -> pass.pushforward(wrong));
        assertShape("Gru.curvature" + h0, () -> pass.curvature(pass.output(), wrong));
        GruCell.Pass cell = new GruCell().forward(new GruCell.Inputs(zeros(2, 4), THREE));
        assertShape("GruCell.backward: dy has shape [3, 2], but [2, 3] is needed", () -> cell.backward(zeros(3, 2)));
        assertShape(
                "GruCell.pushforward: tangent: h has shape [3, 2], but [2, 3] is needed",
                () -> cell.pushforward(new GruCell.Inputs(zeros(2, 4), zeros(3, 2), THREE)));
    }

    @Test
    void aGrusWeightsOfOtherLibrariesAreOfThreeBlocks() {
        assertShape(
                "Gru.fromOnnx: w has shape [1, 9, 4], but a matrix [3H, D] of one direction is needed; select(0, 0)"
                        + " takes the first",
                () -> Gru.fromOnnx(zeros(1, 9, 4), zeros(9, 3), zeros(18)));
        assertShape(
                "Gru.fromOnnx: b has shape [9], but beside w [9, 4] [18] is needed",
                () -> Gru.fromOnnx(zeros(9, 4), zeros(9, 3), zeros(9)));
        assertShape(
                "Gru.fromKeras: kernel has shape [4, 10], but a matrix [D, 3H] is needed",
                () -> Gru.fromKeras(zeros(4, 10), zeros(3, 9), zeros(9)));
        assertShape(
                "Gru.fromKeras: recurrentKernel has shape [9], but a matrix [H, 3H] is needed",
                () -> Gru.fromKeras(zeros(4, 9), zeros(9), zeros(9)));
        for (int[] bias : new int[][] {{3, 9}, {8}, {18}, {}, {1, 2, 9}}) {
            assertShape(
                    "Gru.fromKeras: bias has shape " + Shape.of(bias)
                            + ", but beside kernel [4, 9] [2, 9] or [9] is needed",
                    () -> Gru.fromKeras(zeros(4, 9), zeros(3, 9), zeros(bias)));
        }
    }

    @Test
    void nullIsNamed() {
        assertNull("Gru.Inputs: x is null", () -> new Gru.Inputs(null, THREE));
        assertNull("GruCell.Inputs: x is null", () -> new GruCell.Inputs(null, THREE));
        assertNull("Gru: reset is null", () -> new Gru((Gru.Reset) null));
        assertNull("GruCell: reset is null", () -> new GruCell(null));
        assertNull("Gru.fromOnnx: b is null", () -> Gru.fromOnnx(zeros(9, 4), zeros(9, 3), null));
        assertNull("Gru.fromKeras: kernel is null", () -> Gru.fromKeras(null, zeros(3, 9), zeros(9)));
        assertNull("Gru.fromKeras: bias is null", () -> Gru.fromKeras(zeros(4, 9), zeros(3, 9), null));

        assertNull("Lstm.Inputs: x is null", () -> new Lstm.Inputs(null, FOUR));
        assertNull("Rnn.Inputs: x is null", () -> new Rnn.Inputs(null, ONE));
        assertNull("LstmCell.Inputs: x is null", () -> new LstmCell.Inputs(null, FOUR));
        Rnn.Pass rnn = new Rnn().forward(new Rnn.Inputs(X, ONE));
        assertNull("Rnn.pushforward: tangent is null", () -> rnn.pushforward(null));
    }

    @Test
    void otherLibrariesWeightsAreAllThere() {
        assertNull("Lstm.fromOnnx: w is null", () -> Lstm.fromOnnx(null, zeros(12, 3), zeros(24)));
        assertNull("Lstm.fromOnnx: r is null", () -> Lstm.fromOnnx(zeros(12, 4), null, zeros(24)));
        assertNull("Lstm.fromOnnx: b is null", () -> Lstm.fromOnnx(zeros(12, 4), zeros(12, 3), null));
        String keras = "RecurrentParameters.fromKeras: ";
        assertNull(keras + "kernel is null", () -> RecurrentParameters.fromKeras(null, zeros(3, 12), zeros(12)));
        assertNull(
                keras + "recurrentKernel is null", () -> RecurrentParameters.fromKeras(zeros(4, 12), null, zeros(12)));
        assertNull(keras + "bias is null", () -> RecurrentParameters.fromKeras(zeros(4, 12), zeros(3, 12), null));
    }

    private static void assertNull(String message, Executable run) {
        assertEquals(message, assertThrows(NullPointerException.class, run).getMessage());
    }
}
