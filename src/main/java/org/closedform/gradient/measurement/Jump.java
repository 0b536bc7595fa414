package org.closedform.gradient.measurement;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * How far a function jumps between points in a row. Rounding jumps, however close two points are; a ripple is smooth if one looks
 * closely enough.
 */
final class Jump {
    /** Enough halvings to reach neighbouring numbers from any distance at which rounding shows. */
    private static final int HALVINGS = 48;
    /** The slope beside jumps is taken over this many times the distance that the halvings end at, as is room for them. */
    private static final double ROOM = 0x1p10;

    private final DoubleUnaryOperator f;
    private final double[] points;

    /** Of a function of one number. */
    Jump(DoubleUnaryOperator f, double[] points) {
        this.f = f;
        this.points = points;
    }

    /**
     * The move that is left, beside the slope where it does not jump, between two points that are no further apart than a
     * distance, and as far as possible apart otherwise. NaN if the points are hardly further apart.
     */
    double height(double closest) {
        if (points[1] - points[0] < ROOM * closest) {
            return Double.NaN;
        }
        double[] values = Arrays.stream(points).map(f).toArray();
        double slope = (f.applyAsDouble(points[0] + ROOM * closest) - values[0]) / (ROOM * closest);
        double[] moves = new double[points.length - 1];
        Arrays.setAll(moves, i -> Math.abs(values[i + 1] - values[i] - slope * (points[i + 1] - points[i])));
        int farthest = 0;
        for (int i = 1; i < moves.length; i++) {
            farthest = moves[i] > moves[farthest] ? i : farthest;
        }
        double left = points[farthest];
        double right = points[farthest + 1];
        double atLeft = values[farthest] - slope * left;
        double atRight = values[farthest + 1] - slope * right;
        for (int n = 0; n < HALVINGS && right - left > closest; n++) {
            double middle = left + (right - left) / 2;
            double atMiddle = f.applyAsDouble(middle) - slope * middle;
            boolean moreAtLeft = Math.abs(atMiddle - atLeft) > Math.abs(atRight - atMiddle);
            right = moreAtLeft ? middle : right;
            atRight = moreAtLeft ? atMiddle : atRight;
            left = moreAtLeft ? left : middle;
            atLeft = moreAtLeft ? atLeft : atMiddle;
        }
        return Math.abs(atRight - atLeft);
    }
}
