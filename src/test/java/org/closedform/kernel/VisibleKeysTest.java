package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VisibleKeysTest {
    private static final boolean[] MASK = {true, false, true};

    /** A mask of keys, for two heads of three queries. */
    private static VisibleKeys masked(boolean isCausal) {
        return VisibleKeys.of(isCausal, MASK, RepeatedMatrix.of(new int[] {3}, new int[] {2, 3, 3}));
    }

    private static double[] hidden(VisibleKeys visible, int first, int queries) {
        Buffer block = Buffer.of(new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1});
        visible.hide(1, first, Matrix.of(block, 3, 3).rows(0, queries), 7);
        return block.toDoubles();
    }

    @Test
    void hidesWhatAMaskLeavesOut() {
        assertArrayEquals(new double[] {1, 7, 1, 1, 7, 1, 1, 1, 1}, hidden(masked(false), 1, 2));
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, hidden(VisibleKeys.of(false), 0, 3));
    }

    @Test
    void hidesWhatComesAfterTheQuery() {
        assertArrayEquals(new double[] {1, 7, 7, 1, 1, 7, 1, 1, 1}, hidden(VisibleKeys.of(true), 0, 3));
        assertArrayEquals(new double[] {1, 1, 7, 1, 1, 1, 1, 1, 1}, hidden(VisibleKeys.of(true), 1, 3));
    }

    @Test
    void hidesByBoth() {
        assertArrayEquals(new double[] {1, 7, 7, 1, 7, 7, 1, 7, 1}, hidden(masked(true), 0, 3));
    }

    @Test
    void saysOfEachPairWhetherItIsSeen() {
        assertTrue(masked(true).isSeen(1, 2, 2));
        assertFalse(masked(true).isSeen(1, 1, 2));
        assertFalse(masked(true).isSeen(0, 2, 1));
        assertTrue(masked(false).isSeen(0, 0, 2));
    }

    @Test
    void saysHowManyOfTheFirstKeysMayBeSeen() {
        assertEquals(2, VisibleKeys.of(true).seenBefore(2, 5));
        assertEquals(5, VisibleKeys.of(true).seenBefore(9, 5));
        assertEquals(5, masked(false).seenBefore(2, 5));
    }

    @Test
    void knowsWhetherAnythingMayBeHidden() {
        assertTrue(VisibleKeys.of(false).areAll());
        assertFalse(VisibleKeys.of(true).areAll());
        assertFalse(masked(false).areAll());
    }
}
