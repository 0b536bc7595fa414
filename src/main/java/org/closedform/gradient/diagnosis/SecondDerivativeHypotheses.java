package org.closedform.gradient.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.closedform.gradient.measurement.Numerals;

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
                            LocationHypotheses::coordinates,
                            PartialHypotheses::maskMissing,
                            PartialHypotheses::oneFactor,
                            GaussNewtonHypotheses::positiveSemidefinite,
                            GaussNewtonHypotheses::lowRank),
                    Hypotheses.STANDARD)
            .flatMap(List::stream)
            .toList();

    private SecondDerivativeHypotheses() {}

    static Optional<Diagnosis> diagonalAlone(Evidence e) {
        Predicate<Evidence.Entry> diagonal = at -> isDiagonal(e, at);
        return isWhole(e) && e.columns() > 1 && isMissing(e, diagonal.negate())
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

    /** The block of mixed derivatives by two parts of the input. */
    static Optional<Diagnosis> blockMissing(Evidence e) {
        int from = 0;
        for (int q = 0; isWhole(e) && q < e.inputs().size(); q++) {
            int start = from;
            int end = from + e.inputs().get(q).tensor().size();
            boolean other = !e.inputs().get(q).name().equals(e.part());
            if (other && e.inputs().size() > 1 && isMissing(e, at -> at.row() >= start && at.row() < end)) {
                return Optional.of(new Diagnosis(
                        "block missing",
                        "the mixed second derivative by " + e.part() + " and "
                                + e.inputs().get(q).name() + " is 0, and the rest is right",
                        "where the two meet in a product, the slope by one depends on the other"));
            }
            from = end;
        }
        return Optional.empty();
    }

    /** The whole diagonal is off by one number, and nothing else is. */
    static Optional<Diagnosis> multipleOfVector(Evidence e) {
        List<Evidence.Entry> diagonal = e.entries()
                .filter(at -> isDiagonal(e, at) && e.isKnown(at.row(), at.column()))
                .toList();
        if (!isWhole(e) || diagonal.size() < 2 || !e.wrong().allMatch(at -> isDiagonal(e, at))) {
            return Optional.empty();
        }
        Evidence.Entry known = diagonal.stream()
                .min(Comparator.comparingDouble(at -> e.slack(at.row(), at.column())))
                .orElseThrow();
        double by = e.remainder(known.row(), known.column());
        double slack = e.slack(known.row(), known.column());
        boolean same = diagonal.stream()
                .allMatch(at -> Math.abs(e.remainder(at.row(), at.column()) - by)
                        <= slack + e.slack(at.row(), at.column()) + ROUNDING * Math.abs(by));
        return same && Math.abs(by) > slack
                ? Optional.of(new Diagnosis(
                        "multiple of v",
                        "second derivative = numeric " + (by < 0 ? "− " : "+ ") + Numerals.of(Math.abs(by))
                                + " on the whole diagonal",
                        "weight decay ½ λ‖x‖², whose product is λ v: forgotten, or its sign, its 2 or its λ?"))
                : Optional.empty();
    }

    /** Whether exactly the entries there are missing: each is 0, and nothing else is wrong. */
    private static boolean isMissing(Evidence e, Predicate<Evidence.Entry> where) {
        return e.wrong().findAny().isPresent()
                && e.wrong().allMatch(at -> where.test(at) && e.analyticRows()[at.row()][at.column()] == 0)
                && e.entries().filter(where).allMatch(at -> e.analyticRows()[at.row()][at.column()] == 0)
                && e.entries().filter(where.negate()).anyMatch(at -> !e.isZero(at.row(), at.column()));
    }

    private static boolean isDiagonal(Evidence e, Evidence.Entry at) {
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
