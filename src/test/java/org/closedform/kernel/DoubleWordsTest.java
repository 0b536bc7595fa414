package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.storage.Storage;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

/** Two words hold twice the digits of one. */
class DoubleWordsTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final DoubleWords TWICE_THE_LARGEST =
            DoubleWords.product(Buffer.of(new double[] {Double.MAX_VALUE}), 2);

    private record Operands(ElementType type, double a, double b, double c, double factor) {
        DoubleWords product(double x) {
            return DoubleWords.product(buffer(type, x), factor);
        }

        DoubleWords left() {
            return product(a).plus(product(b));
        }

        BigDecimal unit() {
            return new BigDecimal(type == ElementType.FLOAT32 ? 0x1p-48 : 0x1p-106);
        }
    }

    private static Buffer buffer(ElementType type, double x) {
        return type == ElementType.FLOAT32 ? Buffer.of(new float[] {(float) x}) : Buffer.of(new double[] {x});
    }

    private static BigDecimal exact(DoubleWords x) {
        return new BigDecimal(x.high().at(0)).add(new BigDecimal(x.low().at(0))).multiply(powerOfTwo(x.exponent(0)));
    }

    private static BigDecimal powerOfTwo(int exponent) {
        BigDecimal power = BigDecimal.valueOf(2).pow(Math.abs(exponent));
        return exponent < 0 ? BigDecimal.ONE.divide(power) : power;
    }

    @Provide
    Arbitrary<Operands> operands() {
        Arbitrary<Double> numbers = Combinators.combine(
                        Arbitraries.doubles().between(-1, 1).ofScale(9),
                        Arbitraries.of(1.0, 1e-9, 1e9, 0.0, 1e38, 1e308))
                .as((x, scale) -> x * scale);
        Arbitrary<Double> factors = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 2000).map(Integer::doubleValue),
                Arbitraries.doubles().between(0.1, 9).ofScale(9));
        return Combinators.combine(TensorArbitraries.elementTypes(), numbers, numbers, numbers, factors)
                .as((type, a, b, c, factor) -> type == ElementType.FLOAT32
                        ? new Operands(type, inFloat32(a), inFloat32(b), inFloat32(c), factor)
                        : new Operands(type, a, b, c, factor));
    }

    private static double inFloat32(double x) {
        return Math.max(-Float.MAX_VALUE, Math.min((float) x, Float.MAX_VALUE));
    }

    @Property
    void aProductIsExactToTwoWords(@ForAll("operands") Operands o) {
        BigDecimal exact = new BigDecimal(o.a).multiply(new BigDecimal(o.factor));
        assertNear(exact, exact(o.product(o.a)), exact.abs().multiply(o.unit()));
    }

    @Property
    void aSumLosesNoMoreThanIsStated(@ForAll("operands") Operands o) {
        for (DoubleWords right :
                List.of(o.product(o.c), o.product(-o.a), o.product(-o.a).plus(o.product(o.c)))) {
            BigDecimal x = exact(o.left());
            BigDecimal y = exact(right);
            BigDecimal bound =
                    BigDecimal.valueOf(3).multiply(o.unit()).multiply(x.abs().add(y.abs()));
            assertNear(x.add(y), exact(o.left().plus(right)), bound);
        }
    }

    @Property
    void theHighWordIsTheNumberRounded(@ForAll("operands") Operands o) {
        DoubleWords sum = o.left().plus(o.product(o.c));
        Ulps.assertWithin(0.5, Storage.tensor(Shape.of(1), sum.rounded()), exact(sum));
    }

    @Property
    void aQuotientIsWithinAnUlp(@ForAll("operands") Operands o) {
        DoubleWords x = o.left();
        double divisorLow = Math.ulp(o.factor) / 3;
        BigDecimal divisor = new BigDecimal(o.factor).add(new BigDecimal(divisorLow));
        BigDecimal exact = exact(x).divide(divisor, HighPrecision.DIGITS);
        double distance =
                Ulps.between(x.dividedBy(DoubleWords.of(o.factor, divisorLow)).at(0), exact, o.type);
        assertTrue(distance <= 1, () -> "off by " + distance + " ulp");
    }

    private static void assertNear(BigDecimal exact, BigDecimal actual, BigDecimal bound) {
        BigDecimal error = actual.subtract(exact).abs();
        assertTrue(
                error.compareTo(bound) <= 0,
                () -> "off by " + error.round(MathContext.DECIMAL32) + ", more than "
                        + bound.round(MathContext.DECIMAL32));
    }

    @Test
    void whatIsNotFiniteHasNoLowWord() {
        for (double[] terms : new double[][] {{Double.NaN, 1}, {INFINITY, 1}, {INFINITY, -INFINITY}}) {
            for (DoubleWords second : List.of(DoubleWords.of(terms[1], 0), TWICE_THE_LARGEST)) {
                DoubleWords sum = DoubleWords.of(terms[0], 0).plus(second);
                double expected = terms[0] + second.rounded().at(0);
                assertEquals(expected, sum.high().at(0));
                assertEquals(expected, sum.rounded().at(0));
                assertEquals(0, sum.low().at(0));
                assertEquals(expected, sum.dividedBy(DoubleWords.of(2, 0)).at(0));
            }
        }
        DoubleWords product = DoubleWords.product(Buffer.of(new float[] {3e38f}), INFINITY);
        assertEquals(INFINITY, product.high().at(0));
        assertEquals(0, product.low().at(0));
    }

    @Test
    void whatIsBeyondTheRangeComesBack() {
        assertEquals(INFINITY, TWICE_THE_LARGEST.rounded().at(0));
        assertEquals(0, TWICE_THE_LARGEST.remainder().at(0));
        assertEquals(
                Double.MAX_VALUE,
                TWICE_THE_LARGEST.dividedBy(DoubleWords.of(2, 0)).at(0));
        DoubleWords largest = TWICE_THE_LARGEST.plus(DoubleWords.of(-Double.MAX_VALUE, 0));
        assertEquals(0, largest.exponent(0));
        assertEquals(Double.MAX_VALUE, largest.high().at(0));
        assertEquals(
                0,
                TWICE_THE_LARGEST
                        .plus(DoubleWords.product(Buffer.of(new double[] {Double.MAX_VALUE}), -2))
                        .high()
                        .at(0));
    }

    @Test
    void neighboursBeyondTheRangeChangeNoBit() {
        Buffer x = Buffer.of(new double[] {1e308, 0.1, -0.0, Double.MIN_VALUE});
        Buffer y = Buffer.of(new double[] {1e308, 1e-17, -0.0, 0});
        DoubleWords sum = DoubleWords.of(x).plus(DoubleWords.of(y));
        for (int i = 1; i < x.size(); i++) {
            DoubleWords alone = DoubleWords.of(x.at(i), 0).plus(DoubleWords.of(y.at(i), 0));
            assertEquals(0, sum.exponent(i));
            assertEquals(alone.high().at(0), sum.rounded().at(i));
            assertEquals(alone.low().at(0), sum.remainder().at(i));
        }
    }

    @Test
    void whatIsWithinTheRangeHasNoExponents() {
        DoubleWords sum = DoubleWords.of(1e307, 1).plus(DoubleWords.of(Double.MIN_VALUE, 0));
        assertEquals(0, sum.exponents().length);
        assertSame(sum.high(), sum.rounded());
        assertSame(sum.low(), sum.remainder());
    }

    @Test
    void anExponentStaysOnlyWhereAWordNeedsIt() {
        Buffer ones = Buffer.of(new double[] {1, 1, 1, 1});
        Buffer lows = Buffer.of(new double[] {0x1p-60, 0x1p-60, 0x1p-60, 0});
        DoubleWords numbers = DoubleWords.scaled(ones, lows, new int[] {1024, 1023, -1020, -1020});
        assertArrayEquals(new int[] {1024, 0, -1020, 0}, numbers.exponents());
        assertArrayEquals(
                new double[] {INFINITY, 0x1p1023, 0x1p-1020, 0x1p-1020},
                numbers.rounded().toDoubles());
        assertEquals(0, DoubleWords.scaled(ones, lows, new int[4]).exponents().length);
    }

    @Test
    void aZeroKeepsItsSign() {
        DoubleWords minusZero = DoubleWords.of(-0.0, 0);
        assertEquals(-0.0, minusZero.plus(minusZero).high().at(0));
        assertEquals(0.0, minusZero.plus(DoubleWords.of(0, 0)).high().at(0));
        assertEquals(-0.0, minusZero.dividedBy(DoubleWords.of(3, 0)).at(0));
        assertEquals(
                -0.0,
                DoubleWords.product(Buffer.of(new double[] {-0.0}), 3).high().at(0));
    }

    @Test
    void aQuotientByNothingIsIeees() {
        assertEquals(
                Double.NaN, DoubleWords.of(0, 0).dividedBy(DoubleWords.of(0, 0)).at(0));
        assertEquals(
                -INFINITY, DoubleWords.of(-1, 0).dividedBy(DoubleWords.of(0, 0)).at(0));
        assertEquals(
                0, DoubleWords.of(1, 0).dividedBy(DoubleWords.of(INFINITY, 0)).at(0));
    }
}
