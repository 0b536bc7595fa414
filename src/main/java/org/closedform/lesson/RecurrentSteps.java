package org.closedform.lesson;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.lesson.Step.Phase;
import org.closedform.operator.Gru;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.Operator;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Rnn;
import org.closedform.operator.Traversal;
import org.closedform.tensor.Tensor;

/** Explains recurrent layers moment by moment: forward from the first, and back from the last. */
final class RecurrentSteps {
    private static final String OTHER_BIAS = "The same: only the sum of the two matters.";

    static final String TWO_WAYS =
            "A state goes two ways, out as y and on to the next step; the last one goes out twice.";

    private final Steps steps;
    private final int length;

    private RecurrentSteps(Steps steps, Tensor x) {
        this.steps = steps;
        this.length = x.shape().dimension(0);
    }

    static void rnn(Rnn operator, Rnn.Inputs in, Rnn.Output dy, Steps steps) {
        of(operator.traversal(), in.x(), steps).rnn(operator.forward(in), in, dy);
    }

    static void lstm(Lstm operator, Lstm.Inputs in, Lstm.Output dy, Steps steps) {
        of(operator.traversal(), in.x(), steps).lstm(operator.forward(in), in, dy);
    }

    /** What layers have in common, written down for one that takes all steps from the first to the last. */
    static RecurrentSteps of(Traversal traversal, Tensor x, Steps steps) {
        if (!takesAllSteps(traversal)) {
            throw new IllegalArgumentException("WorkedExample: the layer goes through its sequences by " + traversal
                    + ", but what is explained is all steps from the first to the last");
        }
        return new RecurrentSteps(steps, x);
    }

    private static boolean takesAllSteps(Traversal traversal) {
        return traversal.direction() == Traversal.Direction.FORWARD
                && traversal.lengths().isEmpty();
    }

    /** Whether an operator is a recurrent layer that takes its steps in a way that is not explained. */
    static boolean isBeyond(Operator<?, ?> operator) {
        return operator instanceof Rnn rnn && !takesAllSteps(rnn.traversal())
                || operator instanceof Lstm lstm && !takesAllSteps(lstm.traversal())
                || operator instanceof Gru gru && !takesAllSteps(gru.traversal());
    }

    private void rnn(Rnn.Pass pass, Rnn.Inputs in, Rnn.Output dy) {
        boolean tanh = pass.nonlinearity() == Rnn.Nonlinearity.TANH;
        for (int t = 1; t <= length; t++) {
            Moment moment = new Moment(steps, Phase.FORWARD, t, true, t == 1);
            weightedSums(moment, "One row for each sequence.", pass.z().select(0, t - 1));
            moment.add(
                    "h_{t}",
                    "state",
                    tanh ? "h_{t} = tanh(z_{t})" : "h_{t} = max(z_{t}, 0)",
                    "What the layer remembers, and gives out.",
                    pass.output().y().select(0, t - 1));
        }
        states(pass.output().y(), pass.output().hLast());

        Tensor onwards = dy.hLast();
        for (int t = length; t >= 1; t--) {
            Moment moment = new Moment(steps, Phase.BACKWARD, t, true, t == length);
            Tensor dh = state(moment, dy.y().select(0, t - 1).plus(onwards));
            Tensor slope = moment.add(
                    "φ′(z_{t})",
                    "slope",
                    tanh ? "φ′(z_{t}) = 1 − h_{t}²" : "φ′(z_{t}) = 1 where z_{t} > 0, 0 where z_{t} ≤ 0",
                    tanh ? "At most 1, at z = 0." : "A unit that is on passes its gradient unchanged.",
                    pass.slope().select(0, t - 1));
            Tensor dz = moment.add("dz_{t}", "gradient of the sums", "dz_{t} = φ′(z_{t}) ⊙ dh_{t}", slope.times(dh));
            onwards = dz.matmul(in.parameters().weightHh());
        }
        Rnn.Inputs d = pass.backward(dy);
        input("dz", d.x());
        firstState(steps, d.h0());
        parameters("dz", "dz", "", d.parameters());
    }

