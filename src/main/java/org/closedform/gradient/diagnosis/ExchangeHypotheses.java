package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.closedform.gradient.measurement.Direction;
import org.closedform.tensor.Shape;

/** Each element, or each part of the input, has the gradient of another one. */
final class ExchangeHypotheses {
    private static final double SHARP = 1e-3;

    private ExchangeHypotheses() {}

    /** Two parts of the input of one shape. */
    static Optional<Diagnosis> parts(Evidence e) {
        return e.exchangedWith()
                .map(other -> new Diagnosis(
                        "exchanged",
                        "the gradients of " + e.part() + " and " + other + " are exchanged",
                        "in the order of the results, or in the two formulas?"));
    }

    /** Elements of the part: those that are wrong have the right numbers, in another order. */
    static Optional<Diagnosis> elements(Evidence e) {
        int[] wrong = IntStream.range(0, e.columns()).filter(c -> !e.agrees(c)).toArray();
        int[] source = new int[e.columns()];
        Arrays.setAll(source, c -> c);
        boolean[] used = new boolean[e.columns()];
        for (int c : wrong) {
            int[] all = Arrays.stream(wrong)
                    .filter(other -> other != c && isThatOf(e, c, other))
                    .toArray();
            int[] mutual =
                    Arrays.stream(all).filter(other -> isThatOf(e, other, c)).toArray();
            int[] candidates = mutual.length == 1 ? mutual : all;
            if (candidates.length != 1 || used[candidates[0]]) {
                return Optional.empty();
            }
            used[candidates[0]] = true;
            source[c] = candidates[0];
        }
        return e.isComplete() && wrong.length > 1 ? Optional.of(named(e, wrong, source)) : Optional.empty();
    }

    /** Whether one element has what belongs to another; one of them has to be known well, the other may be 0. */
    private static boolean isThatOf(Evidence e, int c, int other) {
        boolean same = e.isSharp(other, SHARP) || e.isSharp(c, SHARP);
        for (int k = 0; k < e.numericRows().length && same; k++) {
            same = e.isNear(k, c, e.numericRows()[k][other], e.errorRows()[k][other]);
        }
        return same;
    }

    private static Diagnosis named(Evidence e, int[] wrong, int[] source) {
        Shape shape = e.x().shape();
        boolean twice = Arrays.stream(wrong).allMatch(c -> source[source[c]] == c);
        IntFunction<String> name = c -> e.part() + Direction.index(shape, c);
        String cause = twice
                ? "the gradients of " + Places.list(source.length, c -> source[c] > c, name) + " and "
                        + Places.list(source.length, c -> source[c] < c, name) + " are exchanged"
                : "the right numbers are in other places: " + name.apply(wrong[0]) + " has that of "
                        + name.apply(source[wrong[0]]) + ", " + name.apply(wrong[1]) + " that of "
                        + name.apply(source[wrong[1]]);
        return new Diagnosis("exchanged", cause, "two indices, two blocks or two cases exchanged?");
    }
}
