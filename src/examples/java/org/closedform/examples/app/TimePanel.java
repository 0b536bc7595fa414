package org.closedform.examples.app;

import java.util.List;
import java.util.stream.IntStream;
import org.closedform.flow.FlowVerdict;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Tensor;

/** What is left of a gradient after some steps back in time, in the {@link RecurrentNets}. */
final class TimePanel implements Panel {
    private static final Range FORGET = new Range(-10, 10);
    private static final Range SCALE = new Range(0, 4);
    private static final int SEED = 1;

    /**
     * What the panel shows.
     *
     * @param gate σ of the forget gate's bias
     * @param nets the RNN, the LSTM and the GRU
     * @param cell what arrives along the LSTM's cell alone: the product of its forget gates, ∏ f
     * @param chart all of them
     */
    record Answer(double gate, List<Net> nets, Net cell, Drawing chart) {}

    /**
     * What arrives in one net after 0, 1, 2, … steps back.
     *
     * @param name the net's name
     * @param norms the norm of the gradient of the state, which is 1 at the end
     * @param verdicts whether it vanishes or explodes on the way
     * @param rate the mean factor of all steps
     */
    record Net(String name, Tensor norms, List<FlowVerdict> verdicts, double rate) {
        static Net of(String name, Tensor norms) {
            return new Net(
                    name,
                    norms,
                    IntStream.rangeClosed(0, RecurrentNets.STEPS)
                            .mapToObj(back -> FlowVerdict.of(norms.at(back)))
                            .toList(),
                    StrictMath.pow(norms.at(RecurrentNets.STEPS), 1.0 / RecurrentNets.STEPS));
        }
    }

    @Override
    public String path() {
        return "/api/time";
    }

    @Override
    public List<String> parameters() {
        return List.of("forget", "scale");
    }

    @Override
    public Grid exported() {
        return Grid.by("forget", new Slider("forget", "0", "6", "0.25"))
                .times("scale", new Slider("recurrent", "0.1", "2", "0.1"));
    }

    @Override
    public Answer answer(Query query) {
        double forget = query.number("forget", FORGET);
        RecurrentNets nets = RecurrentNets.of(forget, query.number("scale", SCALE), SEED);
        List<Net> all = List.of(
                Net.of("RNN", nets.throughRnn()), Net.of("LSTM", nets.throughLstm()), Net.of("GRU", nets.throughGru()));
        Net cell = Net.of("∏ f", nets.alongCell());
        return new Answer(
                new Sigmoid().apply(Tensor.of(forget)).item(),
                all,
                cell,
                Drawing.of(TimeChart.of(all, cell), TimeChart.HEIGHT));
    }
}
