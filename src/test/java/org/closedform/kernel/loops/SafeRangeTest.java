package org.closedform.kernel.loops;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which constants and sums are safe. */
class SafeRangeTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void squaresThatOverflowOrUnderflowAreNotSafe(boolean float64) {
        SafeRange safe = SafeRange.of(float64);
        double smallest = float64 ? 0x1p-1010 : 0x1p-120;
        double center = float64 ? 0x1p-400 : 0x1p-40;
        assertTrue(safe.holdsMeanSquare(0, 1) && safe.holdsMeanSquare(5, 2 * smallest));
        assertFalse(safe.holdsMeanSquare(0, smallest / 2) || safe.holdsMeanSquare(1, smallest / 2));
        assertFalse(safe.holdsMeanSquare(0, Double.POSITIVE_INFINITY) || safe.holdsMeanSquare(0, Double.NaN));
        assertTrue(safe.holdsMeanSquare(2 * center, 0) && safe.holdsMeanSquare(-1, 0), "all numbers are equal");
        assertFalse(safe.holdsMeanSquare(center / 2, 0), "or their squares underflowed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sumsThatOverflowOrUnderflowAreNotSafe(boolean float64) {
        SafeRange safe = SafeRange.of(float64);
        double smallest = float64 ? 0x1p-900 : 0x1p-100;
        assertTrue(safe.holdsSum(1) && safe.holdsSum(-2 * smallest));
        assertFalse(safe.holdsSum(smallest / 2) || safe.holdsSum(0) || safe.holdsSum(Double.NaN));
        assertFalse(safe.holdsSum(Double.POSITIVE_INFINITY) || safe.holdsSum(Double.NEGATIVE_INFINITY));
    }
}
