package org.closedform.gradient.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.closedform.gradient.measurement.Direction;
import org.closedform.gradient.measurement.Numerals;
import org.closedform.gradient.measurement.OutputNames;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;

/** Only some elements are wrong, or only some outputs. */
final class LocationHypotheses {
    private static final int NAMED = 8;

    private LocationHypotheses() {}

    /** A random direction disagrees, but no element that was checked does. */
    static Optional<Diagnosis> nowhereInParticular(Evidence e) {
        return e.wrong().findAny().isPresent()
                ? Optional.empty()
                : Optional.of(new Diagnosis(
                        "unknown",
                        "each element looked at agrees within its error, and all of them together do not",
                        "a difference too small to be seen in one element, or in a few that were not looked at?"));
    }

    /** Only a few elements are wrong, or only those of one sign. */
    static Optional<Diagnosis> coordinates(Evidence e) {
        List<Integer> wrong = new ArrayList<>();
        for (int c = 0; c < e.columns(); c++) {
            if (!e.agrees(c)) {
                wrong.add(c);
            }
        }
        double[] x = e.x().toDoubleArray();
        int[] offsets = e.offsets();
        boolean few = wrong.size() <= Math.max(1, e.columns() / 4) && wrong.size() < e.columns();
        boolean negative = areThose(wrong, e.columns(), c -> x[offsets[c]] < 0);
        boolean positive = areThose(wrong, e.columns(), c -> x[offsets[c]] > 0);
        if (!few && !negative && !positive) {
            return Optional.empty();
        }
        String names = String.join(
                ", ",
                wrong.stream()
                        .limit(NAMED)
                        .map(c -> e.part() + Direction.index(e.x().shape(), offsets[c]))
                        .toList());
        String more = wrong.size() > NAMED ? " and " + (wrong.size() - NAMED) + " more" : "";
        String sign = negative ? ", all where x < 0" : positive ? ", all where x > 0" : "";
        String among = e.isComplete() ? "" : " of those looked at";
        double by = e.remainder(0, wrong.get(0));
        boolean same = wrong.size() > 1 && wrong.stream().allMatch(c -> PartialHypotheses.isNear(e, c, by));
        boolean constant = same && e.numericRows().length == 1;
        return Optional.of(new Diagnosis(
                "coordinates",
                "only " + names + more + among + (wrong.size() == 1 ? " is wrong" : " are wrong") + sign
                        + (constant ? ", each by " + Numerals.of(by) : ""),
                constant
                        ? "a target t or another constant forgotten there, or a case distinction?"
                        : sign.isEmpty()
                                ? "a special case, the first or last of a loop, a mask?"
                                : "a case distinction or a mask of the forward forgotten?"));
    }

    /** Everything that is wrong is at one index of an axis. */
    static Optional<Diagnosis> index(Evidence e) {
        Shape shape = e.x().shape();
        for (int axis = 0; axis < shape.rank() && shape.rank() > 1; axis++) {
            int along = axis;
            int[] indices = e.wrong()
                    .mapToInt(at -> JacobianHypotheses.index(shape, e.offsets()[at.column()], along))
                    .distinct()
                    .toArray();
            if (indices.length == 1 && shape.dimension(axis) > 1) {
                return Optional.of(new Diagnosis(
                        "coordinates",
                        "only index " + indices[0] + " of axis " + axis + " of " + e.part() + " is wrong"
                                + (e.isComplete() ? "" : ", of those looked at"),
                        "the first or last of a loop, or a row that others depend on too?"));
            }
        }
        return Optional.empty();
    }

    /** Only the derivatives of a few outputs are wrong. */
    static Optional<Diagnosis> outputs(Evidence e) {
        int[] wrong = IntStream.range(0, e.numericRows().length)
                .filter(k -> IntStream.range(0, e.columns()).anyMatch(c -> !e.agrees(k, c)))
                .toArray();
        int rows = e.numericRows().length;
        if (wrong.length == rows || wrong.length > Math.max(1, rows / 4)) {
            return Optional.empty();
        }
        OutputNames names = new OutputNames(e.outputs(), true);
        String list = String.join(
                ", ", Arrays.stream(wrong).limit(NAMED).mapToObj(names::of).toList());
        return Optional.of(new Diagnosis(
                "outputs",
                "only the derivatives of " + list + (wrong.length > NAMED ? " and more" : "") + " are wrong",
                "a special case, the first or last of a loop?"));
    }

    /** Only the derivatives of one part of the output are wrong. */
    static Optional<Diagnosis> outputPart(Evidence e) {
        int from = 0;
        for (NamedTensor part : e.isEntrywise() && e.outputs().size() > 1 ? e.outputs() : List.<NamedTensor>of()) {
            int start = from;
            int end = from + part.tensor().size();
            List<Evidence.Entry> others = e.entries()
                    .filter(at -> at.row() < start || at.row() >= end)
                    .toList();
            boolean told = others.stream().anyMatch(at -> !e.isZero(at.row(), at.column()));
            if (told && others.stream().allMatch(at -> e.agrees(at.row(), at.column()))) {
                return Optional.of(new Diagnosis(
                        "outputs",
                        "only the derivatives of the output " + part.name() + " are wrong",
                        "the path from " + e.part() + " to " + part.name() + ", step by step"));
            }
            from = end;
        }
        return Optional.empty();
    }

    private static boolean areThose(List<Integer> wrong, int columns, IntPredicate which) {
        List<Integer> those = IntStream.range(0, columns).filter(which).boxed().toList();
        return those.size() > 1 && those.size() < columns && wrong.equals(those);
    }
}
