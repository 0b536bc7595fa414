package org.closedform.flow;

import java.util.List;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Steps of recurrent nets with one neuron, by hand. */
final class RecurrentSteps {
    private RecurrentSteps() {}

    record RnnInputs(Tensor x, Tensor h, Tensor weight, Tensor recurrent) implements TensorTree<RnnInputs> {}

    /** h′ = tanh(weight x + recurrent h). */
    static final Operator<RnnInputs, Tensor> RNN =
            Operator.of(in -> new Tanh().apply(preActivation(in)), (in, y, dy) -> {
                Tensor dz = new Tanh().forward(preActivation(in)).backward(dy);
                return new RnnInputs(
                        dz.times(in.weight()), dz.times(in.recurrent()), dz.times(in.x()), dz.times(in.h()));
            });

    private static Tensor preActivation(RnnInputs in) {
        return in.weight().times(in.x()).plus(in.recurrent().times(in.h()));
    }

    static List<FlowLayer<Tensor>> rnn(int steps, double recurrent) {
        return GradientFlow.repeat(
                steps,
                t -> FlowLayer.of(
                        "t = " + (t + 1),
                        RNN,
                        h -> new RnnInputs(Tensor.scalar(input(t)), h, Tensor.scalar(0.5), Tensor.scalar(recurrent))));
    }

    private static double input(int t) {
        return t % 3 == 0 ? 0.4 : -0.2;
    }

    record State(Tensor h, Tensor c) implements TensorTree<State> {}

    /** The four gates' biases, and one weight for the input and one for h, shared by all gates. */
    record LstmInputs(Tensor x, State state, Tensor weight, Tensor i, Tensor f, Tensor g, Tensor o)
            implements TensorTree<LstmInputs> {}

    /** c′ = f c + i g, h′ = o tanh c′; each gate of weight · (x + h) + its bias. */
    static final Operator<LstmInputs, State> LSTM = Operator.of(
            in -> {
                Tensor z = in.weight().times(in.x().plus(in.state().h()));
                Tensor i = new Sigmoid().apply(z.plus(in.i()));
                Tensor f = new Sigmoid().apply(z.plus(in.f()));
                Tensor g = new Tanh().apply(z.plus(in.g()));
                Tensor o = new Sigmoid().apply(z.plus(in.o()));
                Tensor c = f.times(in.state().c()).plus(i.times(g));
                return new State(o.times(new Tanh().apply(c)), c);
            },
            (in, y, dy) -> {
                Tensor v = in.x().plus(in.state().h());
                Tensor z = in.weight().times(v);
                var i = new Sigmoid().forward(z.plus(in.i()));
                var f = new Sigmoid().forward(z.plus(in.f()));
                var g = new Tanh().forward(z.plus(in.g()));
                var o = new Sigmoid().forward(z.plus(in.o()));
                var tanh = new Tanh().forward(y.c());
                Tensor dc = dy.c().plus(tanh.backward(dy.h().times(o.output())));
                Tensor di = i.backward(dc.times(g.output()));
                Tensor df = f.backward(dc.times(in.state().c()));
                Tensor dg = g.backward(dc.times(i.output()));
                Tensor dO = o.backward(dy.h().times(tanh.output()));
                Tensor dz = di.plus(df).plus(dg).plus(dO);
                Tensor dv = dz.times(in.weight());
                return new LstmInputs(dv, new State(dv, dc.times(f.output())), dz.times(v), di, df, dg, dO);
            });

    static LstmInputs lstmInputs(int t, State state, double inputBias, double forgetBias) {
        return new LstmInputs(
                Tensor.scalar(input(t)),
                state,
                Tensor.scalar(0.5),
                Tensor.scalar(inputBias),
                Tensor.scalar(forgetBias),
                Tensor.scalar(0),
                Tensor.scalar(0));
    }

    static List<FlowLayer<State>> lstm(int steps, double inputBias, double forgetBias) {
        return GradientFlow.repeat(
                steps, t -> FlowLayer.of("t = " + (t + 1), LSTM, state -> lstmInputs(t, state, inputBias, forgetBias)));
    }
}
