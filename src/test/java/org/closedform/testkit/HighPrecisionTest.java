package org.closedform.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held to 60 digits that other arithmetic found, Python's {@code decimal} with 120. */
class HighPrecisionTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1, 2.71828182845904523536028747135266249775724709369995957496697",
        "-1, 0.367879441171442321595523770161460867445811131031767834507837",
        "0.5, 1.64872127070012814684865078781416357165377610071014801157508",
        "1e-30, 1.00000000000000000000000000000100000000000000000000000000000",
        "-0.0045, 0.995510109829570571681847904382839728602365676458994198406968",
        "1.1512925464970228, 3.16227766016837919915478482974964104302882045287248017893030",
        "745.5, 5.84165976573874843598628199351916225091288218873627757188122E+323",
        "-745.5, 1.71184225049357683959408631269207247748984483998932099051521E-324",
        "-19999.25, 2.72949810038094211392002385767679312184559712398225859948501E-8686",
        "1000000.25, 3.89472566378247358825900320562226207362259975645097444590894E+434294",
    })
    void exponential(BigDecimal x, BigDecimal expected) {
        assertAgrees(expected, HighPrecision.exp(x));
    }

    @Test
    void ofNumbersFarBelowZeroIsZero() {
        assertEquals(BigDecimal.ZERO, HighPrecision.exp(BigDecimal.valueOf(-20_001)));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0.693147180559945309417232121458176568075500134360255254120680",
        "10, 2.30258509299404568401799145468436420760110148862877297603333",
        "0.001, -6.90775527898213705205397436405309262280330446588631892809998",
        "1e-300, -690.775527898213705205397436405309262280330446588631892809998",
        "9.99999999, 2.30258509199404568351799145435103087401776815509543964253333",
    })
    void logarithm(BigDecimal x, BigDecimal expected) {
        assertAgrees(expected, HighPrecision.log(x));
    }

    @ParameterizedTest
    @CsvSource({
        "1e-70, 1.00000000000000000000000000000000000000000000000000000000000E-70",
        "1e-20, 9.99999999999999999995000000000000000000033333333333333333333E-21",
        "1e-9, 9.99999999500000000333333333083333333533333333166666666809524E-10",
        "-0.5, -0.693147180559945309417232121458176568075500134360255254120680",
    })
    void logarithmNearOne(BigDecimal t, BigDecimal expected) {
        assertAgrees(expected, HighPrecision.log1p(t));
    }

    private static void assertAgrees(BigDecimal expected, BigDecimal actual) {
        BigDecimal off = actual.subtract(expected).abs();
        assertTrue(off.compareTo(expected.ulp().scaleByPowerOfTen(1)) <= 0, () -> actual + " is not " + expected);
    }
}
