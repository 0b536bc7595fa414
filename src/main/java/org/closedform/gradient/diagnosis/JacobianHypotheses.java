package org.closedform.gradient.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.closedform.tensor.Shape;

/** The Jacobian has the wrong structure: entries that are missing, wrong, or couple the wrong elements. */
final class JacobianHypotheses {
    private JacobianHypotheses() {}

    static Optional<Diagnosis> offDiagonalMissing(Evidence e) {
        if (!e.isSquare() || !e.isDiagonal(e.analyticRows())) {
            return Optional.empty();
        }
        boolean diagonal = true;
        for (int i = 0; i < e.numericRows().length; i++) {
            diagonal &= e.agrees(i, i);
        }
        return diagonal
                ? Optional.of(new Diagnosis(
                        "off-diagonal missing",
                        "only the diagonal of the Jacobian is there: each output as a function of its own input alone",
                        "−y_i y_j for i ≠ j: each output depends on all inputs of its row"))
                : Optional.empty();
    }

    static Optional<Diagnosis> diagonalWrong(Evidence e) {
        if (!e.isSquare() || e.numericRows().length < 2 || e.isDiagonal(e.numericRows())) {
            return Optional.empty();
        }
        boolean rest = true;
        int wrong = 0;
        for (int k = 0; k < e.numericRows().length; k++) {
            for (int c = 0; c < e.numericRows().length; c++) {
                rest &= k == c || e.agrees(k, c);
                wrong += k == c && !e.agrees(k, c) ? 1 : 0;
            }
        }
        return rest && wrong > 1
                ? Optional.of(new Diagnosis(
                        "diagonal wrong",
                        "only the diagonal of the Jacobian is wrong",
                        "the case i = j of the derivation: y_i (1 − y_i) for softmax; or what reaches y straight, past the"
                                + " rest, as through a gate"))
                : Optional.empty();
    }

    /** What stays together on the way from input to output: pairs of axes whose indices are always equal. */
    static Optional<Diagnosis> wrongAxis(Evidence e) {
        if (!e.isEntrywise() || !e.isComplete() || e.outputs().size() != 1) {
            return Optional.empty();
        }
        Shape y = e.outputs().get(0).tensor().shape();
        List<String> inForward = ties(e, e.numericRows(), y);
        List<String> inBackward = ties(e, e.analyticRows(), y);
        boolean crossed = !inForward.isEmpty()
                && !inBackward.isEmpty()
                && inForward.stream().noneMatch(inBackward::contains);
        return crossed
                ? Optional.of(new Diagnosis(
                        "wrong axis",
                        "the function keeps " + String.join(" and ", inForward) + " together, the backward keeps "
                                + String.join(" and ", inBackward),
                        "a sum, mean or softmax along the other axis?"))
                : Optional.empty();
    }

    private static List<String> ties(Evidence e, double[][] rows, Shape y) {
        Shape x = e.x().shape();
        List<String> ties = new ArrayList<>();
        for (int p = 0; p < y.rank(); p++) {
            for (int q = 0; q < x.rank(); q++) {
                if (y.dimension(p) > 1 && y.dimension(p) == x.dimension(q) && tied(e, rows, y, p, x, q)) {
                    ties.add("axis " + p + " of y and axis " + q + " of " + e.part());
                }
            }
        }
        return ties;
    }

    private static boolean tied(Evidence e, double[][] rows, Shape y, int p, Shape x, int q) {
        boolean tied = true;
        for (int k = 0; k < rows.length; k++) {
            for (int c = 0; c < rows[k].length; c++) {
                boolean apart = index(y, k, p) != index(x, c, q);
                tied &= !apart || Math.abs(rows[k][c]) <= e.slack(k, c);
            }
        }
        return tied;
    }

    /** Where an offset is along an axis. */
    static int index(Shape shape, int offset, int axis) {
        int stride = 1;
        for (int a = shape.rank() - 1; a > axis; a--) {
            stride *= shape.dimension(a);
        }
        return offset / stride % shape.dimension(axis);
    }

    /** In each line the remainder is an outer product: Σ over the line of dy, weighed, reaches every element. */
    static Optional<Diagnosis> sumTerm(Evidence e) {
        if (!e.isSquare() || !e.isSameShape()) {
            return Optional.empty();
        }
        for (Lines lines : Lines.of(e.x().shape())) {
            boolean fits = e.remainderIsWithin(lines)
                    && Arrays.stream(lines.offsets()).anyMatch(line -> e.isWrongInSeveral(line, line));
            for (int[] line : lines.offsets()) {
                fits = fits && e.remainderHasRankOne(line, line);
            }
            if (fits) {
                return Optional.of(new Diagnosis(
                        "sum term",
                        "a term v · Σ u dy is missing or wrong, its sum along " + lines.name(),
                        "what each output shares with the others, a sum or a norm, depends on x too: softmax has"
                                + " − y Σ y dy, log-softmax − softmax Σ dy"));
            }
        }
        return Optional.empty();
    }

    static Optional<Diagnosis> rankOne(Evidence e) {
        int[] rows = new int[e.numericRows().length];
        int[] columns = new int[e.columns()];
        Arrays.setAll(rows, k -> k);
        Arrays.setAll(columns, c -> c);
        return e.isWrongInSeveral(rows, columns) && e.remainderHasRankOne(rows, columns)
                ? Optional.of(new Diagnosis(
                        "rank one",
                        "what is wrong is one outer product u·vᵀ",
                        "one term of the derivation, a product of a sum and a vector, is missing or wrong"))
                : Optional.empty();
    }

    static Optional<Diagnosis> elementwiseSlope(Evidence e) {
        boolean diagonal = e.isSquare() && e.isDiagonal(e.numericRows()) && e.isDiagonal(e.analyticRows());
        return diagonal && IntStream.range(0, e.columns()).anyMatch(i -> !e.isZero(i, i))
                ? Optional.of(new Diagnosis(
                        "elementwise slope",
                        "each element depends on itself alone, as it should, but the slope f′ is wrong",
                        "f′ of x where f′ is written in terms of y, or the other way round?"))
                : Optional.empty();
    }
}
