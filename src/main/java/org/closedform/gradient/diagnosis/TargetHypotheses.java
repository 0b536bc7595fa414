package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.gradient.measurement.Direction;
import org.closedform.gradient.measurement.Numerals;

/** y − t with another target t, or without. */
final class TargetHypotheses {
    private static final double EQUAL = 1e-3;
    /** This many lines speak for a target; with a single line, or two classes, the derivatives have to sum to 0, as y − t does. */
    private static final int LINES = 2;

    private TargetHypotheses() {}

    /** In each wrong line two neighbours are wrong by opposite amounts: the 1 of a one-hot target is at the wrong index. */
    static Optional<Diagnosis> labelOffByOne(Evidence e) {
        double[] amount = {Double.NaN};
        Set<Boolean> ups = new HashSet<>();
        return alongSomeAxis(e, 1, line -> {
                    List<Integer> wrong = wrongIn(e, line);
                    if (wrong.size() != 2) {
                        return false;
                    }
                    double first = e.remainder(0, line[wrong.get(0)]);
                    double second = e.remainder(0, line[wrong.get(1)]);
                    int apart = wrong.get(1) - wrong.get(0);
                    amount[0] = Double.isNaN(amount[0]) ? Math.abs(first) : amount[0];
                    ups.add(first > 0);
                    boolean alike = line.length > 2 || Math.abs(Math.abs(first) - amount[0]) <= EQUAL * amount[0];
                    return alike
                            && Math.abs(first + second) <= EQUAL * Math.abs(first)
                            && (apart == 1 || apart == line.length - 1);
                })
                .filter(lines -> lines.length() > 2 || ups.size() == 2)
                .filter(lines -> lines.offsets().length > 1
                        || PartialHypotheses.maskMissing(e).isEmpty())
                .map(lines -> new Diagnosis(
                        "label off by one",
                        "along " + lines.name()
                                + " two neighbours are wrong by opposite amounts, as if each target were"
                                + " one index further",
                        "do labels count from 0, here and in the forward?"));
    }

    /** In each wrong line one element is wrong, everywhere by the same amount. */
    static Optional<Diagnosis> targetMissing(Evidence e) {
        double[] amount = {Double.NaN};
        return alongSomeAxis(e, LINES, line -> {
                    List<Integer> wrong = wrongIn(e, line);
                    if (wrong.size() != 1) {
                        return false;
                    }
                    double by = e.remainder(0, line[wrong.get(0)]);
                    amount[0] = Double.isNaN(amount[0]) ? by : amount[0];
                    return Math.abs(by - amount[0]) <= EQUAL * Math.abs(by);
                })
                .map(lines -> new Diagnosis(
                        "target missing",
                        "along " + lines.name() + " one element is wrong, everywhere by the same amount",
                        "y − t: is the one-hot target t there?"));
    }

    /**
     * In one line alone one element is wrong, by 1 or 1/N, while what is derived sums to that as y does: each element is in
     * proportion between 0 and 1.
     */
    static Optional<Diagnosis> targetMissingInOneLine(Evidence e) {
        return linesOfTargets(e)
                .flatMap(lines -> Arrays.stream(lines.offsets())
                        .filter(line -> isWithoutTarget(e, line))
                        .limit(1)
                        .filter(line -> onlyWrongIn(e, line))
                        .map(line -> new Diagnosis(
                                "target missing",
                                "only " + e.part()
                                        + Direction.index(
                                                e.x().shape(),
                                                line[wrongIn(e, line).get(0)])
                                        + " is wrong, by "
                                        + Numerals.of(e.remainder(
                                                0, line[wrongIn(e, line).get(0)]))
                                        + ": as if this one line along " + lines.name() + " had no target",
                                "y − t: is the one-hot target t there for every line, the first and the last too?")))
                .findFirst();
    }

    private static boolean isWithoutTarget(Evidence e, int[] line) {
        List<Integer> wrong = wrongIn(e, line);
        if (wrong.size() != 1) {
            return false;
        }
        double amount = e.remainder(0, line[wrong.get(0)]);
        boolean natural = Stream.concat(Stream.of(1), Factor.lengths(e).keySet().stream())
                .anyMatch(n -> Math.abs(amount * n - 1) <= EQUAL);
        return natural
                && Arrays.stream(line).allMatch(c -> e.analyticRows()[0][c] > 0 && e.analyticRows()[0][c] < amount);
    }

    private static boolean onlyWrongIn(Evidence e, int[] line) {
        return IntStream.range(0, e.columns()).filter(c -> !e.agrees(c)).count()
                == wrongIn(e, line).size();
    }

    private static Stream<Lines> linesOfTargets(Evidence e) {
        return e.numericRows().length != 1 || !e.isComplete()
                ? Stream.of()
                : Lines.of(e.x().shape()).stream().filter(lines -> lines.axes().length == 1 && sumsToZero(e, lines));
    }

    private interface LineTest {
        boolean test(int[] line);
    }

    private static Optional<Lines> alongSomeAxis(Evidence e, int least, LineTest test) {
        if (e.numericRows().length != 1 || !e.isComplete()) {
            return Optional.empty();
        }
        return Lines.of(e.x().shape()).stream()
                .filter(lines -> lines.axes().length == 1)
                .filter(lines -> {
                    boolean all = true;
                    int found = 0;
                    for (int[] line : lines.offsets()) {
                        boolean right = wrongIn(e, line).isEmpty();
                        all &= right || test.test(line);
                        found += right ? 0 : 1;
                    }
                    return all
                            && found >= least
                            && (found >= LINES && lines.length() > 2 || sumsToZero(e, lines))
                            && 2 * found >= lines.offsets().length;
                })
                .findFirst();
    }

    /** Whether the derivatives along each line sum to 0, as y − t does. */
    static boolean sumsToZero(Evidence e, Lines lines) {
        boolean zero = true;
        for (int[] line : lines.offsets()) {
            double sum = 0;
            double slack = 0;
            for (int c : line) {
                sum += e.numericRows()[0][c];
                slack += e.slack(0, c);
            }
            zero &= !(Math.abs(sum) > slack);
        }
        return zero;
    }

    private static List<Integer> wrongIn(Evidence e, int[] line) {
        return IntStream.range(0, line.length)
                .filter(i -> !e.agrees(0, line[i]))
                .boxed()
                .toList();
    }
}
