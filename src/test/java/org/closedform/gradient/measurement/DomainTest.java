package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.closedform.tensor.ElementType;
import org.junit.jupiter.api.Test;

class DomainTest {
    private static final Domain UNIT = new Domain(0, 1);

    @Test
    void bothBoundsBelongToIt() {
        assertTrue(UNIT.contains(0) && UNIT.contains(0.5) && UNIT.contains(1));
        assertFalse(UNIT.contains(-Double.MIN_VALUE) || UNIT.contains(Math.nextUp(1.0)) || UNIT.contains(Double.NaN));
        assertTrue(Domain.EVERYWHERE.contains(-Double.MAX_VALUE));
    }

    @Test
    void aDirectionReachesToTheNearestBound() {
        Direction both = new Direction("x", new int[] {0, 2}, new double[] {1, -2}, ElementType.FLOAT64);
        double[] point = {0.25, 9, 0.75};
        assertEquals(0.375, UNIT.reach(point, both, 1));
        assertEquals(0.125, UNIT.reach(point, both, -1));
        assertEquals(Double.POSITIVE_INFINITY, Domain.EVERYWHERE.reach(point, both, 1));
    }

    @Test
    void whatDoesNotMoveHasNoBound() {
        Direction still = new Direction("x", new int[] {0}, new double[] {0}, ElementType.FLOAT64);
        assertEquals(Double.POSITIVE_INFINITY, UNIT.reach(new double[] {1}, still, 1));
    }
}
