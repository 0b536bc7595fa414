package org.closedform.gradient.diagnosis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.closedform.tensor.Shape;
import org.junit.jupiter.api.Test;

/** What sums and normalisations run over. */
class LinesTest {
    private static List<String> names(int... dimensions) {
        return Lines.of(Shape.of(dimensions)).stream().map(Lines::name).toList();
    }

    @Test
    void runAlongEachAxisAllButOneAndAll() {
        assertEquals(List.of(), names());
        assertEquals(List.of("axis 0"), names(3));
        assertEquals(List.of("axis 0", "axis 1", "axes 0, 1"), names(3, 2));
        assertEquals(
                List.of("axis 0", "axis 1", "axis 2", "axes 1, 2", "axes 0, 2", "axes 0, 1", "axes 0, 1, 2"),
                names(3, 2, 4));
    }

    @Test
    void haveAtLeastTwoElements() {
        assertEquals(List.of("axis 1", "axes 0, 1"), names(1, 2));
        assertEquals(List.of(), names(1));
        assertEquals(List.of(), names(0, 3));
    }

    @Test
    void holdTheElementsWhoseOtherIndicesAreEqual() {
        List<Lines> lines = Lines.of(Shape.of(2, 3, 2));
        assertArrayEquals(
                new int[][] {{0, 6}, {1, 7}, {2, 8}, {3, 9}, {4, 10}, {5, 11}},
                lines.get(0).offsets());
        assertArrayEquals(
                new int[][] {{0, 2, 4}, {1, 3, 5}, {6, 8, 10}, {7, 9, 11}},
                lines.get(1).offsets());
        assertArrayEquals(
                new int[][] {{0, 1, 6, 7}, {2, 3, 8, 9}, {4, 5, 10, 11}},
                lines.get(4).offsets());
        assertEquals(4, lines.get(4).length());
    }
}
