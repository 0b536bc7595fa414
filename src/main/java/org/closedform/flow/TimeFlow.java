package org.closedform.flow;

import java.util.List;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.Operator;
import org.closedform.operator.Rnn;
import org.closedform.tensor.Tensor;

/** Makes chains of the steps of recurrent layers. */
final class TimeFlow {
    private TimeFlow() {}

    static List<FlowLayer<Tensor>> steps(Rnn rnn, Rnn.Inputs in) {
        Operator<Rnn.Inputs, Tensor> step = step(rnn);
        return GradientFlow.repeat(
                in.x().shape().dimension(0),
                t -> FlowLayer.of(
                        name(t), step, (Tensor h) -> new Rnn.Inputs(in.x().slice(0, t, t + 1), h, in.parameters())));
    }

    /** A recurrent layer on a sequence of a single step, with its last state as the output. */
    private static Operator<Rnn.Inputs, Tensor> step(Rnn rnn) {
        return in -> {
            Rnn.Pass pass = rnn.forward(in);
            Rnn.Output output = pass.output();
            return Operator.Pass.of(
                    output.hLast(),
                    dh -> pass.backward(new Rnn.Output(output.y().zerosLike(), dh)));
        };
    }

    static List<FlowLayer<LstmCell.Output>> steps(Lstm.Inputs in) {
        return GradientFlow.repeat(
                in.x().shape().dimension(0),
                t -> FlowLayer.of(
                        name(t),
                        new LstmCell(),
                        (LstmCell.Output state) ->
                                new LstmCell.Inputs(in.x().select(0, t), state.h(), state.c(), in.parameters())));
    }

    /** One layer for each step, which multiplies the cell by that step's forget gate. */
    static List<FlowLayer<Tensor>> forgetting(Tensor f) {
        return GradientFlow.repeat(f.shape().dimension(0), t -> {
            Tensor gate = f.select(0, t);
            return FlowLayer.of(name(t), Operator.of((Tensor c) -> c.times(gate), (c, y, dy) -> dy.times(gate)));
        });
    }

    private static String name(int t) {
        return "t = " + (t + 1);
    }
}
