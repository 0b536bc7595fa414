package org.closedform.lesson;

import java.util.List;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Rnn;
import org.closedform.tensor.Tensor;

/** A recurrent layer, moment by moment, and back from the last to the first. */
record RnnSteps(Rnn operator) implements Explanation<Rnn.Inputs, Rnn.Output> {

    @Override
    public List<Step> forwardSteps(Rnn.Inputs in) {
        Steps steps = new Steps();
        Rnn.Pass pass = operator.forward(in);
        for (int t = 1; t <= length(in.x()); t++) {
            Moment moment = new Moment(steps, t, true, t == 1);
            weighedSums(moment, "One row for each sequence.", pass.z().select(0, t - 1));
            moment.add(
                    "state",
                    tanh() ? "h_{t} = tanh(z_{t})" : "h_{t} = max(z_{t}, 0)",
                    tanh() ? "h_{t} = \\tanh(z_{t})" : "h_{t} = \\max(z_{t}, 0)",
                    "What the layer remembers, and gives out.",
                    pass.output().y().select(0, t - 1));
        }
        states(steps, pass.output().y(), pass.output().hLast());
        return steps.list();
    }

    static int length(Tensor x) {
        return x.shape().dimension(0);
    }

    static void weighedSums(Moment moment, String note, Tensor z) {
        moment.add(
                "weighed sums",
                "z_{t} = W_ih x_{t} + b_ih + W_hh h_{t-1} + b_hh",
                "z_{t} = W_{ih} x_{t} + b_{ih} + W_{hh} h_{t-1} + b_{hh}",
                note,
                z);
    }

    static void states(Steps steps, Tensor y, Tensor hLast) {
        steps.add("all states", "y = (h_1, …, h_T)", "y = (h_1, \\dots, h_T)", y);
        steps.add("last state", "hLast = h_T", "\\mathrm{hLast} = h_T", hLast);
    }

    private boolean tanh() {
        return operator.nonlinearity() == Rnn.Nonlinearity.TANH;
    }

    @Override
    public List<Step> backwardSteps(Rnn.Inputs in, Rnn.Output dy) {
        Steps steps = new Steps();
        Rnn.Pass pass = operator.forward(in);
        int last = length(in.x());
        Tensor onwards = dy.hLast();
        for (int t = last; t >= 1; t--) {
            Moment moment = new Moment(steps, t, true, t == last);
            Tensor dh = state(moment, dy.y().select(0, t - 1).plus(onwards));
            Tensor slope = moment.add(
                    "slope",
                    tanh() ? "φ′(z_{t}) = 1 − h_{t}²" : "φ′(z_{t}) = 1 where z_{t} > 0, else 0",
                    tanh()
                            ? "\\varphi'(z_{t}) = 1 - h_{t}^2"
                            : "\\varphi'(z_{t}) = \\begin{cases} 1 & z_{t} > 0 \\cr 0 & z_{t} \\le 0 \\end{cases}",
                    tanh() ? "At most 1, at z = 0." : "What is on passes a gradient unchanged.",
                    pass.slope().select(0, t - 1));
            Tensor dz = moment.add(
                    "gradient of the sums",
                    "dz_{t} = φ′(z_{t}) ⊙ dh_{t}",
                    "dz_{t} = \\varphi'(z_{t}) \\odot dh_{t}",
                    slope.times(dh));
            onwards = dz.matmul(in.parameters().weightHh());
        }
        Rnn.Inputs d = pass.backward(dy);
        input(steps, "dx_t = W_ihᵀ dz_t", "dx_t = W_{ih}^\\top dz_t", d.x());
        firstState(steps, d.h0());
        parameters(steps, true, d.parameters());
        return steps.list();
    }

    /** By the two ways that a state goes: out, and on. */
    static Tensor state(Moment moment, Tensor dh) {
        return moment.first()
                ? moment.add(
                        "gradient of the state",
                        "dh_{t} = dy_{t} + dhLast",
                        "dh_{t} = dy_{t} + \\mathrm{dhLast}",
                        "A state goes two ways, out as y and on to the next step; the last one goes out twice.",
                        dh)
                : moment.add(
                        "gradient of the state",
                        "dh_{t} = dy_{t} + W_hhᵀ dz_{t+1}",
                        "dh_{t} = dy_{t} + W_{hh}^\\top dz_{t+1}",
                        dh);
    }

    static void input(Steps steps, String formula, String latex, Tensor dx) {
        steps.add("gradient of x", formula, latex, dx);
    }

    static void firstState(Steps steps, Tensor dh0) {
        steps.add("gradient of the first state", "dh_0 = W_hhᵀ dz_1", "dh_0 = W_{hh}^\\top dz_1", dh0);
    }

    /** Sums over the moments of a sequence, or what a single one adds. */
    static void parameters(Steps steps, boolean inSequence, RecurrentParameters d) {
        String sum = inSequence ? "Σ_t dz_t" : "dz_1";
        String latex = inSequence ? "\\sum_t dz_t" : "dz_1";
        steps.add(
                "gradient of the input's weight",
                "dW_ih = " + sum + (inSequence ? " x_tᵀ" : " x_1ᵀ"),
                "dW_{ih} = " + latex + (inSequence ? " x_t^\\top" : " x_1^\\top"),
                inSequence
                        ? "The weights serve every step, so their gradients are sums over the steps, and over the sequences."
                        : "Summed over the sequences.",
                d.weightIh());
        steps.add(
                "gradient of the state's weight",
                "dW_hh = " + sum + (inSequence ? " h_t−1ᵀ" : " h_0ᵀ"),
                "dW_{hh} = " + latex + (inSequence ? " h_{t-1}^\\top" : " h_0^\\top"),
                d.weightHh());
        steps.add("gradient of one bias", "db_ih = " + sum, "db_{ih} = " + latex, d.biasIh());
        steps.add(
                "gradient of the other",
                "db_hh = " + sum,
                "db_{hh} = " + latex,
                "The same: only the sum of the two matters.",
                d.biasHh());
    }

    @Override
    public String inputSymbol(String part) {
        return symbol(part);
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

    @Override
    public String upstreamSymbol(String part) {
        return "d" + part;
    }
}
