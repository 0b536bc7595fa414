package org.closedform.gradient.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.gradient.measurement.Numerals;
import org.closedform.tensor.NamedTensor;

/** What is wrong with a second derivative: rows are elements of the gradient, columns those of the part that it is derived by. */
final class SecondDerivativeHypotheses {
    private static final double ROUNDING = 1e-9;

    static final List<Hypothesis> ALL = Stream.of(
                    List.<Hypothesis>of(
                            ScaleHypotheses::notFinite,
                            LocationHypotheses::nowhereInParticular,
                            ScaleHypotheses::flat,
                            ScaleHypotheses::zero,
                            ScaleHypotheses::sign,
                            ScaleHypotheses::constantFactor,
                            SecondDerivativeHypotheses::diagonalAlone,
                            SecondDerivativeHypotheses::diagonalMissing,
                            SecondDerivativeHypotheses::oneTriangle,
                            SecondDerivativeHypotheses::blockMissing,
                            SecondDerivativeHypotheses::multipleOfVector,
                            SymmetryHypotheses::transposedBlock,
                            SymmetryHypotheses::notSymmetric,
                            HessianTermHypotheses::factorBesideDecay,
                            HessianTermHypotheses::outerProduct,
                            HessianTermHypotheses::vectorItself,
                            SecondDerivativeHypotheses::oneEntry,
                            LocationHypotheses::coordinates,
                            PartialHypotheses::maskMissing,
                            PartialHypotheses::oneFactor,
                            GaussNewtonHypotheses::positiveSemidefinite,
                            GaussNewtonHypotheses::lowRank,
                            HessianTermHypotheses::outerProductBeside,
                            SecondDerivativeHypotheses::blockWrong),
                    Hypotheses.STANDARD)
            .flatMap(List::stream)
            .toList();

    private SecondDerivativeHypotheses() {}

    static Optional<Diagnosis> diagonalAlone(Evidence e) {
        Predicate<Evidence.Entry> diagonal = at -> isDiagonal(e, at);
        return isWhole(e) && e.numericRows().length > 1 && isMissing(e, diagonal.negate())
                ? Optional.of(new Diagnosis(
                        "diagonal alone",
                        "only the diagonal of the second derivative is there, ∂²f/∂x_i²",
                        "∂²f/∂x_i∂x_j for i ≠ j: does the slope by one element depend on the others?"))
                : Optional.empty();
    }

    static Optional<Diagnosis> diagonalMissing(Evidence e) {
        return isWhole(e) && isMissing(e, at -> isDiagonal(e, at))
                ? Optional.of(new Diagnosis(
                        "diagonal missing",
                        "the diagonal of the second derivative is 0, and the rest is right",
                        "∂²f/∂x_i², the case i = j: f″ of each element"))
                : Optional.empty();
    }

    static Optional<Diagnosis> oneTriangle(Evidence e) {
        int first = own(e);
        boolean whole = isWhole(e);
        boolean below = whole && isMissing(e, at -> at.row() - first > at.column());
        boolean above = whole && isMissing(e, at -> at.row() < first + at.column());
        return below || above
                ? Optional.of(new Diagnosis(
                        "one triangle",
                        "only the " + (below ? "upper" : "lower") + " triangle of the second derivative is there",
                        "the other half is its mirror image: is each pair i, j filled in once only?"))
                : Optional.empty();
    }

    /** The blocks of mixed derivatives by this part of the input and others. */
    static Optional<Diagnosis> blockMissing(Evidence e) {
        List<String> missing = new ArrayList<>();
        Predicate<Evidence.Entry> within = at -> false;
        int from = 0;
        for (NamedTensor part : isWhole(e) ? e.inputs() : List.<NamedTensor>of()) {
            int start = from;
            int end = from + part.tensor().size();
            Predicate<Evidence.Entry> block = at -> at.row() >= start && at.row() < end;
            if (!FlatOperator.name(part, "x").equals(e.part()) && isZeroAndWrong(e, block)) {
                missing.add(part.name());
                within = within.or(block);
            }
            from = end;
        }
        return !missing.isEmpty() && isMissing(e, within)
                ? Optional.of(new Diagnosis(
                        "block missing",
                        "the mixed second derivative" + (missing.size() > 1 ? "s" : "") + " by " + e.part() + " and "
                                + String.join(", ", missing) + (missing.size() > 1 ? " are" : " is")
                                + " 0, and the rest is right",
                        "where the two meet in a product, the slope by one depends on the other"))
                : Optional.empty();
    }

    private static boolean isZeroAndWrong(Evidence e, Predicate<Evidence.Entry> where) {
        return e.wrong().anyMatch(where)
                && e.entries().filter(where).allMatch(at -> e.analyticRows()[at.row()][at.column()] == 0);
    }

