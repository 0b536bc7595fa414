package org.closedform.lesson;

import org.closedform.operator.Gru;
import org.closedform.operator.GruCell;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Tensor;

/** Explains one step of a GRU: once for a cell, and at every moment of a sequence. */
final class GruMoment {
    private final GruCell.Pass pass;
    private final boolean after;

    GruMoment(Gru.Reset reset, GruCell.Pass pass) {
        this.pass = pass;
        this.after = reset == Gru.Reset.AFTER;
    }

    void forward(Moment moment) {
        GruCell.Inputs in = pass.inputs();
        RecurrentParameters parameters = in.parameters();
        String blocks =
                "One row for each sequence, in three blocks of H numbers: for the gates r and z, and for the candidate n.";
        moment.add(
                "p_{t}",
                "sums over the input",
                "p_{t} = W_ih x_{t} + b_ih",
                blocks,
                affine(in.x(), parameters.weightIh(), parameters.biasIh()));
        moment.add(
                "q_{t}",
                "sums over the state",
                "q_{t} = W_hh h_{t-1} + b_hh",
                after
                        ? "The same blocks."
                        : "The same blocks; that of n is not used, since the reset comes before its product.",
                affine(in.h(), parameters.weightHh(), parameters.biasHh()));
        moment.add(
                "r_{t}",
                "reset gate",
                "r_{t} = σ(p_{t},r + q_{t},r)",
                "How much of the state the candidate sees, between 0 and 1.",
                pass.r());
        moment.add(
                "z_{t}",
                "update gate",
                "z_{t} = σ(p_{t},z + q_{t},z)",
                "How much of the state is kept, between 0 and 1.",
                pass.z());
        if (!after) {
            moment.add(
                    "u_{t}",
                    "state as the candidate sees it",
                    "u_{t} = (W_hh (r_{t} ⊙ h_{t-1}) + b_hh)_n",
                    "The block of n alone.",
                    pass.u());
        }
        moment.add(
                "n_{t}",
                "candidate",
                after ? "n_{t} = tanh(p_{t},n + r_{t} ⊙ q_{t},n)" : "n_{t} = tanh(p_{t},n + u_{t})",
                "What is offered in place of the state.",
                pass.n());
        moment.add(
                "h_{t}",
                "state",
                "h_{t} = (1 − z_{t}) ⊙ n_{t} + z_{t} ⊙ h_{t-1}",
                "A mean of the candidate and the old state: where z is 1, the state is carried on as it is.",
                pass.output());
    }

    private static Tensor affine(Tensor x, Tensor weight, Tensor bias) {
        return x.matmul(weight.transpose()).plus(bias);
    }

    /** The gradients of the sums, from that of the state; and what goes on to the state before. */
    Tensor backward(Moment moment, Tensor dh) {
        Tensor h = pass.inputs().h();
        Tensor dz = moment.add(
                "dz_{t}",
                "gradient of the update gate",
                "dz_{t} = (h_{t-1} − n_{t}) ⊙ dh_{t}",
                "The more the old state differs from the candidate, the more it matters which is taken.",
                h.minus(pass.n()).times(dh));
        Tensor dn = moment.add(
                "dn_{t}",
                "gradient of the candidate",
                "dn_{t} = (1 − z_{t}) ⊙ dh_{t}",
                new Sigmoid().apply(block(pass.a(), 1).times(-1)).times(dh));
        Tensor ofN = moment.add(
                "dp_{t},n",
                "through the candidate",
                "dp_{t},n = (1 − n_{t}²) ⊙ dn_{t}",
                "tanh′ = 1 − tanh².",
                new Tanh().forward(block(pass.a(), 2)).backward(dn));
        Tensor ofU = after ? ofN.times(pass.r()) : ofN;
        Tensor dr = resetGate(moment, ofN, ofU);
        Tensor ofR = moment.add(
                "dp_{t},r",
                "through the reset gate",
                "dp_{t},r = r_{t} ⊙ (1 − r_{t}) ⊙ dr_{t}",
                "σ′ = σ (1 − σ).",
                new Sigmoid().forward(block(pass.a(), 0)).backward(dr));
        Tensor ofZ = moment.add(
                "dp_{t},z",
                "through the update gate",
                "dp_{t},z = z_{t} ⊙ (1 − z_{t}) ⊙ dz_{t}",
                new Sigmoid().forward(block(pass.a(), 1)).backward(dz));
        moment.add(
                "dp_{t}",
                "gradient of the sums over the input",
                "dp_{t} = (dp_{t},r, dp_{t},z, dp_{t},n)",
                "The three blocks side by side.",
                Tensor.concatenate(-1, ofR, ofZ, ofN));
        Tensor dq = moment.add(
                "dq_{t}",
                "gradient of the sums over the state",
                after ? "dq_{t} = (dp_{t},r, dp_{t},z, r_{t} ⊙ dp_{t},n)" : "dq_{t} = dp_{t}",
                after ? "The same, but the candidate sees only r of its sum." : "The same.",
                Tensor.concatenate(-1, ofR, ofZ, ofU));
        return onwards(moment, dh, dq);
    }

    private Tensor resetGate(Moment moment, Tensor ofN, Tensor ofU) {
        if (after) {
            return moment.add(
                    "dr_{t}", "gradient of the reset gate", "dr_{t} = q_{t},n ⊙ dp_{t},n", ofN.times(pass.u()));
        }
        return moment.add(
                "dr_{t}",
                "gradient of the reset gate",
                "dr_{t} = h_{t-1} ⊙ (W_hhᵀ dp_{t},n)",
                "Of the weight the rows of n alone.",
                pass.inputs().h().times(ofU.matmul(candidate())));
    }

    private Tensor onwards(Moment moment, Tensor dh, Tensor dq) {
        Tensor kept = dh.times(pass.z());
        if (after) {
            return moment.add(
                    "dk_{t}",
                    "gradient that goes on",
                    "dk_{t} = z_{t} ⊙ dh_{t} + W_hhᵀ dq_{t}",
                    "The old state is kept, and seen by the gates and the candidate. Along the first way no weight comes.",
                    kept.plus(dq.matmul(weight())));
        }
        int hidden = dh.shape().dimension(-1);
        Tensor gates = dq.slice(-1, 0, 2 * hidden).matmul(weight().slice(0, 0, 2 * hidden));
        Tensor seen = block(dq, 2).matmul(candidate()).times(pass.r());
        return moment.add(
                "dk_{t}",
                "gradient that goes on",
                "dk_{t} = z_{t} ⊙ dh_{t} + W_hhᵀ (dp_{t},r, dp_{t},z) + r_{t} ⊙ (W_hhᵀ dp_{t},n)",
                "The old state is kept, and seen by the gates and the candidate. Along the first way no weight comes.",
                kept.plus(gates).plus(seen));
    }

    private Tensor weight() {
        return pass.inputs().parameters().weightHh();
    }

    private Tensor candidate() {
        int rows = weight().shape().dimension(0);
        return weight().slice(0, 2 * rows / 3, rows);
    }

    private static Tensor block(Tensor a, int index) {
        int hidden = a.shape().dimension(-1) / 3;
        return a.slice(-1, index * hidden, (index + 1) * hidden);
    }
}
