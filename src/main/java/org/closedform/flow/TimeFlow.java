package org.closedform.flow;

import java.util.List;
import java.util.function.IntFunction;
import org.closedform.operator.Gru;
import org.closedform.operator.GruCell;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.Operator;
import org.closedform.operator.Rnn;
import org.closedform.operator.Traversal;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Makes chains of the steps of recurrent layers. */
final class TimeFlow {
    private TimeFlow() {}

    static List<FlowLayer<Tensor>> steps(Rnn rnn, Rnn.Inputs in) {
        Operator<Rnn.Inputs, Tensor> step = step(new Rnn(rnn.nonlinearity()));
        return steps(
                "throughTime",
                rnn.traversal(),
                in.x().shape().dimension(0),
                t -> FlowLayer.of(
                        name(t), step, (Tensor h) -> new Rnn.Inputs(in.x().slice(0, t, t + 1), h, in.parameters())));
    }

    static List<FlowLayer<Tensor>> steps(Gru gru, Gru.Inputs in) {
        GruCell step = new GruCell(gru.reset());
        return steps(
                "throughTime",
                gru.traversal(),
                in.x().shape().dimension(0),
                t -> FlowLayer.of(
                        name(t), step, (Tensor h) -> new GruCell.Inputs(in.x().select(0, t), h, in.parameters())));
    }

    /** One layer for each step, in the order in which they are taken. */
    private static <S extends TensorTree<S>> List<FlowLayer<S>> steps(
            String operation, Traversal traversal, int count, IntFunction<FlowLayer<S>> layer) {
        if (!traversal.lengths().isEmpty()) {
            throw new IllegalArgumentException("GradientFlow." + operation + ": the layer has lengths "
                    + traversal.lengths() + ", but the flow is that of sequences of one length; leave them out");
        }
        boolean forward = traversal.direction() == Traversal.Direction.FORWARD;
        return GradientFlow.repeat(count, k -> layer.apply(forward ? k : count - 1 - k));
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
    static List<FlowLayer<Tensor>> forgetting(Traversal traversal, Tensor f) {
        return steps("alongCell", traversal, f.shape().dimension(0), t -> {
            Tensor gate = f.select(0, t);
            return FlowLayer.of(name(t), Operator.of((Tensor c) -> c.times(gate), (c, y, dy) -> dy.times(gate)));
        });
    }

    private static String name(int t) {
        return "t = " + (t + 1);
    }
}