    /** The diagonal is off by one number, and nothing else is; some elements, such as those of a bias, may be right. */
    static Optional<Diagnosis> multipleOfVector(Evidence e) {
        List<Evidence.Entry> diagonal = e.entries()
                .filter(at -> isDiagonal(e, at) && e.isKnown(at.row(), at.column()))
                .toList();
        if (!isWhole(e) || diagonal.size() < 2 || !e.wrong().allMatch(at -> isDiagonal(e, at))) {
            return Optional.empty();
        }
        List<Evidence.Entry> off =
                diagonal.stream().filter(at -> !e.agrees(at.row(), at.column())).toList();
        Evidence.Entry known = off.stream()
                .min(Comparator.comparingDouble(at -> e.slack(at.row(), at.column())))
                .orElse(diagonal.get(0));
        double by = e.remainder(known.row(), known.column());
        double slack = e.slack(known.row(), known.column());
        boolean same = off.stream()
                .allMatch(at -> Math.abs(e.remainder(at.row(), at.column()) - by)
                        <= slack + e.slack(at.row(), at.column()) + ROUNDING * Math.abs(by));
        long told = diagonal.stream()
                .filter(at -> e.agrees(at.row(), at.column()) && e.slack(at.row(), at.column()) < Math.abs(by) / 2)
                .count();
        return same && off.size() > 1
                ? Optional.of(new Diagnosis(
                        "multiple of v",
                        "second derivative = numeric " + (by < 0 ? "− " : "+ ") + Numerals.of(Math.abs(by))
                                + (told == 0
                                        ? " on the whole diagonal"
                                        : " on the diagonal of " + Places.elements(e, c -> !e.agrees(c))),
                        "weight decay ½ λ‖x‖², whose product is λ v: forgotten, or its sign, its 2 or its λ?"))
                : Optional.empty();
    }

    /** One entry of the diagonal, or two that mirror each other. */
    static Optional<Diagnosis> oneEntry(Evidence e) {
        List<Evidence.Entry> wrong = e.wrong().toList();
        if (!isWhole(e) || e.numericRows().length < 2 || wrong.isEmpty() || wrong.size() > 2) {
            return Optional.empty();
        }
        Evidence.Entry one = wrong.get(0);
        Evidence.Entry other = wrong.get(wrong.size() - 1);
        int first = own(e);
        boolean mirrored =
                one.row() - first == e.offsets()[other.column()] && other.row() - first == e.offsets()[one.column()];
        String names = SymmetryHypotheses.name(e, one.row(), one.column())
                + (wrong.size() == 2 ? " and " + SymmetryHypotheses.name(e, other.row(), other.column()) : "");
        double factor = e.analyticRows()[one.row()][one.column()] / e.numericRows()[one.row()][one.column()];
        String by = ScaleHypotheses.isTold(factor, one)
                ? ": " + Factor.of(factor, one.relativeError(), e).text() + " × numeric"
                : "";
        return mirrored
                ? Optional.of(new Diagnosis(
                        "coordinates",
                        "only " + names + (wrong.size() == 1 ? " is wrong" : " are wrong") + by,
                        "a term of it forgotten, or a factor? All others are right"))
                : Optional.empty();
    }

    /** Blocks of derivatives by this part and others, or by itself; at least one other is right. */
    static Optional<Diagnosis> blockWrong(Evidence e) {
        List<String> wrong = new ArrayList<>();
        boolean anyRight = false;
        int from = 0;
        for (NamedTensor part : isWhole(e) && e.inputs().size() > 1 ? e.inputs() : List.<NamedTensor>of()) {
            int start = from;
            int end = from + part.tensor().size();
            List<Evidence.Entry> block = e.entries()
                    .filter(at -> at.row() >= start && at.row() < end)
                    .toList();
            boolean right = block.stream().allMatch(at -> e.agrees(at.row(), at.column()));
            anyRight |= right && block.stream().anyMatch(at -> !e.isZero(at.row(), at.column()));
            if (!right) {
                wrong.add(part.name().equals(e.part()) ? "itself" : part.name());
            }
            from = end;
        }
        return anyRight && !wrong.isEmpty()
                ? Optional.of(new Diagnosis(
                        "block",
                        "only the second derivatives by " + e.part() + " and " + String.join(", ", wrong)
                                + " are wrong",
                        "a term that only they have, such as dy Ẇ or dyᵀ ẋ of a layer, or f″ of what is between?"))
                : Optional.empty();
    }

    /** Whether exactly the entries there are missing: each is 0, and nothing else is wrong. */
    private static boolean isMissing(Evidence e, Predicate<Evidence.Entry> where) {
        return e.wrong().findAny().isPresent()
                && e.wrong().allMatch(at -> where.test(at) && e.analyticRows()[at.row()][at.column()] == 0)
                && e.entries().filter(where).allMatch(at -> e.analyticRows()[at.row()][at.column()] == 0)
                && e.entries().filter(where.negate()).anyMatch(at -> !e.isZero(at.row(), at.column()));
    }

    static boolean isDiagonal(Evidence e, Evidence.Entry at) {
        return at.row() - own(e) == e.offsets()[at.column()];
    }

    /** Whether there is a row for each element of the whole input, and a column for each of the part. */
    static boolean isWhole(Evidence e) {
        int size = e.inputs().stream().mapToInt(part -> part.tensor().size()).sum();
        return e.isEntrywise() && e.isComplete() && e.numericRows().length == size;
    }

    /** The row of the part's first element. */
    static int own(Evidence e) {
        return e.inputs().stream()
                .takeWhile(part -> !part.name().equals(e.part()) && !part.name().isEmpty())
                .mapToInt(part -> part.tensor().size())
                .sum();
    }
}
