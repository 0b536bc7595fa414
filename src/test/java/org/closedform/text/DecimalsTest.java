package org.closedform.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {
    @Property
    void anyFloat64IsReadBack(@ForAll long bits) {
        double x = Double.longBitsToDouble(bits);
        if (Double.isFinite(x)) {
            assertSame(x, Double.parseDouble(Decimals.exact(x)));
        }
    }

    @Property
    void anyFloat32IsReadBackAlsoByWayOfFloat64(@ForAll int bits) {
        float x = Float.intBitsToFloat(bits);
        if (Float.isFinite(x)) {
            assertSame(x, Float.parseFloat(Decimals.exact(x)));
            assertSame(x, (float) Double.parseDouble(Decimals.exact(x)));
        }
    }

    private static void assertSame(double expected, double read) {
        assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(read));
    }

    @Property
    void isNoLongerThanNeeded(@ForAll double x) {
        if (Double.isFinite(x) && Math.abs(x) >= Double.MIN_NORMAL) {
            String digits = digits(Decimals.exact(x));
            assertTrue(digits.length() <= digits(Double.toString(x)).length(), digits);
        }
    }

    private static String digits(String number) {
        return number.replaceAll("[eE].*|[-.]", "").replaceAll("^0+|0+$", "");
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "1, 1",
        "-2.5, -2.5",
        "0, 0",
        "-0.0, -0.0",
        "1e20, 100000000000000000000",
        "1e21, 1E+21",
        "1e-7, 0.0000001",
        "1e-8, 1E-8",
        "0.30000000000000004, 0.30000000000000004",
        "2e-3, 0.002",
        "5e-324, 4.94065645841247E-324",
        "1.7976931348623157e308, 1.7976931348623157E+308",
        "2e23, 2E+23"
    })
    void isPlainWhereThatIsShort(double x, String text) {
        assertEquals(text, Decimals.exact(x));
    }

    @Test
    void aFloat32HasItsOwnDigits() {
        assertEquals("0.1", Decimals.exact(0.1f));
        assertEquals("16777216", Decimals.exact(16777216f));
        assertEquals("-0.0", Decimals.exact(-0f));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0900305731703805, 0.0900306", "-1, −1", "-0.0, 0", "0.5, 0.5", "123456.5, 123457", "1234567, 1.23457 × 10⁶",
                "2e-17, 2 × 10⁻¹⁷",
        "-1.5e-12, −1.5 × 10⁻¹²", "0.1234565, 0.123457", "999999.9, 1 × 10⁶", "NaN, NaN", "Infinity, ∞",
                "-Infinity, −∞", "0.0001, 0.0001"
    })
    void isShownWithSixDigits(double x, String text) {
        assertEquals(text, Decimals.shown(x, 6));
    }

    @Test
    void raisesDigits() {
        assertEquals("⁻³²⁰", Decimals.superscript(-320));
        assertEquals("¹⁴", Decimals.superscript(14));
    }
}
