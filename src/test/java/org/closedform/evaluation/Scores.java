package org.closedform.evaluation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.closedform.operator.Operator;
import org.closedform.tensor.TensorTree;

/**
 * How a checker did.
 *
 * @param falseAlarms on right operators
 * @param inconclusive on right operators
 * @param detected mistakes called wrong where the right operator is not
 * @param unresolved mistakes on which it is inconclusive
 * @param named of those detected, how many with the right cause
 * @param located of the single coordinates detected, how many named
 * @param evaluations of right operators
 * @param coordinates of right operators
 * @param remarks on each false alarm, mistake passed over and cause named wrongly
 */
record Scores(
        Tally falseAlarms,
        Tally inconclusive,
        Map<Mistake, Tally> detected,
        Map<Mistake, Tally> unresolved,
        Map<Mistake, Tally> named,
        Tally located,
        long evaluations,
        long coordinates,
        List<String> remarks) {

    static final Scores NONE =
            new Scores(Tally.NONE, Tally.NONE, Map.of(), Map.of(), Map.of(), Tally.NONE, 0, 0, List.of());

    /** On one case: the right operator, and if so wanted the wrong ones. */
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Scores of(
            Checker checker, Case<X, Y> c, boolean withMistakes) {
        LongAdder evaluations = new LongAdder();
        Finding right = finding(checker, new CountedOperator<>(c.operator(), evaluations), c.x());
        List<String> remarks = new ArrayList<>();
        if (right.kind() == Finding.Kind.ALARM) {
            remarks.add("false alarm: " + c.name() + " " + right.causes());
        } else if (right.kind() == Finding.Kind.INCONCLUSIVE) {
            remarks.add("inconclusive: " + c.name());
        }
        Scores scores = new Scores(
                Tally.NONE.plus(right.kind() == Finding.Kind.ALARM),
                Tally.NONE.plus(right.kind() == Finding.Kind.INCONCLUSIVE),
                Map.of(),
                Map.of(),
                Map.of(),
                Tally.NONE,
                evaluations.sum(),
                c.coordinates(),
                remarks);
        if (withMistakes) {
            for (Mutant<X, Y> mutant : c.wrongHere()) {
                scores = scores.plus(ofMutant(right, finding(checker, mutant.operator(), c.x()), mutant, c.name()));
            }
        }
        return scores;
    }

    private static Scores ofMutant(Finding right, Finding finding, Mutant<?, ?> mutant, String name) {
        boolean alarm = finding.kind() == Finding.Kind.ALARM;
        boolean detected = alarm && right.kind() != Finding.Kind.ALARM;
        boolean unresolved = finding.kind() == Finding.Kind.INCONCLUSIVE;
        boolean named = mutant.cause().isNamedBy(finding.causes());
        Tally located = Tally.NONE;
        if (detected && mutant.coordinate().isPresent()) {
            located = located.plus(
                    finding.coordinates().equals(List.of(mutant.coordinate().get())));
        }
        String said = unresolved ? "unresolved: " : !detected ? "missed: " : !named ? "misnamed: " : "";
        return new Scores(
                Tally.NONE,
                Tally.NONE,
                Map.of(mutant.cause(), Tally.NONE.plus(detected)),
                Map.of(mutant.cause(), Tally.NONE.plus(unresolved)),
                detected ? Map.of(mutant.cause(), Tally.NONE.plus(named)) : Map.of(),
                located,
                0,
                0,
                said.isEmpty()
                        ? List.of()
                        : List.of(said + mutant.cause() + ": " + mutant.name() + " of " + name + " " + finding.causes()
                                + finding.coordinates()));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> Finding finding(
            Checker checker, Operator<X, Y> operator, X x) {
        try {
            return checker.check(operator, x);
        } catch (RuntimeException e) {
            return new Finding(Finding.Kind.ALARM, Set.of(), List.of(e.toString()));
        }
    }

    Scores plus(Scores other) {
        List<String> all = new ArrayList<>(remarks);
        all.addAll(other.remarks);
        return new Scores(
                falseAlarms.plus(other.falseAlarms),
                inconclusive.plus(other.inconclusive),
                sum(detected, other.detected),
                sum(unresolved, other.unresolved),
                sum(named, other.named),
                located.plus(other.located),
                evaluations + other.evaluations,
                coordinates + other.coordinates,
                all);
    }

    private static Map<Mistake, Tally> sum(Map<Mistake, Tally> a, Map<Mistake, Tally> b) {
        Map<Mistake, Tally> sum = new EnumMap<>(Mistake.class);
        sum.putAll(a);
        b.forEach((mistake, tally) -> sum.merge(mistake, tally, Tally::plus));
        return sum;
    }

    /** Of the mistakes of one kind. */
    static Tally total(Map<Mistake, Tally> tallies, Predicate<Mistake> kind) {
        return tallies.entrySet().stream()
                .filter(entry -> kind.test(entry.getKey()))
                .map(Map.Entry::getValue)
                .reduce(Tally.NONE, Tally::plus);
    }

    /** The share of causes named rightly, each class of mistakes counting the same. */
    double namedMean() {
        return named.values().stream().mapToDouble(Tally::rate).average().orElse(0);
    }

    double evaluationsPerCoordinate() {
        return (double) evaluations / coordinates;
    }
}
