package org.closedform.gradient.diagnosis;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.closedform.gradient.measurement.Direction;
import org.closedform.gradient.measurement.OutputNames;
import org.closedform.tensor.NamedTensor;

/** Mistakes that break, or mirror, the symmetry of a second derivative. */
final class SymmetryHypotheses {
    private static final double ROUNDING = 1e-9;

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

    static String name(Evidence e, int row, int column) {
        return "∂" + output(e, row) + "/∂" + e.part() + Direction.index(e.x().shape(), e.offsets()[column]);
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
                    return Optional.of(
                            notSymmetric(name(e, own + i, j), one, name(e, own + j, i), other, whatIsRight(e, i, j)));
                }
            }
        }
        return SecondDerivativeHypotheses.isWhole(e)
                ? e.derivedByAll().flatMap(all -> notSymmetricBetweenParts(e, all))
                : Optional.empty();
    }

    /** The same of derivatives by this part and another, whose mirror images are by the other and this. */
    private static Optional<Diagnosis> notSymmetricBetweenParts(Evidence e, double[][] all) {
        int own = SecondDerivativeHypotheses.own(e);
        for (int k = 0; k < all.length; k++) {
            for (int c = 0; c < e.columns() && (k < own || k >= own + e.columns()); c++) {
                int mirror = own + e.offsets()[c];
                double one = e.analyticRows()[k][c];
                double other = all[mirror][k];
                double slack = 2 * e.slack(k, c) + ROUNDING * Math.abs(one);
                if (Math.abs(one - other) > slack) {
                    boolean otherRight = Math.abs(other - e.numericRows()[k][c]) <= slack;
                    String right = e.agrees(k, c) ? "; the first is right" : otherRight ? "; the second is right" : "";
                    return Optional.of(notSymmetric(
                            name(e, k, c), one, "∂" + output(e, mirror) + "/∂" + input(e, k), other, right));
                }
            }
        }
        return Optional.empty();
    }

    private static Diagnosis notSymmetric(String one, double ofOne, String other, double ofOther, String right) {
        return new Diagnosis(
                "not symmetric",
                String.format(
                        Locale.ROOT,
                        "the second derivative is not symmetric: %s is %.6g, %s is %.6g%s",
                        one,
                        ofOne,
                        other,
                        ofOther,
                        right),
                "the order of the two derivatives does not matter: an index, a transpose or a factor on one side only?");
    }

    private static String output(Evidence e, int row) {
        return new OutputNames(e.outputs(), true).of(row);
    }

    private static String input(Evidence e, int index) {
        int from = 0;
        for (NamedTensor part : e.inputs()) {
            int size = part.tensor().size();
            if (index < from + size) {
                return part.name() + Direction.index(part.tensor().shape(), index - from);
            }
            from += size;
        }
        throw new IllegalStateException("SymmetryHypotheses: no input has the index " + index);
    }

    /** Of two mirror entries that differ. */
    private static String whatIsRight(Evidence e, int i, int j) {
        int own = SecondDerivativeHypotheses.own(e);
        if (isRight(e, own, 0.5)) {
            return "; the mean of the two is right: A where ½ (A + Aᵀ) should be";
        }
        if (isRight(e, own, 1)) {
            return "; the sum of the two is right: A where A + Aᵀ should be";
        }
        boolean one = e.agrees(own + i, j);
        boolean other = e.agrees(own + j, i);
        return one == other ? "" : one ? "; the first is right" : "; the second is right";
    }

    /** Whether a multiple of A + Aᵀ is right, A being what is derived. */
    private static boolean isRight(Evidence e, int own, double factor) {
        boolean right = e.wrong().allMatch(at -> at.row() >= own && at.row() < own + e.columns());
        for (int i = 0; i < e.columns() && right; i++) {
            for (int j = 0; j < e.columns(); j++) {
                double sum = factor * (e.analyticRows()[own + i][j] + e.analyticRows()[own + j][i]);
                double slack = e.slack(own + i, j) + e.slack(own + j, i);
                right &= !(Math.abs(sum - e.numericRows()[own + i][j]) > slack);
            }
        }
        return right;
    }
}
