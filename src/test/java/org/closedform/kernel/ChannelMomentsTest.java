package org.closedform.kernel;

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
    @ValueSource(ints = {0, -300, -509, 505, 1023, -1022, -1074})
    void areThoseOfSixtyDigitsAtEverySize(int exponent) {
        Buffer x = Buffer.of(new double[] {0, 0, Math.scalb(1.0, exponent)});
        Moment moment = ChannelMoments.of(x, new Channels(3, 1, 1))[0];
        BigDecimal third = BigDecimal.ONE.divide(BigDecimal.valueOf(3), new MathContext(60));
        BigDecimal scale = new BigDecimal(Math.scalb(1.0, exponent));
        BigDecimal found =
                scaled(moment.mean(), moment.exponent()).add(scaled(moment.meanRemainder(), moment.exponent()));
        BigDecimal off = found.divide(scale, new MathContext(60)).subtract(third);
        assertEquals(0, off.doubleValue(), 1e-16);
        BigDecimal squares = scaled(moment.m2(), 2 * moment.exponent()).divide(scale.pow(2), new MathContext(60));
        assertEquals(2 / 3.0, squares.doubleValue(), 1e-15);
    }

    /** x · 2^power, exactly, also where that is no float64 number. */
    private static BigDecimal scaled(double x, int power) {
        BigDecimal two = BigDecimal.valueOf(2);
        return power < 0 ? new BigDecimal(x).divide(two.pow(-power)) : new BigDecimal(x).multiply(two.pow(power));
    }

    @Test
    void equalNumbersHaveNoDeviation() {
        Buffer x = Buffer.of(new double[] {1e-200, 7, 1e-200, 7, 1e-200, 7});
        Moment[] moments = ChannelMoments.of(x, new Channels(3, 2, 1));
        assertEquals(1e-200, Math.scalb(moments[0].mean(), moments[0].exponent()));
        assertEquals(7, moments[1].mean());
        assertEquals(0, moments[0].m2());
        assertEquals(0, moments[1].m2());
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
        Moment moment = ChannelMoments.of(x, new Channels(n, 1, 1))[0];
        double epsilon = float64 ? 1e-15 : 1e-6;
        assertEquals(mean.doubleValue(), moment.mean(), epsilon * 1e8);
        assertEquals(squares.doubleValue(), moment.m2(), 4 * epsilon * squares.doubleValue());
    }
}
