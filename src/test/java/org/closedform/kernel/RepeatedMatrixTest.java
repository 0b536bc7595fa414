package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepeatedMatrixTest {
    /** As [2, 3, 4, 5], the element at matrix 4, the one at [1, 1], row 2 and column 3. */
    @ParameterizedTest
    @CsvSource({
        "2 3 4 5, 93",
        "3 4 5, 33",
        "4 5, 13",
        "5, 3",
        "1, 0",
        "4 1, 2",
        "2 1 1 5, 8",
        "2 1 4 1, 6",
        "1 3 1 1, 1",
        "'', 0"
    })
    void readsAnArrayAsIfItWereRepeated(String shape, int place) {
        int[] dimensions = shape.isEmpty()
                ? new int[0]
                : Arrays.stream(shape.split(" ")).mapToInt(Integer::parseInt).toArray();
        RepeatedMatrix matrix = RepeatedMatrix.of(dimensions, new int[] {2, 3, 4, 5});
        assertEquals(6, matrix.starts().length);
        assertEquals(place, matrix.index(4, 2, 3));
    }
}