    private void lstm(Lstm.Pass pass, Lstm.Inputs in, Lstm.Output dy) {
        LstmCell.Pass[] cells = new LstmCell.Pass[length];
        LstmCell.Output carried = new LstmCell.Output(in.h0(), in.c0());
        for (int t = 1; t <= length; t++) {
            Tensor x = in.x().select(0, t - 1);
            cells[t - 1] = new LstmCell().forward(new LstmCell.Inputs(x, carried.h(), carried.c(), in.parameters()));
            carried = cells[t - 1].output();
            LstmMoment.forward(new Moment(steps, Phase.FORWARD, t, true, t == 1), cells[t - 1]);
        }
        states(pass.output().y(), pass.output().hLast());
        steps.forward("cLast", "last cell", "cLast = c_" + length, pass.output().cLast());

        Tensor onwards = dy.hLast();
        Tensor alongCell = dy.cLast();
        for (int t = length; t >= 1; t--) {
            LstmCell.Pass cell = cells[t - 1];
            Moment moment = new Moment(steps, Phase.BACKWARD, t, true, t == length);
            Tensor dh = state(moment, dy.y().select(0, t - 1).plus(onwards));
            Tensor dc = LstmMoment.cell(moment, cell, dh, alongCell);
            onwards =
                    LstmMoment.sums(moment, cell, dh, dc).matmul(in.parameters().weightHh());
            alongCell = cell.f().times(dc);
        }
        Lstm.Inputs d = pass.backward(dy);
        input("dz", d.x());
        firstState(steps, d.h0());
        firstCell(steps, d.c0());
        parameters("dz", "dz", "", d.parameters());
    }

    /** One step of an LSTM, from h_0 and c_0 to h_1 and c_1. */
    static void cell(LstmCell operator, LstmCell.Inputs in, LstmCell.Output dy, Steps steps) {
        LstmCell.Pass pass = operator.forward(in);
        LstmMoment.forward(new Moment(steps, Phase.FORWARD, 1, false, true), pass);
        steps.forward(
                "cLast",
                "cell, handed on",
                "cLast = c_1",
                "With h_1 it is what the next step starts from.",
                pass.output().c());

        Moment moment = new Moment(steps, Phase.BACKWARD, 1, false, true);
        LstmMoment.sums(moment, pass, dy.h(), LstmMoment.cell(moment, pass, dy.h(), dy.c()));
        LstmCell.Inputs d = pass.backward(dy);
        steps.backward("dx_1", "gradient of x", "dx_1 = W_ihᵀ dz_1", d.x());
        firstState(steps, d.h());
        firstCell(steps, d.c());
        ofStep("dz_1", "dz_1", "", d.parameters(), steps);
    }

    /** Writes down the parameters' gradients at one step, from those of the sums over the input and over the state. */
    static void ofStep(String input, String state, String ofCandidate, RecurrentParameters d, Steps steps) {
        String weight = "gradient of the input's weight";
        String stateWeight = "dW_hh = " + state + " h_0ᵀ" + ofCandidate;
        steps.backward("dW_ih", weight, "dW_ih = " + input + " x_1ᵀ", "Summed over the sequences.", d.weightIh());
        steps.backward("dW_hh", "gradient of the state's weight", stateWeight, d.weightHh());
        steps.backward("db_ih", "gradient of one bias", "db_ih = " + input, d.biasIh());
        String other = input.equals(state) ? OTHER_BIAS : "";
        steps.backward("db_hh", "gradient of the other", "db_hh = " + state, other, d.biasHh());
    }

    static void weightedSums(Moment moment, String note, Tensor z) {
        moment.add("z_{t}", "weighted sums", "z_{t} = W_ih x_{t} + b_ih + W_hh h_{t-1} + b_hh", note, z);
    }

