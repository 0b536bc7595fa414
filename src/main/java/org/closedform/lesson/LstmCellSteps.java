package org.closedform.lesson;

import java.util.List;
import org.closedform.operator.LstmCell;
import org.closedform.tensor.Tensor;

/** One step of an LSTM, from h_0 and c_0 to h_1 and c_1. */
record LstmCellSteps(LstmCell operator) implements Explanation<LstmCell.Inputs, LstmCell.Output> {

    private LstmMoment moment(Steps steps, LstmCell.Pass pass) {
        return new LstmMoment(new Moment(steps, 1, false, true), pass);
    }

    @Override
    public List<Step> forwardSteps(LstmCell.Inputs in) {
        Steps steps = new Steps();
        LstmCell.Pass pass = operator.forward(in);
        moment(steps, pass).forward();
        steps.add(
                "cell, handed on",
                "c_1",
                "c_1",
                "With h_1 it is what the next step starts from.",
                pass.output().c());
        return steps.list();
    }

    @Override
    public List<Step> backwardSteps(LstmCell.Inputs in, LstmCell.Output dy) {
        Steps steps = new Steps();
        LstmCell.Pass pass = operator.forward(in);
        LstmMoment moment = moment(steps, pass);
        Tensor dc = moment.cell(dy.h(), dy.c());
        moment.sums(dy.h(), dc);
        LstmCell.Inputs d = pass.backward(dy);
        RnnSteps.input(steps, "dx_1 = W_ihᵀ dz_1", "dx_1 = W_{ih}^\\top dz_1", d.x());
        RnnSteps.firstState(steps, d.h());
        LstmSteps.firstCell(steps, d.c());
        RnnSteps.parameters(steps, false, d.parameters());
        return steps.list();
    }

    @Override
    public String inputSymbol(String part) {
        return switch (part) {
            case "x" -> "x_1";
            case "h" -> "h_0";
            case "c" -> "c_0";
            default -> RnnSteps.symbol(part);
        };
    }

    @Override
    public String upstreamSymbol(String part) {
        return part.equals("h") ? "dh_1" : "dcLast";
    }
}
