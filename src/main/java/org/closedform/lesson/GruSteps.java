package org.closedform.lesson;

import org.closedform.lesson.Step.Phase;
import org.closedform.operator.Gru;
import org.closedform.operator.GruCell;
import org.closedform.tensor.Tensor;

/** Explains a GRU moment by moment, and one step of it. */
final class GruSteps {
    private GruSteps() {}

    static void gru(Gru operator, Gru.Inputs in, Gru.Output dy, Steps steps) {
        RecurrentSteps common = RecurrentSteps.of(operator.traversal(), in.x(), steps);
        GruMoment[] moments = new GruMoment[in.x().shape().dimension(0)];
        Tensor h = in.h0();
        for (int t = 1; t <= moments.length; t++) {
            Tensor x = in.x().select(0, t - 1);
            GruCell.Pass cell = new GruCell(operator.reset()).forward(new GruCell.Inputs(x, h, in.parameters()));
            moments[t - 1] = new GruMoment(operator.reset(), cell);
            moments[t - 1].forward(new Moment(steps, Phase.FORWARD, t, true, t == 1));
            h = cell.output();
        }
        Gru.Pass pass = operator.forward(in);
        common.states(pass.output().y(), pass.output().hLast());

        Tensor onwards = dy.hLast();
        for (int t = moments.length; t >= 1; t--) {
            boolean isLast = t == moments.length;
            Moment moment = new Moment(steps, Phase.BACKWARD, t, true, isLast);
            Tensor dh = moment.add(
                    "dh_{t}",
                    "gradient of the state",
                    "dh_{t} = dy_{t} + " + (isLast ? "dhLast" : "dk_{t+1}"),
                    RecurrentSteps.TWO_WAYS,
                    dy.y().select(0, t - 1).plus(onwards));
            onwards = moments[t - 1].backward(moment, dh);
        }
        Gru.Inputs d = pass.backward(dy);
        common.input("dp", d.x());
        firstState(steps, d.h0());
        common.parameters("dp", "dq", ofCandidate(operator.reset(), "r_t ⊙ h_t−1"), d.parameters());
    }

    /** One step of a GRU, from h_0 to h_1. */
    static void cell(GruCell operator, GruCell.Inputs in, Tensor dy, Steps steps) {
        GruCell.Pass pass = operator.forward(in);
        GruMoment step = new GruMoment(operator.reset(), pass);
        step.forward(new Moment(steps, Phase.FORWARD, 1, false, true));
        step.backward(new Moment(steps, Phase.BACKWARD, 1, false, true), dy);
        GruCell.Inputs d = pass.backward(dy);
        steps.backward("dx_1", "gradient of x", "dx_1 = W_ihᵀ dp_1", d.x());
        firstState(steps, d.h());
        RecurrentSteps.ofStep("dp_1", "dq_1", ofCandidate(operator.reset(), "r_1 ⊙ h_0"), d.parameters(), steps);
    }

    private static void firstState(Steps steps, Tensor dh0) {
        steps.backward("dh_0", "gradient of the first state", "dh_0 = dk_1", dh0);
    }

    /** What the candidate's rows of the state's weight are multiplied with, where that is not the state. */
    private static String ofCandidate(Gru.Reset reset, String multiplied) {
        return reset == Gru.Reset.AFTER ? "" : ", of n with " + multiplied;
    }
}
