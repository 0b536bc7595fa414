package org.closedform.gradient.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static String list(IntPredicate chosen) {
        return Places.list(20, chosen, i -> "x" + i);
    }

    @Test
    void runsOfThreeAreNamedByTheirEnds() {
        assertEquals("", list(i -> false));
        assertEquals("x3", list(i -> i == 3));
        assertEquals("x3, x4", list(Set.of(3, 4)::contains));
        assertEquals("x3 … x5, x19", list(Set.of(3, 4, 5, 19)::contains));
        assertEquals("x0 … x19", list(i -> true));
    }

    @Test
    void whatIsLeftIsCounted() {
        assertEquals("x0, x2, x4, x6", list(i -> i < 8 && i % 2 == 0));
        assertEquals("x0, x2, x4, x6 and 6 more", list(i -> i % 2 == 0));
        assertEquals("x0, x2, x4, x6 and 4 more", list(i -> i < 8 ? i % 2 == 0 : i > 15));
    }
}
