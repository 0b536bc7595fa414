package org.closedform.lesson;

import org.closedform.operator.LstmCell;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Tensor;

/** Explains one step of an LSTM: once for a cell, and at every moment of a sequence. */
final class LstmMoment {
    private LstmMoment() {}

    static void forward(Moment moment, LstmCell.Pass pass) {
        RecurrentSteps.weightedSums(
                moment, "One row for each sequence, in four blocks of H numbers, one for each of the gates.", pass.z());
        String gate = ", between 0 and 1.";
        moment.add("i_{t}", "input gate", "i_{t} = σ(z_{t},i)", "How much of the candidate is let in" + gate, pass.i());
        moment.add("f_{t}", "forget gate", "f_{t} = σ(z_{t},f)", "How much of the old cell is kept" + gate, pass.f());
        moment.add("g_{t}", "candidate", "g_{t} = tanh(z_{t},g)", "What is offered to the cell.", pass.g());
        moment.add("o_{t}", "output gate", "o_{t} = σ(z_{t},o)", "How much of the new cell shows" + gate, pass.o());
        moment.add(
                "c_{t}",
                "cell",
                "c_{t} = f_{t} ⊙ c_{t-1} + i_{t} ⊙ g_{t}",
                "A sum: between the old cell and the new there is the forget gate alone, and no weight.",
                pass.output().c());
        moment.add(
                "h_{t}",
                "state",
                "h_{t} = o_{t} ⊙ tanh(c_{t})",
                "The output of the layer, which the next step sees too.",
                pass.output().h());
    }

    /** The gradient of the cell, from the gradient of the state and the gradient that comes back along the cell. */
    static Tensor cell(Moment moment, LstmCell.Pass pass, Tensor dh, Tensor alongCell) {
        Tensor dc = alongCell.plus(new Tanh().forward(pass.output().c()).backward(dh.times(pass.o())));
        return moment.add(
                "dc_{t}",
                "gradient of the cell",
                "dc_{t} = " + (moment.isFirst() ? "dcLast" : "f_{t+1} ⊙ dc_{t+1}") + " + o_{t} ⊙ tanh′(c_{t}) ⊙ dh_{t}",
                "The cell goes two ways: on to the next step, and out through the output gate. tanh′(c) = 1 − tanh²(c).",
                dc);
    }

    /** The gradient of the weighted sums, block by block. */
    static Tensor sums(Moment moment, LstmCell.Pass pass, Tensor dh, Tensor dc) {
        Tensor i = moment.add(
                "dz_{t},i",
                "through the input gate",
                "dz_{t},i = g_{t} ⊙ σ′(z_{t},i) ⊙ dc_{t}",
                "The other factor, times the gate's own slope σ′(z) = σ(z) (1 − σ(z)).",
                new Sigmoid().forward(block(pass, 0)).backward(dc.times(pass.g())));
        Tensor f = moment.add(
                "dz_{t},f",
                "through the forget gate",
                "dz_{t},f = c_{t-1} ⊙ σ′(z_{t},f) ⊙ dc_{t}",
                new Sigmoid()
                        .forward(block(pass, 1))
                        .backward(dc.times(pass.inputs().c())));
        Tensor g = moment.add(
                "dz_{t},g",
                "through the candidate",
                "dz_{t},g = i_{t} ⊙ tanh′(z_{t},g) ⊙ dc_{t}",
                new Tanh().forward(block(pass, 2)).backward(dc.times(pass.i())));
        Tensor o = moment.add(
                "dz_{t},o",
                "through the output gate",
                "dz_{t},o = tanh(c_{t}) ⊙ σ′(z_{t},o) ⊙ dh_{t}",
                new Sigmoid()
                        .forward(block(pass, 3))
                        .backward(dh.times(new Tanh().apply(pass.output().c()))));
        return moment.add(
                "dz_{t}",
                "gradient of the sums",
                "dz_{t} = (dz_{t},i, dz_{t},f, dz_{t},g, dz_{t},o)",
                "The four blocks side by side.",
                Tensor.concatenate(-1, i, f, g, o));
    }

    private static Tensor block(LstmCell.Pass pass, int index) {
        int hidden = pass.z().shape().dimension(-1) / 4;
        return pass.z().slice(-1, index * hidden, (index + 1) * hidden);
    }
}
