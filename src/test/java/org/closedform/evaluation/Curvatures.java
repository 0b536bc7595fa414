package org.closedform.evaluation;

import java.util.Optional;
import java.util.stream.IntStream;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.Verdict;
import org.closedform.operator.Operator;
import org.closedform.tensor.TensorTree;

/** Second derivatives of right operators, against differences of their backwards. */
final class Curvatures {
    private Curvatures() {}

    /** How often one is called wrong, of the operators that have one; in parallel, the same whatever the number of threads. */
    static Tally falseAlarms(Regime regime, int each, long... seeds) {
        int ofOneSeed = each * regime.families().size();
        return IntStream.range(0, ofOneSeed * seeds.length)
                .parallel()
                .mapToObj(i -> regime.numbered(seeds[i / ofOneSeed], i % ofOneSeed))
                .flatMap(Optional::stream)
                .map(Curvatures::falseAlarm)
                .reduce(Tally.NONE, Tally::plus);
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> Tally falseAlarm(Case<X, Y> c) {
        if (!hasCurvature(c)) {
            return Tally.NONE;
        }
        Verdict verdict = GradientCheck.ofCurvature(c.operator()).at(c.x()).verdict();
        return Tally.NONE.plus(verdict.compareTo(Verdict.INCONCLUSIVE) > 0);
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> boolean hasCurvature(Case<X, Y> c) {
        Operator.Pass<X, Y> pass = c.operator().forward(c.x());
        try {
            pass.curvature(pass.output().zerosLike(), c.x().zerosLike());
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }
}
