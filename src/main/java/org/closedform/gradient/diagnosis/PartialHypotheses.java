package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.closedform.gradient.measurement.Numerals;
import org.closedform.gradient.measurement.OutputNames;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;

/** Some derivatives are right, and what is wrong with the others is the same for all of them. */
final class PartialHypotheses {
    private static final double EQUAL = 1e-6;
    private static final double COARSE = 1e-2;

    private PartialHypotheses() {}

    /** Of some outputs nothing comes back at all. */
    static Optional<Diagnosis> outputsMissing(Evidence e) {
        int rows = e.numericRows().length;
        boolean[] right = new boolean[rows];
        boolean[] missing = new boolean[rows];
        for (int k = 0; k < rows; k++) {
            int row = k;
            boolean agrees = IntStream.range(0, e.columns()).allMatch(c -> e.agrees(row, c));
            boolean tells = IntStream.range(0, e.columns()).anyMatch(c -> !e.isZero(row, c));
            boolean zero = Arrays.stream(e.analyticRows()[k]).allMatch(v -> v == 0);
            right[k] = agrees && tells;
            missing[k] = !agrees && zero;
            if (!agrees && !zero) {
                return Optional.empty();
            }
        }
        return any(right) && any(missing) ? Optional.of(missing(e, right, missing)) : Optional.empty();
    }

    private static Diagnosis missing(Evidence e, boolean[] right, boolean[] missing) {
        Optional<String> only = group(e, right);
        Optional<String> lost = group(e, missing);
        boolean partLost = lost.isPresent() && e.outputs().size() > 1;
        String cause = only.isPresent() && !partLost
                ? "only what comes from " + only.get() + " reaches " + e.part()
                : "what comes from " + lost.orElseGet(() -> names(e, missing)) + " does not reach " + e.part();
        return new Diagnosis(
                "outputs missing",
                cause,
                "dx sums over all outputs that x acts on: is one left out, overwritten, or not passed on?");
    }

    /** What the chosen outputs have in common: a part of the output, or one index of an axis. */
    private static Optional<String> group(Evidence e, boolean[] chosen) {
        List<NamedTensor> outputs = e.outputs();
        int from = 0;
        for (NamedTensor part : outputs) {
            int start = from;
            int end = from + part.tensor().size();
            if (IntStream.range(0, chosen.length).noneMatch(k -> chosen[k] && (k < start || k >= end))) {
                return outputs.size() > 1
                        ? Optional.of("the output " + part.name())
                        : index(part.tensor().shape(), chosen);
            }
            from = end;
        }
        return Optional.empty();
    }

    private static Optional<String> index(Shape shape, boolean[] chosen) {
        int stride = 1;
        for (int axis = shape.rank() - 1; axis >= 0 && shape.rank() > 1; axis--) {
            int length = shape.dimension(axis);
            int s = stride;
            int[] indices = IntStream.range(0, chosen.length)
                    .filter(k -> chosen[k])
                    .map(k -> k / s % length)
                    .distinct()
                    .toArray();
            if (indices.length == 1 && length > 1) {
                return Optional.of("index " + indices[0] + " of axis " + axis + " of y");
            }
            stride *= length;
        }
        return Optional.empty();
    }

    private static String names(Evidence e, boolean[] chosen) {
        OutputNames names = new OutputNames(e.outputs(), true);
        return Places.list(chosen.length, k -> chosen[k], names::of);
    }

    /** All wrong entries are the right ones times one factor, which is 0 where terms are missing. */
    static Optional<Diagnosis> oneFactor(Evidence e) {
        List<Evidence.Entry> wrong = e.wrong().toList();
        Evidence.Entry sharpest = Evidence.sharpest(wrong.stream());
        double factor = e.analyticRows()[sharpest.row()][sharpest.column()]
                / e.numericRows()[sharpest.row()][sharpest.column()];
        boolean fits = wrong.size() > 1
                && wrong.size() < e.known()
                && ScaleHypotheses.isTold(factor, sharpest)
                && e.isMultiple(factor, sharpest, wrong.stream());
        if (!fits) {
            return Optional.empty();
        }
        String where = " at " + Places.wrong(e) + ", and right at the others";
        return Optional.of(
                factor == 0
                        ? new Diagnosis(
                                "partly zero",
                                "gradient = 0" + where,
                                "are those elements, or the terms that they are in, left out of a loop or a sum?")
                        : new Diagnosis(
                                "partial factor",
                                "gradient = "
                                        + Factor.of(factor, sharpest.relativeError(), e)
                                                .text() + " × numeric" + where,
                                "a factor lost, or there twice, in one of two cases or one of two terms?"));
    }

    /** Entries are wrong only where the derivative is 0. */
    static Optional<Diagnosis> maskMissing(Evidence e) {
        boolean fits = e.wrong()
                        .allMatch(at -> e.isZero(at.row(), at.column())
                                && e.slack(at.row(), at.column())
                                        < COARSE * Math.abs(e.analyticRows()[at.row()][at.column()]))
                && e.entries().anyMatch(at -> !e.isZero(at.row(), at.column()));
        return fits
                ? Optional.of(new Diagnosis(
                        "mask missing",
                        "the derivative is 0 at " + Places.wrong(e)
                                + ", and the gradient is not; it is right at the others",
                        "a mask forgotten, as of max(0, x), dropout or padding? Or a sum over the whole batch where each"
                                + " row has its own?"))
                : Optional.empty();
    }

    /** For a function to a number: some elements are off by the same amount. */
    static Optional<Diagnosis> oneAmount(Evidence e) {
        int[] wrong = IntStream.range(0, e.columns()).filter(c -> !e.agrees(c)).toArray();
        if (e.numericRows().length != 1 || wrong.length < 2) {
            return Optional.empty();
        }
        double amount = e.remainder(0, wrong[0]);
        boolean all = wrong.length == e.known();
        boolean equal = Arrays.stream(wrong).allMatch(c -> isNear(e, c, amount));
        boolean either = Arrays.stream(wrong).allMatch(c -> isNear(e, c, amount) || isNear(e, c, -amount));
        if (equal && !all) {
            return Optional.of(new Diagnosis(
                    "target missing",
                    "off by " + Numerals.of(amount) + " at " + Places.wrong(e) + ", and right at the others",
                    "y − t: is the target t there, or another constant?"));
        }
        return either && all && wrong.length > 2
                ? Optional.of(new Diagnosis(
                        "target exchanged",
                        "all elements are off by " + Numerals.of(Math.abs(amount)) + ", some up and some down",
                        "is it 1 − t that stands for the target t? Or the slope of a |…| that is missing?"))
                : Optional.empty();
    }

    static boolean isNear(Evidence e, int c, double amount) {
        return Math.abs(e.remainder(0, c) - amount) <= 2 * e.slack(0, c) + EQUAL * Math.abs(amount);
    }

    private static boolean any(boolean[] values) {
        return IntStream.range(0, values.length).anyMatch(i -> values[i]);
    }
}
