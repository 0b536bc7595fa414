package org.closedform.examples.app;

import java.util.SplittableRandom;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Sets of points in the plane that no straight line parts. All lie within {@link #REACH} of 0 in each coordinate. */
enum PointSet {
    /** Two half circles, one the other turned by 180 degrees. */
    MOONS(0.15) {
        @Override
        Place place(int sign, double along, double across) {
            double angle = Math.PI * along;
            return new Place(sign * 0.85 * (StrictMath.cos(angle) - 0.5), sign * 0.85 * (StrictMath.sin(angle) - 0.25));
        }
    },

    /** A circle inside another one. */
    CIRCLES(0.15) {
        @Override
        Place place(int sign, double along, double across) {
            return Place.polar(sign > 0 ? 1.1 : 0.45, 2 * Math.PI * along);
        }
    },

    /** Four squares, those of one class in opposite corners. */
    XOR(0) {
        @Override
        Place place(int sign, double along, double across) {
            double side = across < 0.5 ? 1 : -1;
            return new Place(side * (0.1 + 1.1 * along), sign * side * (0.1 + 1.1 * (2 * across % 1)));
        }
    },

    /** Two spirals of one turn, one the other turned by 180 degrees. */
    SPIRALS(0.05) {
        @Override
        Place place(int sign, double along, double across) {
            return Place.polar(sign * (0.15 + 1.05 * along), 2 * Math.PI * along);
        }
    };

    /** The largest coordinate that a point may have. */
    static final double REACH = 1.5;

    private static final int SIZE = 120;

    private final double noise;

    PointSet(double noise) {
        this.noise = noise;
    }

    record Place(double x, double y) {
        static Place polar(double radius, double angle) {
            return new Place(radius * StrictMath.cos(angle), radius * StrictMath.sin(angle));
        }
    }

    /**
     * A point before noise.
     *
     * @param sign −1 for class 0, 1 for class 1
     * @param along where along the figure, in [0, 1)
     * @param across where across, in [0, 1)
     */
    abstract Place place(int sign, double along, double across);

    /** Draws points, by turns of class 0 and 1. */
    Points draw(SplittableRandom random) {
        double[][] points = new double[SIZE][];
        for (int i = 0; i < SIZE; i++) {
            Place place = place(2 * (i % 2) - 1, random.nextDouble(), random.nextDouble());
            points[i] = new double[] {place.x + noise(random), place.y + noise(random)};
        }
        return new Points(Tensor.of(points), Tensor.generate(Shape.of(SIZE, 1), index -> index[0] % 2));
    }

    private double noise(SplittableRandom random) {
        return noise * (2 * random.nextDouble() - 1);
    }
}
