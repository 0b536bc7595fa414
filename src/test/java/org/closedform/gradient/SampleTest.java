package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.closedform.tensor.Shape;
import org.junit.jupiter.api.Test;

class SampleTest {
    private static int[] around(int offset, int... dimensions) {
        return Sample.around(offset, Shape.of(dimensions), new SplittableRandom(1));
    }

    /** Of [50, 60]: 48, 59 is followed by 48, 0 … 48, 2 in its row, and by 49, 59, 0, 59 and 1, 59 in its column. */
    @Test
    void theElementComesFirstThenThoseBehindItAlongEachAxis() {
        int[] sample = around(48 * 60 + 59, 50, 60);
        assertArrayEquals(new int[] {2939, 2880, 2881, 2882, 2999, 59, 119}, Arrays.copyOf(sample, 7));
        assertTrue(sample.length > 7 && sample.length <= 13, () -> Arrays.toString(sample));
        assertTrue(Arrays.stream(sample).allMatch(offset -> offset >= 0 && offset < 3000));
    }

    @Test
    void noneComesTwice() {
        int[] sample = around(1, 2, 2);
        assertEquals(sample.length, Arrays.stream(sample).distinct().count());
    }
}
