package org.closedform.gradient;

import java.util.Arrays;

/**
 * The derivatives of all channels along a direction, from differences at H, H/2, H/4 …, each channel until it is settled. Steps
 * that leave the domain, and steps after which changes still grow, are forgotten.
 */
final class Ladder {
    private static final int ROWS = 72;
    private static final int FLAT_ROWS = 4;
    private static final double SETTLED = 0x1p-36;
    private static final double APPARENTLY_SETTLED = 0x1p-12;
    private static final double OUTSIDE = 4;

    private final FlatOperator<?, ?> f;
    private final Channels channels;
    private final Direction direction;
    private final Noise noise;
    private final double[] analytic;
    private final double inputTerm;

    private final int side;
    private final Tableau[] tableaus;
    private final double[] steepest;
    private final double[] largest;
    private final boolean[] settled;
    private final boolean[] moved;
    private double largestStep;

    /** With steps to both sides (0), or to one only (1 or −1). */
    Ladder(FlatOperator<?, ?> f, Channels channels, Direction direction, double[] analytic, Noise noise, int side) {
        this.f = f;
        this.channels = channels;
        this.direction = direction;
        this.noise = noise;
        this.analytic = analytic;
        this.side = side;
        this.inputTerm = direction.type().epsilon() * direction.largest(f.point());
        this.tableaus = new Tableau[channels.count()];
        Arrays.setAll(tableaus, k -> new Tableau(side == 0));
        this.steepest = new double[channels.count()];
        this.largest = new double[channels.count()];
        this.settled = new boolean[channels.count()];
        this.moved = new boolean[f.value().length];
    }

    Tableau tableau(int channel) {
        return tableaus[channel];
    }

    /** The steepest finite slope that was seen. */
    double steepest(int channel) {
        return steepest[channel];
    }

    /** The largest size of the channel that was seen. */
    double largest(int channel) {
        return largest[channel];
    }

    /** The largest step that the surviving tableaus of some channels began with. */
    double top(boolean[] wanted) {
        double top = 0;
        for (int k = 0; k < tableaus.length; k++) {
            if (wanted[k] && tableaus[k].top() > top) {
                top = tableaus[k].top();
            }
        }
        return top;
    }

    /** Whether the function has finite values a small step to that side. */
    static boolean isOpen(FlatOperator<?, ?> f, Direction direction, double h) {
        double[] there = f.evaluate(direction.move(f.point(), h));
        return there.length > 0 && FlatOperator.isFinite(there);
    }

    /** Climbs down from a step, for the channels wanted. Returns false where a step left the domain. */
    boolean descend(double firstStep, boolean[] wanted) {
        largestStep = firstStep;
        boolean inside = true;
        double h = firstStep;
        double smallest = firstStep * 0x1p-64;
        int open = 0;
        for (int k = 0; k < settled.length; k++) {
            settled[k] = !wanted[k];
            open += wanted[k] ? 1 : 0;
        }
        for (int row = 0; row < ROWS && open > 0 && h >= smallest; row++) {
            double[] right = side < 0 ? f.point() : direction.move(f.point(), h);
            double[] left = side > 0 ? f.point() : direction.move(f.point(), -h);
            double[] after = side < 0 ? f.value() : f.evaluate(right);
            double[] before = side > 0 ? f.value() : f.evaluate(left);
            double width = width(right, left, h);
            if (Double.isNaN(width)) {
                return inside; // the step is lost in the rounding of x
            }
            boolean allOutside = true;
            for (int k = 0; k < settled.length; k++) {
                if (!settled[k]) {
                    boolean finite = step(k, h, width, right, left, after, before);
                    allOutside &= !finite;
                    inside &= finite;
                    open -= settled[k] ? 1 : 0;
                }
            }
            h /= allOutside ? OUTSIDE : 2;
        }
        return inside;
    }

    /** The distance between two points in steps: exactly what rounding made of it, where only one coordinate moves. */
    private double width(double[] right, double[] left, double h) {
        double nominal = side == 0 ? 2 * h : h;
        if (!direction.isCoordinate()) {
            double lost = direction.type().epsilon() * direction.largest(f.point());
            return h > 8 * lost ? nominal : Double.NaN;
        }
        int i = direction.indices()[0];
        double actual = (right[i] - left[i]) / direction.steps()[0];
        return Math.abs(actual - nominal) <= nominal / 8 ? actual : Double.NaN;
    }

    private boolean step(
            int k, double h, double width, double[] right, double[] left, double[] after, double[] before) {
        double difference = after.length == 0 || before.length == 0
                ? Double.NaN
                : channels.difference(k, after, before) - correction(k, right, left, h);
        Tableau tableau = tableaus[k];
        double slope = difference / width;
        if (!(Math.abs(slope) <= Double.MAX_VALUE)) {
            tableau.restart();
            return false;
        }
        steepest[k] = Math.max(steepest[k], Math.abs(slope));
        largest[k] = Math.max(largest[k], Math.max(channels.size(k, after), channels.size(k, before)));
        double rounding =
                Math.max(channels.rounding(k, after, before, moved, true) + inputTerm * Math.abs(slope), noise.of(k));
        double unmoved = channels.rounding(k, after, before, moved, false) / largestStep;
        double slopeNoise = 2 * rounding / Math.abs(width) + unmoved;
        if (tableau.grows(slope, slopeNoise)) {
            boolean apparent = tableau.error() <= APPARENTLY_SETTLED * Math.abs(tableau.value());
            if (apparent && noise.explains(k, tableau.change(slope) * Math.abs(width) / 2, h)) {
                settled[k] = true;
                return true;
            }
            tableau.restart();
        }
        boolean still = channels.isStill(k, after) && channels.isStill(k, before);
        tableau.add(h, slope, slopeNoise, still);
        boolean zero = tableau.isZero() && tableau.rows() >= FLAT_ROWS && analytic[k] == 0;
        settled[k] = slopeNoise > tableau.error() || tableau.error() <= SETTLED * Math.abs(tableau.value()) || zero;
        return true;
    }

    /** What rounding the coordinates of many to what the input can hold has added to a difference. */
    private double correction(int k, double[] right, double[] left, double h) {
        if (direction.isCoordinate()) {
            return 0;
        }
        double nominal = side == 0 ? 2 * h : h;
        double sum = 0;
        double[] gradient = channels.row(k);
        for (int n = 0; n < direction.indices().length; n++) {
            int i = direction.indices()[n];
            sum += gradient[i] * ((right[i] - left[i]) - nominal * direction.steps()[n]);
        }
        return sum;
    }
}
