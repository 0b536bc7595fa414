package org.closedform.tensor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;

/** Sums without rounding, and how far a computed one may be from them. */
final class Exact {
    /** The unit roundoff of float64, 2⁻⁵³. */
    private static final BigDecimal UNIT = new BigDecimal(0x1p-53);

    private Exact() {}

    static BigDecimal sum(double... x) {
        return Arrays.stream(x).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    static BigDecimal sumOfSizes(double... x) {
        return sum(Arrays.stream(x).map(Math::abs).toArray());
    }

    static BigDecimal product(double x, double y) {
        return new BigDecimal(x).multiply(new BigDecimal(y));
    }

    /** {@code roundings} roundings in float64 of terms with this sum of sizes, then one to the element type. */
    static void assertNear(
            BigDecimal exact, BigDecimal sizes, int roundings, ElementType type, double actual, String what) {
        // k·u to first order; one more for what is beyond it
        BigDecimal allowed = sizes.multiply(UNIT).multiply(BigDecimal.valueOf(roundings + 1));
        if (type == ElementType.FLOAT32) {
            BigDecimal beforeStoring = exact.abs().add(allowed);
            allowed =
                    allowed.add(beforeStoring.multiply(new BigDecimal(0x1p-24))).add(new BigDecimal(Float.MIN_VALUE));
        }
        assertWithin(allowed, exact, actual, what);
    }

    /** {@code roundings} roundings in the element type of terms with this sum of sizes, none of which underflows. */
    static void assertRounded(
            BigDecimal exact, BigDecimal sizes, int roundings, ElementType type, double actual, String what) {
        BigDecimal allowed = sizes.multiply(new BigDecimal(type.epsilon() / 2)).multiply(BigDecimal.valueOf(roundings));
        assertWithin(allowed.multiply(new BigDecimal(1 + 0x1p-10)), exact, actual, what);
    }

    private static void assertWithin(BigDecimal allowed, BigDecimal exact, double actual, String what) {
        BigDecimal error = new BigDecimal(actual).subtract(exact).abs();
        assertTrue(
                error.compareTo(allowed) <= 0,
                what + ": " + actual + " is " + error.doubleValue() + " from " + exact.doubleValue()
                        + ", more than the " + allowed.doubleValue() + " of its roundings");
    }
}
