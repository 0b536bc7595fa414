package org.closedform.lesson;

import java.util.ArrayList;
import java.util.List;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.tensor.Tensor;

/** An LSTM as the chain of its cells, moment by moment, and back from the last to the first. */
record LstmSteps(Lstm operator) implements Explanation<Lstm.Inputs, Lstm.Output> {

    private static List<LstmCell.Pass> cells(Lstm.Inputs in) {
        List<LstmCell.Pass> cells = new ArrayList<>();
        LstmCell.Output state = new LstmCell.Output(in.h0(), in.c0());
        for (int t = 0; t < RnnSteps.length(in.x()); t++) {
            cells.add(new LstmCell()
                    .forward(new LstmCell.Inputs(in.x().select(0, t), state.h(), state.c(), in.parameters())));
            state = cells.get(t).output();
        }
        return cells;
    }

    @Override
    public List<Step> forwardSteps(Lstm.Inputs in) {
        Steps steps = new Steps();
        List<LstmCell.Pass> cells = cells(in);
        for (int t = 1; t <= cells.size(); t++) {
            new LstmMoment(new Moment(steps, t, true, t == 1), cells.get(t - 1)).forward();
        }
        Lstm.Output output = operator.apply(in);
        RnnSteps.states(steps, output.y(), output.hLast());
        steps.add("last cell", "cLast = c_T", "\\mathrm{cLast} = c_T", output.cLast());
        return steps.list();
    }

    @Override
    public List<Step> backwardSteps(Lstm.Inputs in, Lstm.Output dy) {
        Steps steps = new Steps();
        List<LstmCell.Pass> cells = cells(in);
        Tensor onwards = dy.hLast();
        Tensor alongCell = dy.cLast();
        for (int t = cells.size(); t >= 1; t--) {
            LstmCell.Pass pass = cells.get(t - 1);
            LstmMoment moment = new LstmMoment(new Moment(steps, t, true, t == cells.size()), pass);
            Tensor dh = RnnSteps.state(moment.moment(), dy.y().select(0, t - 1).plus(onwards));
            Tensor dc = moment.cell(dh, alongCell);
            onwards = moment.sums(dh, dc).matmul(in.parameters().weightHh());
            alongCell = pass.f().times(dc);
        }
        Lstm.Inputs d = operator.forward(in).backward(dy);
        RnnSteps.input(steps, "dx_t = W_ihᵀ dz_t", "dx_t = W_{ih}^\\top dz_t", d.x());
        RnnSteps.firstState(steps, d.h0());
        firstCell(steps, d.c0());
        RnnSteps.parameters(steps, true, d.parameters());
        return steps.list();
    }

    static void firstCell(Steps steps, Tensor dc0) {
        steps.add("gradient of the first cell", "dc_0 = f_1 ⊙ dc_1", "dc_0 = f_1 \\odot dc_1", dc0);
    }

    @Override
    public String inputSymbol(String part) {
        return RnnSteps.symbol(part);
    }

    @Override
    public String upstreamSymbol(String part) {
        return "d" + part;
    }
}
