package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class SidesTest {
    private final List<Double> points = new ArrayList<>();

    private Sides sides(DoubleUnaryOperator f, double x, int side) {
        Path path = Along.of(
                        v -> {
                            points.add(v);
                            return f.applyAsDouble(v);
                        },
                        v -> 1,
                        x)
                .path();
        points.clear();
        return new Sides(path, side);
    }

    @Test
    void differencesAreOfBothSidesOrOfOne() {
        Sides both = sides(v -> v * v, 3, 0);
        assertTrue(both.go(0.5));
        assertEquals(List.of(3.5, 2.5), points);
        assertEquals(6, both.difference(0, 0.5));
        assertEquals(1, both.width());
        assertEquals(0.5, both.bend(0, 6));
        assertEquals(12.25, both.size(0));
        assertTrue(both.haveMoved(0));
        Sides right = sides(v -> v * v, 3, 1);
        assertTrue(right.go(0.5));
        assertEquals(List.of(3.5), points);
        assertEquals(3.25, right.difference(0, 0.5));
        assertEquals(0.5, right.width());
        assertEquals(0, right.bend(0, 6.5));
        assertFalse(right.areStill(0));
        assertFalse(right.haveMoved(0), "one side has");
    }

    @Test
    void aStepLostInTheRoundingOfTheInputIsNone() {
        assertFalse(sides(v -> v, 1e20, 0).go(1));
        assertEquals(List.of(), points);
    }

    @Test
    void theSideThatWasOutsideIsLookedAtFirst() {
        Sides positive = sides(v -> v < 0 ? Double.NaN : v, 1, 0);
        positive.go(8);
        assertEquals(List.of(9.0, -7.0), points);
        assertTrue(Double.isNaN(positive.difference(0, 8)));
        positive.go(4);
        assertEquals(List.of(9.0, -7.0, -3.0), points, "and the other not at all");
        assertTrue(Double.isNaN(positive.difference(0, 4)));
        positive.go(0.5);
        assertEquals(List.of(0.5, 1.5), points.subList(3, 5));
        assertEquals(1, positive.difference(0, 0.5));
        Sides negative = sides(v -> v > 0 ? Double.NaN : v, -1, 0);
        negative.go(8);
        negative.go(4);
        assertEquals(List.of(7.0, 3.0), points);
    }
}
