package org.closedform.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.closedform.tensor.ElementType;

/**
 * Three checkers on the same cases.
 *
 * @param gradcheck the scores of PyTorch's rule
 * @param fivePoint the scores of Julia's
 * @param closedform the scores of the library's own
 */
record Experiment(Scores gradcheck, Scores fivePoint, Scores closedform) {

    /** Beyond this a whole Jacobian takes too long. */
    private static final long COORDINATES = 500;

    /** On right and wrong operators. The rules of others run on what they are made for: float64, and inputs not too large. */
    static Experiment withMistakes(Regime regime, long[] seeds, int each) {
        return run(regime, seeds, each, true);
    }

    /** On right operators only. */
    static Experiment withoutMistakes(Regime regime, long[] seeds, int each) {
        return run(regime, seeds, each, false);
    }

    private static Experiment run(Regime regime, long[] seeds, int each, boolean withMistakes) {
        List<Case<?, ?>> cases = new ArrayList<>();
        LongStream.of(seeds).forEach(seed -> regime.cases(seed, each).forEach(cases::add));
        List<Case<?, ?>> ofOthers = cases.stream()
                .filter(c -> regime.type() == ElementType.FLOAT64 && c.coordinates() <= COORDINATES)
                .toList();
        return new Experiment(
                Scores.of(new Gradcheck(), ofOthers, withMistakes),
                Scores.of(new FivePointRule(), ofOthers, withMistakes),
                Scores.of(new ClosedformCheck(), cases, withMistakes));
    }
}
