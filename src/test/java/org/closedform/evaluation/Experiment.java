package org.closedform.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.closedform.tensor.ElementType;

/**
 * Three checkers on the same cases. The rules of others run on what they are made for: float64, and inputs not too large.
 *
 * @param gradcheck the scores of PyTorch's rule
 * @param fivePoint the scores of Julia's
 * @param closedform the scores of the library's own
 */
record Experiment(Scores gradcheck, Scores fivePoint, Scores closedform) {
    private static final Experiment NONE = new Experiment(Scores.NONE, Scores.NONE, Scores.NONE);

    /** Beyond this a whole Jacobian takes too long. */
    private static final long COORDINATES = 500;

    /** On so many cases of each family for each seed, in parallel; the same whatever the number of threads. */
    static Experiment of(Regime regime, long[] seeds, int each, boolean withMistakes) {
        int ofOneSeed = each * regime.families().size();
        List<Experiment> single = IntStream.range(0, ofOneSeed * seeds.length)
                .parallel()
                .mapToObj(i -> regime.numbered(seeds[i / ofOneSeed], i % ofOneSeed))
                .flatMap(Optional::stream)
                .map(c -> of(c, regime.type() == ElementType.FLOAT64 && c.coordinates() <= COORDINATES, withMistakes))
                .toList();
        return single.stream().reduce(NONE, Experiment::plus);
    }

    private static Experiment of(Case<?, ?> c, boolean others, boolean withMistakes) {
        return new Experiment(
                others ? Scores.of(new Gradcheck(), c, withMistakes) : Scores.NONE,
                others ? Scores.of(new FivePointRule(), c, withMistakes) : Scores.NONE,
                Scores.of(new ClosedformCheck(), c, withMistakes));
    }

    private Experiment plus(Experiment other) {
        return new Experiment(
                gradcheck.plus(other.gradcheck), fivePoint.plus(other.fivePoint), closedform.plus(other.closedform));
    }
}
