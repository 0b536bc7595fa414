package org.closedform.lesson;

import org.closedform.operator.LstmCell;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Tensor;

/** One step of an LSTM: what {@link LstmCellSteps} shows once and {@link LstmSteps} for every moment. */
record LstmMoment(Moment moment, LstmCell.Pass pass) {

    void forward() {
        RnnSteps.weighedSums(
                moment, "One row for each sequence, in four blocks of H numbers, one for each of the gates.", pass.z());
        moment.add(
                "input gate",
                "i_{t} = σ(z_{t},i)",
                "i_{t} = \\sigma(z_{{t},i})",
                "How much of the candidate is let in, between 0 and 1.",
                pass.i());
        moment.add(
                "forget gate",
                "f_{t} = σ(z_{t},f)",
                "f_{t} = \\sigma(z_{{t},f})",
                "How much of the old cell is kept, between 0 and 1.",
                pass.f());
        moment.add(
                "candidate",
                "g_{t} = tanh(z_{t},g)",
                "g_{t} = \\tanh(z_{{t},g})",
                "What is offered to the cell.",
                pass.g());
        moment.add(
                "output gate",
                "o_{t} = σ(z_{t},o)",
                "o_{t} = \\sigma(z_{{t},o})",
                "How much of the new cell shows, between 0 and 1.",
                pass.o());
        moment.add(
                "cell",
                "c_{t} = f_{t} ⊙ c_{t-1} + i_{t} ⊙ g_{t}",
                "c_{t} = f_{t} \\odot c_{t-1} + i_{t} \\odot g_{t}",
                "A sum: between the old cell and the new there is the forget gate alone, and no weight.",
                pass.output().c());
        moment.add(
                "state",
                "h_{t} = o_{t} ⊙ tanh(c_{t})",
                "h_{t} = o_{t} \\odot \\tanh(c_{t})",
                "What the layer gives out, and the next step sees.",
                pass.output().h());
    }

    /** The gradient of the cell, from that of the state and from what comes back along the cell. */
    Tensor cell(Tensor dh, Tensor alongCell) {
        Tensor dc = alongCell.plus(new Tanh().forward(pass.output().c()).backward(dh.times(pass.o())));
        return moment.first()
                ? moment.add(
                        "gradient of the cell",
                        "dc_{t} = dcLast + o_{t} ⊙ tanh′(c_{t}) ⊙ dh_{t}",
                        "dc_{t} = \\mathrm{dcLast} + o_{t} \\odot \\tanh'(c_{t}) \\odot dh_{t}",
                        "The cell goes two ways, on and out through the output gate. tanh′(c) = 1 − tanh²(c).",
                        dc)
                : moment.add(
                        "gradient of the cell",
                        "dc_{t} = f_{t+1} ⊙ dc_{t+1} + o_{t} ⊙ tanh′(c_{t}) ⊙ dh_{t}",
                        "dc_{t} = f_{t+1} \\odot dc_{t+1} + o_{t} \\odot \\tanh'(c_{t}) \\odot dh_{t}",
                        dc);
    }

    /** The gradient of the weighed sums, block by block. */
    Tensor sums(Tensor dh, Tensor dc) {
        Tensor c = pass.inputs().c();
        Tensor i = moment.add(
                "through the input gate",
                "dz_{t},i = g_{t} ⊙ σ′(z_{t},i) ⊙ dc_{t}",
                "dz_{{t},i} = g_{t} \\odot \\sigma'(z_{{t},i}) \\odot dc_{t}",
                "The other factor, times the gate's own slope σ′(z) = σ(z) (1 − σ(z)).",
                new Sigmoid().forward(block(0)).backward(dc.times(pass.g())));
        Tensor f = moment.add(
                "through the forget gate",
                "dz_{t},f = c_{t-1} ⊙ σ′(z_{t},f) ⊙ dc_{t}",
                "dz_{{t},f} = c_{t-1} \\odot \\sigma'(z_{{t},f}) \\odot dc_{t}",
                new Sigmoid().forward(block(1)).backward(dc.times(c)));
        Tensor g = moment.add(
                "through the candidate",
                "dz_{t},g = i_{t} ⊙ tanh′(z_{t},g) ⊙ dc_{t}",
                "dz_{{t},g} = i_{t} \\odot \\tanh'(z_{{t},g}) \\odot dc_{t}",
                new Tanh().forward(block(2)).backward(dc.times(pass.i())));
        Tensor o = moment.add(
                "through the output gate",
                "dz_{t},o = tanh(c_{t}) ⊙ σ′(z_{t},o) ⊙ dh_{t}",
                "dz_{{t},o} = \\tanh(c_{t}) \\odot \\sigma'(z_{{t},o}) \\odot dh_{t}",
                new Sigmoid()
                        .forward(block(3))
                        .backward(dh.times(new Tanh().apply(pass.output().c()))));
        return moment.add(
                "gradient of the sums",
                "dz_{t} = (dz_{t},i, dz_{t},f, dz_{t},g, dz_{t},o)",
                "dz_{t} = (dz_{{t},i}, dz_{{t},f}, dz_{{t},g}, dz_{{t},o})",
                "The four blocks side by side.",
                Tensor.concatenate(-1, i, f, g, o));
    }

    private Tensor block(int index) {
        int hidden = pass.output().c().shape().dimension(-1);
        return pass.z().slice(-1, index * hidden, (index + 1) * hidden);
    }
}