    void states(Tensor y, Tensor hLast) {
        overTime(Phase.FORWARD, "y", "all states", "y = (h_1, …, h_T)", "", moments("h_", 1), y);
        steps.forward("hLast", "last state", "hLast = h_" + length, hLast);
    }

    /** Writes down the gradient of a state, the sum over the two ways that the state goes: out, and on to the next step. */
    private static Tensor state(Moment moment, Tensor dh) {
        String name = "gradient of the state";
        return moment.isFirst()
                ? moment.add("dh_{t}", name, "dh_{t} = dy_{t} + dhLast", TWO_WAYS, dh)
                : moment.add("dh_{t}", name, "dh_{t} = dy_{t} + W_hhᵀ dz_{t+1}", dh);
    }

    private static void firstState(Steps steps, Tensor dh0) {
        steps.backward("dh_0", "gradient of the first state", "dh_0 = W_hhᵀ dz_1", dh0);
    }

    private static void firstCell(Steps steps, Tensor dc0) {
        steps.backward("dc_0", "gradient of the first cell", "dc_0 = f_1 ⊙ dc_1", dc0);
    }

    void input(String sums, Tensor dx) {
        List<String> from = with("W_ih", moments(sums + "_", 1));
        overTime(Phase.BACKWARD, "dx", "gradient of x", "dx_t = W_ihᵀ " + sums + "_t", "", from, dx);
    }

    /** Writes down the parameters' gradients, from those of the sums over the input and over the state. */
    void parameters(String input, String state, String ofCandidate, RecurrentParameters d) {
        List<String> inputs = moments(input + "_", 1);
        List<String> states = moments(state + "_", 1);
        overTime(
                Phase.BACKWARD,
                "dW_ih",
                "gradient of the input's weight",
                "dW_ih = Σ_t " + input + "_t x_tᵀ",
                "The weights serve every step, so their gradients are sums over the steps, and over the sequences.",
                with("x", inputs),
                d.weightIh());
        Stream<String> resets = ofCandidate.isEmpty() ? Stream.of() : moments("r_", 1).stream();
        overTime(
                Phase.BACKWARD,
                "dW_hh",
                "gradient of the state's weight",
                "dW_hh = Σ_t " + state + "_t h_t−1ᵀ" + ofCandidate,
                "",
                Stream.of(moments("h_", 0).stream(), resets, states.stream())
                        .flatMap(symbols -> symbols)
                        .toList(),
                d.weightHh());
        overTime(
                Phase.BACKWARD, "db_ih", "gradient of one bias", "db_ih = Σ_t " + input + "_t", "", inputs, d.biasIh());
        String other = input.equals(state) ? OTHER_BIAS : "";
        overTime(
                Phase.BACKWARD,
                "db_hh",
                "gradient of the other",
                "db_hh = Σ_t " + state + "_t",
                other,
                states,
                d.biasHh());
    }

    /** Writes down a step that depends on every moment. */
    private void overTime(
            Phase phase, String symbol, String name, String formula, String note, List<String> from, Tensor value) {
        steps.add(Step.of(phase, symbol, name, formula, note, from, value));
    }

    /** A symbol at all moments, numbered upwards from {@code from}. */
    private List<String> moments(String symbol, int from) {
        return IntStream.range(from, from + length).mapToObj(t -> symbol + t).toList();
    }

    private static List<String> with(String symbol, List<String> others) {
        return Stream.concat(Stream.of(symbol), others.stream()).toList();
    }

    static String symbol(String part) {
        return switch (part) {
            case "h0" -> "h_0";
            case "c0" -> "c_0";
            case "parameters.weightIh" -> "W_ih";
            case "parameters.weightHh" -> "W_hh";
            case "parameters.biasIh" -> "b_ih";
            case "parameters.biasHh" -> "b_hh";
            default -> part;
        };
    }

    static String cellSymbol(String part) {
        return switch (part) {
            case "x" -> "x_1";
            case "h" -> "h_0";
            case "c" -> "c_0";
            default -> symbol(part);
        };
    }
}
