package org.closedform.gradient.measurement;

/**
 * Slopes at shorter and shorter steps h, extrapolated to h = 0, with an error estimate.
 *
 * <p>Neville's scheme removes the powers h², h⁴ … of the curvature from central differences, and h, h² … from one-sided ones.
 * Each entry's error is estimated from its three neighbours plus the noise of the slopes it is made of, and the entry with the
 * smallest estimate wins (Ridders, Accurate Computation of F′(x) and F′(x)F″(x), 1982, with two neighbours, of which one pair
 * in some thousands agrees by chance).
 */
public final class Tableau {
    private static final int COLUMNS = 7;
    private static final double GROWTH = 0.9;
    /** Half a step, about, halves the bend of a smooth function, and leaves that of a corner as it is. */
    private static final double BENDS = 0.75;

    private static final double NOISE_BARS = 8;
    private static final double BEND_BARS = 4;

    private final boolean central;
    private double[] previous = {};
    private double[] steps = {};
    private double lastSlope = Double.NaN;
    private double lastChange = Double.NaN;
    private double lastBend = Double.NaN;
    private double top = Double.NaN;
    private boolean zero = true;
    private boolean flat;
    private int stillRows;
    private double movement;
    private double value = Double.NaN;
    private double error = Double.POSITIVE_INFINITY;
    private double step = Double.NaN;

    /** A tableau of differences whose error is a series in h² (central) or in h (one-sided). */
    public Tableau(boolean central) {
        this.central = central;
    }

    /** The derivative, NaN if nothing is known. */
    public double value() {
        return value;
    }

    /** How far the derivative may be off. */
    public double error() {
        return error;
    }

    /** The smallest step that the derivative was made from. */
    public double step() {
        return step;
    }

    /** The largest step since the last restart. */
    public double top() {
        return top;
    }

    /** How far the function moves, at most, over a step since the last restart. */
    public double movement() {
        return movement;
    }

    /** Whether all slopes since the last restart were exactly 0. */
    public boolean isZero() {
        return zero;
    }

    /** Whether the function did not move at all at the steps that the derivative was made from. */
    public boolean isFlat() {
        return flat;
    }

    /** Number of slopes since the last restart, up to the number of columns. */
    public int rows() {
        return previous.length;
    }

    /** How much the slope would change with this one. */
    public double change(double slope) {
        return Math.abs(slope - lastSlope);
    }

    /** Whether changes grow as steps shrink, by more than noise: then the larger steps said nothing of the derivative. */
    public boolean grows(double slope, double noise) {
        double change = change(slope);
        return change > GROWTH * lastChange && change > NOISE_BARS * noise;
    }

    /**
     * Whether the two sides of the point go apart as at a corner, by more than noise, rather than less and less: the sum of what
     * the function changes by to the right and to the left, divided by the step.
     */
    public boolean bends(double bend, double noise) {
        boolean corner = Math.abs(bend) > BENDS * Math.abs(lastBend) && Math.abs(bend) > BEND_BARS * noise;
        lastBend = bend;
        return corner;
    }

    /** Forgets all but the last bend. */
    public void restart() {
        previous = new double[0];
        steps = new double[0];
        lastSlope = Double.NaN;
        lastChange = Double.NaN;
        zero = true;
        flat = false;
        stillRows = 0;
        movement = 0;
        value = Double.NaN;
        error = Double.POSITIVE_INFINITY;
        step = Double.NaN;
    }

    /** One slope more, at a shorter step; still if the function has not moved there. */
    public void add(double h, double slope, double noise, boolean still) {
        top = previous.length == 0 ? h : top;
        zero &= slope == 0;
        stillRows = still ? stillRows + 1 : 0;
        movement = Math.max(movement, Math.abs(slope) * h);
        lastChange = change(slope);
        lastSlope = slope;
        double[] current = new double[Math.min(previous.length + 1, COLUMNS)];
        double[] longer = new double[current.length];
        System.arraycopy(steps, 0, longer, 1, current.length - 1);
        longer[0] = h;
        current[0] = slope;
        for (int column = 1; column < current.length; column++) {
            double ratio = longer[column] / h;
            double power = central ? ratio * ratio : ratio;
            current[column] = current[column - 1] + (current[column - 1] - previous[column - 1]) / (power - 1);
            if (column < previous.length) {
                double change = Math.max(
                        Math.abs(current[column] - previous[column]),
                        Math.max(
                                Math.abs(current[column] - current[column - 1]),
                                Math.abs(current[column] - previous[column - 1])));
                offer(current[column], change + 2 * noise, h, column < stillRows);
            }
        }
        previous = current;
        steps = longer;
    }

    private void offer(double candidate, double candidateError, double h, boolean candidateFlat) {
        if (candidateError < error) {
            value = candidate;
            error = candidateError;
            step = h;
            flat = candidateFlat;
        }
    }
}
