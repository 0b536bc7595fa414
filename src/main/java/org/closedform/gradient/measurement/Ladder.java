package org.closedform.gradient.measurement;

import java.util.Arrays;

/**
 * The derivatives of all channels along a direction, from differences at shorter and shorter steps, each channel until it is settled. Steps
 * that leave the domain, and steps after which changes still grow, are forgotten.
 */
public final class Ladder {
    private static final int ROWS = 72;
    private static final int FLAT_ROWS = 4;
    private static final double SETTLED = 0x1p-36;
    private static final double APPARENTLY_SETTLED = 0x1p-12;
    /** By how much steps shrink after one that is outside of the domain, or two that were wider than all features. */
    private static final double TOO_WIDE = 0.25;
    /** By how much steps shrink, in turn: about by half, but to no multiple of another step that a period or a stair may share. */
    private static final double[] SHRINK = {0.5358983848622454, 0.4641016151377546};
    /** A channel that moves by up to that many roundings may stand still. */
    private static final double LAST_BITS = 2;

    private final Path path;
    private final Channels channels;
    private final Noise noise;
    private final double inputTerm;

    private final Sides sides;
    private final Tableau[] tableaus;
    private final double[] steepest;
    private final double[] movement;
    private final double[] rise;
    private final double[] largest;
    private final boolean[] settled;
    private final boolean[] moved;
    private final double[] closestMove;
    private double largestStep;
    private boolean values;

    /** With steps to both sides (0), or to one only (1 or −1). */
    public Ladder(Path path, Noise noise, int side) {
        this.path = path;
        this.channels = path.channels();
        this.noise = noise;
        this.sides = new Sides(path, side);
        this.inputTerm = path.direction().type().epsilon() * path.largest();
        this.tableaus = new Tableau[channels.count()];
        Arrays.setAll(tableaus, k -> new Tableau(side == 0));
        this.steepest = new double[channels.count()];
        this.movement = new double[channels.count()];
        this.rise = new double[channels.count()];
        Arrays.fill(rise, Double.NaN);
        this.largest = new double[channels.count()];
        this.settled = new boolean[channels.count()];
        this.moved = new boolean[path.f().value().length];
        this.closestMove = new double[channels.count()];
        Arrays.fill(closestMove, Double.POSITIVE_INFINITY);
    }

    public Tableau tableau(int channel) {
        return tableaus[channel];
    }

    /** How much the channel moves, at most, over a step or the scale of the path, whichever is more. */
    public double steepest(int channel) {
        return steepest[channel];
    }

    /** How far from where it is at the point the channel moves at most. */
    public double movement(int channel) {
        return movement[channel];
    }

    /** The slope at the smallest step at which the channel moved to both sides, up at one and down at the other; or NaN. */
    public double rise(int channel) {
        return rise[channel];
    }

    /** The largest absolute value of the channel so far. */
    public double largest(int channel) {
        return largest[channel];
    }

    /** The smallest step at which the channel was not where it is at the point, but for its last bits. */
    public double closestMove(int channel) {
        return closestMove[channel];
    }

    /** Whether any difference was finite. */
    public boolean hasValues() {
        return values;
    }

    /** The largest step that the surviving tableaus of some channels began with. */
    public double top(boolean[] wanted) {
        double top = 0;
        for (int k = 0; k < tableaus.length; k++) {
            if (wanted[k] && tableaus[k].top() > top) {
                top = tableaus[k].top();
            }
        }
        return top;
    }

    /** Climbs down from a step, for the channels wanted. Returns false where a step left the domain. */
    public boolean descend(double firstStep, boolean[] wanted) {
        largestStep = firstStep;
        boolean inside = true;
        double h = firstStep;
        double smallest = firstStep * 0x1p-64;
        boolean anew = false;
        int open = 0;
        for (int k = 0; k < settled.length; k++) {
            settled[k] = !wanted[k];
            open += wanted[k] ? 1 : 0;
        }
        for (int row = 0; row < ROWS && open > 0 && h >= smallest; row++) {
            if (!sides.go(h)) {
                return inside; // the step is lost in the rounding of x
            }
            boolean allOutside = true;
            boolean allAnew = row > 0;
            for (int k = 0; k < settled.length; k++) {
                if (!settled[k]) {
                    boolean finite = step(k, h);
                    values |= finite;
                    allOutside &= !finite;
                    allAnew &= tableaus[k].rows() <= 1;
                    inside &= finite;
                    open -= settled[k] ? 1 : 0;
                }
            }
            h *= allOutside || allAnew && anew ? TOO_WIDE : SHRINK[row % SHRINK.length];
            anew = allAnew;
        }
        return inside;
    }

    private boolean step(int k, double h) {
        Tableau tableau = tableaus[k];
        double width = sides.width();
        double difference = sides.difference(k, h);
        double slope = difference / width;
        if (!(Math.abs(slope) <= Double.MAX_VALUE)) {
            tableau.restart();
            return false;
        }
        largest[k] = Math.max(largest[k], sides.size(k));
        double rounding = Math.max(sides.rounding(k, moved, true) + inputTerm * Math.abs(slope), noise.of(k));
        double unmoved = sides.rounding(k, moved, false) / largestStep;
        double slopeNoise = 2 * rounding / Math.abs(width) + unmoved;
        double bend = sides.bend(k, slope) / h;
        boolean grows = tableau.grows(slope, slopeNoise);
        double ofTerms = channels.epsilon(k) * path.terms(k) / h;
        if (tableau.bends(bend, Math.max(slopeNoise, ofTerms)) || grows) {
            boolean apparent = tableau.error() <= APPARENTLY_SETTLED * Math.abs(tableau.value());
            double doubtful = grows ? tableau.change(slope) * Math.abs(width) / 2 : Math.abs(bend) * h / 4;
            boolean slight = doubtful <= APPARENTLY_SETTLED * Math.abs(slope) * h;
            boolean explained = apparent && noise.explains(k, doubtful, h) || slight && noise.jumps(k, doubtful, h);
            if (apparent && explained) {
                settled[k] = true;
                return true;
            }
            if (explained) {
                slopeNoise = Math.max(slopeNoise, 2 * noise.of(k) / Math.abs(width) + unmoved);
            } else {
                tableau.restart();
            }
        }
        double moves = Math.max(Math.abs(difference), Math.abs(bend * h)) / 2;
        movement[k] = Math.max(movement[k], moves);
        steepest[k] = Math.max(steepest[k], moves / Math.max(h, path.scale()));
        boolean leaps = moves > LAST_BITS * rounding;
        closestMove[k] = leaps ? Math.min(closestMove[k], h) : closestMove[k];
        rise[k] = sides.haveMoved(k) && Math.abs(bend * h) < Math.abs(difference) / 2 ? slope : rise[k];
        tableau.add(h, slope, slopeNoise, sides.areStill(k));
        boolean zero = tableau.isZero() && tableau.rows() >= FLAT_ROWS && path.analytic(k) == 0;
        // where it should be 0, all that is left to see closer by is rounding
        double size = path.analytic(k) == 0 ? steepest[k] : Math.abs(tableau.value());
        settled[k] = slopeNoise > tableau.error() || tableau.error() <= SETTLED * size || zero;
        return true;
    }
}
