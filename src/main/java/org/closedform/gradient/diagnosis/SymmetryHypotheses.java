package org.closedform.gradient.diagnosis;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.closedform.gradient.measurement.Direction;
import org.closedform.gradient.measurement.OutputNames;

/** Mistakes that break, or mirror, the symmetry of a second derivative. */
final class SymmetryHypotheses {
    private SymmetryHypotheses() {}

    /** A square block off the diagonal: W where Wᵀ should be. */
    static Optional<Diagnosis> transposedBlock(Evidence e) {
        int own = SecondDerivativeHypotheses.own(e);
        List<Evidence.Entry> wrong = e.wrong().toList();
        Predicate<Evidence.Entry> above = at -> at.row() < own + at.column();
        boolean fits = SecondDerivativeHypotheses.isWhole(e)
                && wrong.stream().allMatch(at -> at.row() != own + at.column())
                && isTransposed(e, wrong.stream().filter(above).toList())
                && isTransposed(e, wrong.stream().filter(above.negate()).toList());
        return fits
                ? Optional.of(new Diagnosis(
                        "transposed block",
                        "a block of the second derivative is transposed: " + block(e, wrong),
                        "W there where Wᵀ should be, or the two indices of a mixed derivative the other way round?"))
                : Optional.empty();
    }

    private static boolean isTransposed(Evidence e, List<Evidence.Entry> wrong) {
        if (wrong.isEmpty()) {
            return true;
        }
        int top = wrong.stream().mapToInt(Evidence.Entry::row).min().getAsInt();
        int bottom = wrong.stream().mapToInt(Evidence.Entry::row).max().getAsInt();
        int left = wrong.stream().mapToInt(Evidence.Entry::column).min().getAsInt();
        int right = wrong.stream().mapToInt(Evidence.Entry::column).max().getAsInt();
        boolean fits = bottom - top == right - left && bottom > top;
        for (int k = top; k <= bottom && fits; k++) {
            for (int c = left; c <= right; c++) {
                int row = top + c - left;
                int column = left + k - top;
                fits &= e.isNear(k, c, e.numericRows()[row][column], e.errorRows()[row][column]);
            }
        }
        return fits;
    }

    private static String block(Evidence e, List<Evidence.Entry> wrong) {
        int top = wrong.stream().mapToInt(Evidence.Entry::row).min().getAsInt();
        int left = wrong.stream().mapToInt(Evidence.Entry::column).min().getAsInt();
        return "the one that begins with " + name(e, top, left);
    }

    private static String name(Evidence e, int row, int column) {
        return "∂" + new OutputNames(e.outputs(), true).of(row) + "/∂" + e.part()
                + Direction.index(e.x().shape(), e.offsets()[column]);
    }

    /** Two mirror entries, which are equal in any second derivative, differ. */
    static Optional<Diagnosis> notSymmetric(Evidence e) {
        int own = SecondDerivativeHypotheses.own(e);
        for (int i = 0; SecondDerivativeHypotheses.isWhole(e) && i < e.columns(); i++) {
            for (int j = i + 1; j < e.columns(); j++) {
                double one = e.analyticRows()[own + i][j];
                double other = e.analyticRows()[own + j][i];
                double slack = e.slack(own + i, j) + e.slack(own + j, i);
                if (Math.abs(one - other) > slack) {
                    return Optional.of(new Diagnosis(
                            "not symmetric",
                            String.format(
                                    Locale.ROOT,
                                    "the second derivative is not symmetric: %s is %.6g, %s is %.6g",
                                    name(e, own + i, j),
                                    one,
                                    name(e, own + j, i),
                                    other),
                            "the order of the two derivatives does not matter: an index, a transpose or a factor on one"
                                    + " side only?"));
                }
            }
        }
        return Optional.empty();
    }
}
