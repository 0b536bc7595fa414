package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments of channels whose squares overflow or underflow, or whose mean is far from 0. */
class ChannelMomentsTest {

    /** 0, 0 and 1, at sizes where squares are numbers and where they are hardly ones. */
    @ParameterizedTest
    @ValueSource(ints = {0, -300, -509, 505})
    void areThoseOfSixtyDigitsAtEverySize(int exponent) {
        Buffer x = Buffer.of(new double[] {0, 0, Math.scalb(1.0, exponent)});
        ChannelMoments moments = ChannelMoments.of(x, new Channels(3, 1, 1));
        BigDecimal third = BigDecimal.ONE.divide(BigDecimal.valueOf(3), new MathContext(60));
        BigDecimal scale = new BigDecimal(Math.scalb(1.0, exponent));
        BigDecimal found = new BigDecimal(moments.mean()[0]).add(new BigDecimal(moments.meanRemainder()[0]));
        BigDecimal off = found.divide(scale, new MathContext(60)).subtract(third);
        assertEquals(0, off.doubleValue(), 1e-16);
        assertEquals(Math.scalb(1 / 3.0, exponent), moments.mean()[0], Math.ulp(moments.mean()[0]));
        assertEquals(Math.scalb(2 / 3.0, 2 * exponent), moments.m2()[0], Math.scalb(1e-15, 2 * exponent));
    }

    @Test
    void equalNumbersHaveNoDeviation() {
        Buffer x = Buffer.of(new double[] {1e-200, 7, 1e-200, 7, 1e-200, 7});
        ChannelMoments moments = ChannelMoments.of(x, new Channels(3, 2, 1));
        assertArrayEquals(new double[] {1e-200, 7}, moments.mean());
        assertArrayEquals(new double[] {0, 0}, moments.m2());
    }

    /** Of 4000 numbers around 1e8, where a centre of a few is not the mean. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFirstNumbersNeedNotBeLikeTheOthers(boolean float64) {
        int n = 4000;
        Buffer x = float64 ? Buffer.of(new double[n]) : Buffer.of(new float[n]);
        for (int i = 0; i < n; i++) {
            x.set(i, i < 64 ? 0 : 1e8 + 8 * (i % 3 - 1));
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) {
            sum = sum.add(new BigDecimal(x.at(i)));
        }
        BigDecimal mean = sum.divide(BigDecimal.valueOf(n), new MathContext(60));
        BigDecimal squares = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) {
            squares = squares.add(new BigDecimal(x.at(i)).subtract(mean).pow(2));
        }
        ChannelMoments moments = ChannelMoments.of(x, new Channels(n, 1, 1));
        double epsilon = float64 ? 1e-15 : 1e-6;
        assertEquals(mean.doubleValue(), moments.mean()[0], epsilon * 1e8);
        assertEquals(squares.doubleValue(), moments.m2()[0], 4 * epsilon * squares.doubleValue());
    }
}
