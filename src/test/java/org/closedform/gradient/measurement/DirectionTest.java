package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Ways to move a point, and how far the bounds let it move. */
class DirectionTest {
    private static final Direction DIAGONAL =
            new Direction("x along v1", new int[] {1, 3, 4}, new double[] {2, -0.5, 0}, ElementType.FLOAT64);

    private static final double[] POINT = {100, -3, 7, 4, 50};

    @Test
    void aCoordinateIsNamedByItsIndices() {
        Tensor tensor = Tensor.zeros(Shape.of(2, 3));
        Direction coordinate = Direction.coordinate("gamma", tensor, 10, 5);
        assertEquals("gamma[1, 2]", coordinate.name());
        assertArrayEquals(new int[] {15}, coordinate.indices());
        assertTrue(coordinate.isCoordinate());
        assertFalse(DIAGONAL.isCoordinate());
        assertEquals("", Direction.index(Shape.of(), 0));
    }

    @Test
    void aPointMovesByMultiplesOfTheStep() {
        assertArrayEquals(new double[] {100, -2.5, 7, 3.875, 50}, DIAGONAL.move(POINT, 0.25));
        assertEquals(-3, POINT[1], "the point itself stays");
        Direction single = new Direction("x", new int[] {0}, new double[] {1}, ElementType.FLOAT32);
        assertArrayEquals(new double[] {1.1f}, single.move(new double[] {1}, 0.1));
    }

    @Test
    void derivativesAreSummedAlongIt() {
        assertEquals(2 * 3 - 0.5 * 8, DIAGONAL.dot(new double[] {1e3, 3, 1e3, 8, 1e3}));
    }

    @Test
    void onlyCoordinatesThatMoveHaveASize() {
        assertEquals(4, DIAGONAL.largest(POINT));
        assertEquals(1.5, DIAGONAL.smallest(POINT), "at -3, which moves by 2 h");
        assertEquals(4, DIAGONAL.between(1, 3).largest(POINT));
        assertArrayEquals(new int[] {3, 4}, DIAGONAL.between(1, 3).indices());
        assertArrayEquals(new double[] {-0.5, 0}, DIAGONAL.between(1, 3).steps());
    }

    @Test
    void towardsACornerTheLineStaysADistribution() {
        Tensor x = Tensor.generate(Shape.of(2, 3, 2), i -> 0.1 * i[0] + 0.2 * i[1] + 0.01 * i[2]);
        Direction corner = Direction.coordinate("x", x, 100, 9).towardsCorner(x, 100, 9, 1);
        assertEquals("x[1, 1, 1]", corner.name());
        assertArrayEquals(new int[] {107, 109, 111}, corner.indices());
        assertArrayEquals(new double[] {-0.11, 1 - 0.31, -0.51}, corner.steps(), 1e-15);
    }

    @Test
    void randomStepsAreBetweenAHalfAndOneAndAHalfOfBothSigns() {
        Direction random = Direction.random("x", Tensor.zeros(Shape.of(2000)), 7, new SplittableRandom(1));
        assertEquals(7, random.indices()[0]);
        assertEquals(2006, random.indices()[1999]);
        double[] sizes = Arrays.stream(random.steps()).map(Math::abs).sorted().toArray();
        assertTrue(sizes[0] >= 0.5 && sizes[0] < 0.51, "smallest " + sizes[0]);
        assertTrue(sizes[1999] < 1.5 && sizes[1999] > 1.49, "largest " + sizes[1999]);
        long negative = Arrays.stream(random.steps()).filter(w -> w < 0).count();
        assertTrue(negative > 900 && negative < 1100, negative + " of 2000 are negative");
    }

    @Test
    void boundsLetItMoveUntilTheFirstCoordinateReachesOne() {
        Domain domain = new Domain(-5, 10);
        assertEquals(6.5, domain.reach(POINT, DIAGONAL, 1), "until -3 + 2 h = 10");
        assertEquals(1, domain.reach(POINT, DIAGONAL, -1), "until -3 - 2 h = -5");
        assertEquals(Double.POSITIVE_INFINITY, Domain.EVERYWHERE.reach(POINT, DIAGONAL, 1));
        assertTrue(domain.contains(-5) && domain.contains(10) && domain.contains(0));
        assertFalse(domain.contains(-5.1) || domain.contains(10.1) || domain.contains(Double.NaN));
    }
}
