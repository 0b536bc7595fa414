package org.closedform.evaluation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.closedform.tensor.TensorTree;

/**
 * How the check did.
 *
 * @param falseAlarms on right operators
 * @param inconclusive on right operators
 * @param found mistakes called wrong where the right operator is not
 * @param passed mistakes called right
 * @param named of those found, how many with the right cause
 * @param located of the single coordinates found, how many named
 * @param cost of right operators: evaluations of coordinates
 * @param costOfFailures the same of mistakes called wrong
 * @param remarks on each false alarm, mistake not found and cause named wrongly
 */
record Scores(
        Tally falseAlarms,
        Tally inconclusive,
        Map<Mistake, Tally> found,
        Map<Mistake, Tally> passed,
        Map<Mistake, Tally> named,
        Tally located,
        Tally cost,
        Tally costOfFailures,
        List<String> remarks) {

    static final Scores NONE = new Scores(
            Tally.NONE, Tally.NONE, Map.of(), Map.of(), Map.of(), Tally.NONE, Tally.NONE, Tally.NONE, List.of());

    /** Which mistakes are made. */
    enum Mistakes {
        NONE,
        /** Those of the operator itself. */
        OWN,
        /** And those that fit any derivation. */
        ALL
    }

    /** On so many cases of each family for each seed, in parallel; the same whatever the number of threads. */
    static Scores of(Regime regime, int each, Mistakes mistakes, long... seeds) {
        int ofOneSeed = each * regime.families().size();
        List<Scores> single = IntStream.range(0, ofOneSeed * seeds.length)
                .parallel()
                .mapToObj(i -> regime.numbered(seeds[i / ofOneSeed], i % ofOneSeed))
                .flatMap(Optional::stream)
                .map(c -> of(c, mistakes))
                .toList();
        return single.stream().reduce(NONE, Scores::plus);
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> Scores of(Case<X, Y> c, Mistakes mistakes) {
        LongAdder evaluations = new LongAdder();
        Finding right = Finding.of(c.derivative(), new CountedOperator<>(c.operator(), evaluations), c.x());
        boolean alarm = right.kind() == Finding.Kind.ALARM;
        boolean inconclusive = right.kind() == Finding.Kind.INCONCLUSIVE;
        String said = alarm ? "false alarm: " : inconclusive ? "inconclusive: " : "";
        Scores scores = new Scores(
                Tally.NONE.plus(alarm),
                Tally.NONE.plus(inconclusive),
                Map.of(),
                Map.of(),
                Map.of(),
                Tally.NONE,
                new Tally(evaluations.sum(), c.coordinates()),
                Tally.NONE,
                remark(said, c.name(), right));
        if (mistakes == Mistakes.NONE) {
            return scores;
        }
        Case<X, Y> wrong = mistakes == Mistakes.OWN
                ? c
                : c.withCommonMistakes(new SplittableRandom(c.name().hashCode()));
        for (Mutant<X, Y> mutant : wrong.wrongHere()) {
            scores = scores.plus(ofMutant(c, mutant, alarm));
        }
        return scores;
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> Scores ofMutant(
            Case<X, Y> c, Mutant<X, Y> mutant, boolean falseAlarm) {
        LongAdder evaluations = new LongAdder();
        Finding finding = Finding.of(c.derivative(), new CountedOperator<>(mutant.operator(), evaluations), c.x());
        boolean alarm = finding.kind() == Finding.Kind.ALARM;
        boolean found = alarm && !falseAlarm;
        boolean passed = finding.kind() == Finding.Kind.SILENT;
        boolean named = mutant.cause().isNamedBy(finding.causes());
        Tally located = found && mutant.coordinate().isPresent()
                ? Tally.NONE.plus(
                        finding.coordinates().equals(List.of(mutant.coordinate().get())))
                : Tally.NONE;
        String said = passed ? "passed: " : !alarm ? "unresolved: " : !named ? "misnamed: " : "named: ";
        return new Scores(
                Tally.NONE,
                Tally.NONE,
                Map.of(mutant.cause(), Tally.NONE.plus(found)),
                Map.of(mutant.cause(), Tally.NONE.plus(passed)),
                found ? Map.of(mutant.cause(), Tally.NONE.plus(named)) : Map.of(),
                located,
                Tally.NONE,
                found ? new Tally(evaluations.sum(), c.coordinates()) : Tally.NONE,
                remark(said, mutant.cause() + ": " + mutant.name() + " of " + c.name(), finding));
    }

    private static List<String> remark(String said, String where, Finding finding) {
        return said.isEmpty() ? List.of() : List.of(said + where + ": " + finding.line());
    }

    Scores plus(Scores other) {
        List<String> all = new ArrayList<>(remarks);
        all.addAll(other.remarks);
        return new Scores(
                falseAlarms.plus(other.falseAlarms),
                inconclusive.plus(other.inconclusive),
                sum(found, other.found),
                sum(passed, other.passed),
                sum(named, other.named),
                located.plus(other.located),
                cost.plus(other.cost),
                costOfFailures.plus(other.costOfFailures),
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
}
