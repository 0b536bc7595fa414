package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class FlagsTest {
    private static final boolean[] FLAGS = {true, false, true, false, false, false};

    @Test
    void areCountedAndCombinedOneByOne() {
        assertEquals(2, Flags.count(FLAGS));
        assertArrayEquals(new boolean[] {false, true, false, true, true, true}, Flags.not(FLAGS));
        boolean[] first = {true, true, false, false, false, false};
        assertArrayEquals(new boolean[] {true, false, false, false, false, false}, Flags.and(FLAGS, first));
    }

    /** [2, 3] along either axis, and lines of no flags. */
    @Test
    void anyLooksAlongLines() {
        assertArrayEquals(new boolean[] {true, false}, Flags.any(FLAGS, 2, 3, 1));
        assertArrayEquals(new boolean[] {true, false, true}, Flags.any(FLAGS, 3, 2, 3));
        assertArrayEquals(new boolean[] {false, false}, Flags.any(new boolean[0], 2, 0, 1));
    }

    @Test
    void clearedNumbersAreZeroWhereNoFlagIsSet() {
        double[] numbers = {1, Double.NaN, -0.0, Double.POSITIVE_INFINITY, 5, 6};
        assertSame(numbers, Flags.clear(numbers, FLAGS));
        assertArrayEquals(new double[] {1, 0, -0.0, 0, 0, 0}, numbers);
    }
}
