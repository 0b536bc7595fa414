package org.closedform.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.closedform.argument.Copied;

/**
 * What remains of a function when its Taylor expansion along a random direction v is subtracted, term by term, at smaller and smaller
 * steps h: |f(x + hv) − f(x)| shrinks like h, |… − h⟨g, v⟩| like h² if the gradient g is right, and |… − ½h²⟨v, Hv⟩| like h³ if the
 * second derivative H is too. On logarithmic axes these are lines, and their slopes tell.
 *
 * @param points from the largest step to the smallest
 * @param rounding how large a remainder may be that is nothing but rounding
 * @param hasCurvature whether there is a second derivative to take off
 */
public record TaylorSlopes(List<Point> points, double rounding, boolean hasCurvature) {
    /** Remainders below this many times the rounding do not count. */
    private static final double CLEAR = 30;
    /** Slopes that differ by less belong to one straight line. */
    private static final double STRAIGHT = 0.15;
    /** How many such slopes in a row make a line. */
    private static final int LEAST = 3;

    /**
     * One step.
     *
     * @param step h
     * @param zeroth |f(x + hv) − f(x)|
     * @param first |f(x + hv) − f(x) − h⟨g, v⟩|
     * @param second |f(x + hv) − f(x) − h⟨g, v⟩ − ½h²⟨v, Hv⟩|; NaN where there is no second derivative
     */
    public record Point(double step, double zeroth, double first, double second) {
        double remainder(int order) {
            return order == 0 ? zeroth : order == 1 ? first : second;
        }
    }

    /**
     * Copies the list.
     *
     * @param points from the largest step to the smallest
     * @param rounding how large a remainder may be that is nothing but rounding
     * @param hasCurvature whether there is a second derivative to take off
     * @throws NullPointerException if the list or an element is null
     */
    public TaylorSlopes {
        points = Copied.of(points, "TaylorSlopes: points");
    }

    /**
     * The slope of a remainder: order + 1 if all that was taken off is right, and less if not.
     *
     * @param order how many derivatives are taken off: 0, 1 or 2
     * @return the slope; ∞ where nothing but rounding is left at any step; NaN where rounding leaves too few steps to tell
     * @throws IllegalArgumentException if there is no remainder of that order
     */
    public double slope(int order) {
        if (order < 0 || order > (hasCurvature ? 2 : 1)) {
            throw new IllegalArgumentException("TaylorSlopes.slope: order " + order
                    + ", but there are remainders of 0 to " + (hasCurvature ? 2 : 1));
        }
        if (points.stream().allMatch(point -> point.remainder(order) <= CLEAR * rounding)) {
            return Double.POSITIVE_INFINITY;
        }
        List<Double> straight = new ArrayList<>();
        double found = Double.NaN;
        for (int n = points.size() - 2; n >= 0 && Double.isNaN(found); n--) {
            double slope = between(points.get(n), points.get(n + 1), order);
            boolean goes =
                    !Double.isNaN(slope) && straight.stream().allMatch(other -> Math.abs(slope - other) < STRAIGHT);
            if (!goes) {
                straight.clear();
            }
            if (!Double.isNaN(slope)) {
                straight.add(slope);
            }
            found = straight.size() == LEAST ? straight.get(LEAST / 2) : Double.NaN;
        }
        return found;
    }

    private double between(Point larger, Point smaller, int order) {
        double ratio = larger.remainder(order) / smaller.remainder(order);
        return smaller.remainder(order) > CLEAR * rounding && ratio <= Double.MAX_VALUE
                ? StrictMath.log(ratio) / StrictMath.log(larger.step / smaller.step)
                : Double.NaN;
    }

    /** {@return the remainders as a table, and their slopes} */
    @Override
    public String toString() {
        String rows = points.stream()
                .map(p -> String.format(Locale.ROOT, "%-8.1e %-18.1e %-13.1e", p.step, p.zeroth, p.first)
                        + (hasCurvature ? String.format(Locale.ROOT, "%.1e", p.second) : ""))
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"));
        return "step     |f(x+hv) − f(x)|   … − h⟨g,v⟩    " + (hasCurvature ? "… − ½h²⟨v,Hv⟩" : "") + "\n" + rows
                + "\nslope    " + slopes();
    }

    /** For example {@code 1.00 (1 if right), 2.00 (2 if right)}. */
    String slopes() {
        return text(0) + ", " + text(1) + (hasCurvature ? ", " + text(2) : "");
    }

    private String text(int order) {
        double slope = slope(order);
        return Double.isNaN(slope)
                ? "too few steps above rounding"
                : slope == Double.POSITIVE_INFINITY
                        ? "nothing but rounding left"
                        : String.format(Locale.ROOT, "%.2f (%d if right)", slope, order + 1);
    }
}
