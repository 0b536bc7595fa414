package org.closedform.examples.app;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.KlDivergence;
import org.closedform.loss.Reduction;
import org.closedform.operator.Operator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Tosses of a coin: how likely they are under a model, and why that is cross-entropy, entropy and a divergence. */
final class LikelihoodPanel implements Panel {
    private static final Range PROBABILITY = new Range(0, 1);
    private static final Range COUNT = new Range(1, 1000);
    private static final int EXPORTED_TOSSES = 24;
    private static final int REMEMBERED = 64;

    /** Probabilities from 0 to 1 in steps of 1/100. */
    private static final Tensor GRID = Tensor.generate(Shape.of(101), index -> index[0] / 100.0);

    /**
     * What the panel shows. A heads has probability q in the model, and the share t in the data.
     *
     * @param crossEntropy H(t, q) = −t log q − (1 − t) log (1 − q), the mean of −log of the outcomes' probabilities
     * @param entropy H(t) = H(t, t), the least that it can be
     * @param divergence D(t ‖ q) = H(t, q) − H(t), what the model loses
     * @param logLikelihood log L(q) = −n H(t, q)
     * @param gradient q − t, the slope of H(t, q) by the logit of q
     * @param grid probabilities for the curves
     * @param losses H(t, p) at each of them
     * @param likelihoods L(p) / L(t) at each of them
     * @param charts both curves
     */
    record Answer(
            double crossEntropy,
            double entropy,
            double divergence,
            double logLikelihood,
            double gradient,
            Tensor grid,
            Tensor losses,
            Tensor likelihoods,
            Charts charts) {}

    /**
     * The curves of some tosses; they do not depend on the model.
     *
     * @param likelihood L(p) / L(t)
     * @param loss H(t, p)
     */
    record Charts(Drawing likelihood, Drawing loss) {}

    private record Tosses(double t, int count) {
        Tensor likelihoods() {
            return divergences(t, GRID).map(divergence -> StrictMath.exp(-count * divergence));
        }

        Charts charts() {
            return new Charts(
                    Drawing.of(LikelihoodChart.likelihood(GRID, likelihoods(), t), LikelihoodChart.HEIGHT),
                    Drawing.of(LikelihoodChart.loss(GRID, losses(t, GRID), t), LikelihoodChart.HEIGHT));
        }
    }

    /** A slider moves the model, and its curves stay. */
    private final Recent<Tosses, Charts> charts = new Recent<>(REMEMBERED, Tosses::charts);

    @Override
    public String path() {
        return "/api/likelihood";
    }

    @Override
    public List<String> parameters() {
        return List.of("target", "count", "q");
    }

    /** The outcomes of a few tosses, and soft targets. */
    @Override
    public Grid exported() {
        Slider q = new Slider("model", "0.02", "0.98", "0.02");
        Slider soft = new Slider("soft-target", "0", "1", "0.1");
        Grid grid = Grid.by("count", List.of()).with("toss", Map.of("data-most", String.valueOf(EXPORTED_TOSSES)));
        for (int count = 1; count <= EXPORTED_TOSSES; count++) {
            double tosses = count;
            Grid outcomes = Grid.by("count", List.of(String.valueOf(count)));
            grid = grid.plus(outcomes.times(
                                    "target",
                                    IntStream.rangeClosed(0, count)
                                            .mapToObj(heads -> Slider.text(heads / tosses))
                                            .toList())
                            .times("q", q))
                    .plus(outcomes.times("target", soft).times("q", q));
        }
        return grid;
    }

    @Override
    public Answer answer(Query query) {
        double t = query.number("target", PROBABILITY);
        int count = query.integer("count", COUNT);
        Tensor q = Tensor.of(query.number("q", PROBABILITY));
        double crossEntropy = losses(t, q).item();
        Tosses tosses = new Tosses(t, count);
        return new Answer(
                crossEntropy,
                Entropy.onProbabilities().apply(both(Tensor.of(t))).item(),
                divergences(t, q).item(),
                -count * crossEntropy,
                gradient(t, q),
                GRID,
                losses(t, GRID),
                tosses.likelihoods(),
                charts.of(tosses));
    }

    private static Tensor losses(double t, Tensor q) {
        return BinaryCrossEntropyLoss.onProbabilities(Tensor.full(q.shape(), t))
                .withReduction(Reduction.NONE)
                .apply(q);
    }

    private static Tensor divergences(double t, Tensor q) {
        return KlDivergence.onProbabilities()
                .withReduction(Reduction.NONE)
                .apply(new KlDivergence.Inputs(both(Tensor.full(q.shape(), t)), both(q)));
    }

    /** From probabilities of one outcome to rows of both: p and 1 − p. */
    private static Tensor both(Tensor p) {
        return Tensor.concatenate(1, p.expandDims(1), p.map(one -> 1 - one).expandDims(1));
    }

    /** By the logit of q; of 0 and 1 that is infinite, and the slope its limit. */
    private static double gradient(double t, Tensor q) {
        Tensor logit = q.map(one -> StrictMath.log(one / (1 - one)));
        Operator.Pass<Tensor, Tensor> pass =
                BinaryCrossEntropyLoss.onLogits(Tensor.of(t)).forward(logit);
        return pass.gradient().item();
    }
}
