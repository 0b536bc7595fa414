package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers in reports. */
class NumeralsTest {
    @ParameterizedTest
    @CsvSource({
        "2, 2",
        "0.1, 0.1",
        "-0.3333333333, −0.33333",
        "12345678, 1.2346e+07",
        "1.7976931348623157e308, 1.7977e+308",
        "1.00000001, 1.00000001",
        "-0.999999, −0.999999",
        "1.00000000000001, 1",
        "0, 0",
        "NaN, -",
        "Infinity, ∞",
        "-Infinity, −∞"
    })
    void numbersHaveTheDigitsThatTellThemFromOne(double factor, String text) {
        assertEquals(text, Numerals.of(factor));
    }
}
