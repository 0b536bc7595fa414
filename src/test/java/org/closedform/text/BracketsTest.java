package org.closedform.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BracketsTest {
    private static String of(int... dimensions) {
        return Brackets.of(dimensions, index -> Arrays.stream(index).sum(), numbers -> x -> Integer.toString((int) x));
    }

    @Test
    void oneNumberHasNone() {
        assertEquals("0", of());
    }

    @Test
    void columnsAreAligned() {
        assertEquals("[[ 0,  1],\n [ 1,  2]", of(11, 2).substring(0, 20));
        assertEquals("[[[0, 1]],\n\n [[1, 2]]]", of(2, 1, 2));
    }

    @Test
    void longAxesShowTheirEnds() {
        assertEquals("[  0,   1,   2, …, 997, 998, 999]", of(1000));
    }

    @Test
    void theFormatSeesWhatIsShown() {
        String text =
                Brackets.of(new int[] {1000}, index -> index[0], numbers -> x -> Integer.toString(numbers.length));
        assertEquals("[6, 6, 6, …, 6, 6, 6]", text);
    }

    @Test
    void nothingIsAnEmptyPair() {
        assertEquals("[]", of(0));
        assertEquals("[[],\n []]", of(2, 0));
    }
}
