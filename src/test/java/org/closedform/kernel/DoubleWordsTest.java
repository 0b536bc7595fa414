package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

/** Two words hold twice the digits of one. */
class DoubleWordsTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

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
        return new BigDecimal(x.high().at(0)).add(new BigDecimal(x.low().at(0)));
    }

    @Provide
    Arbitrary<Operands> operands() {
        Arbitrary<Double> numbers = Combinators.combine(
                        Arbitraries.doubles().between(-1, 1).ofScale(9), Arbitraries.of(1.0, 1e-9, 1e9, 0.0))
                .as((x, scale) -> x * scale);
        Arbitrary<Double> factors = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 2000).map(Integer::doubleValue),
                Arbitraries.doubles().between(0.1, 9).ofScale(9));
        return Combinators.combine(TensorArbitraries.elementTypes(), numbers, numbers, numbers, factors)
                .as((type, a, b, c, factor) -> type == ElementType.FLOAT32
                        ? new Operands(type, (float) (double) a, (float) (double) b, (float) (double) c, factor)
                        : new Operands(type, a, b, c, factor));
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
        Ulps.assertWithin(0.5, Tensor.of(Shape.of(1), sum.high()), exact(sum));
    }

    @Property
    void aQuotientIsWithinAnUlp(@ForAll("operands") Operands o) {
        DoubleWords x = o.left();
        double divisorLow = Math.ulp(o.factor) / 3;
        BigDecimal divisor = new BigDecimal(o.factor).add(new BigDecimal(divisorLow));
        BigDecimal exact = exact(x).divide(divisor, HighPrecision.DIGITS);
        double distance = Ulps.between(x.dividedBy(o.factor, divisorLow).at(0), exact, o.type);
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
        for (double[] terms : new double[][] {
            {Double.NaN, 1}, {INFINITY, 1}, {INFINITY, -INFINITY}, {Double.MAX_VALUE, Double.MAX_VALUE}
        }) {
            DoubleWords sum = DoubleWords.of(terms[0], 0).plus(DoubleWords.of(terms[1], 0));
            assertEquals(terms[0] + terms[1], sum.high().at(0));
            assertEquals(0, sum.low().at(0));
            assertEquals((terms[0] + terms[1]) / 2, sum.dividedBy(2, 0).at(0));
        }
        DoubleWords product = DoubleWords.product(Buffer.of(new float[] {3e38f}), 2);
        assertEquals(INFINITY, product.high().at(0));
        assertEquals(0, product.low().at(0));
    }

    @Test
    void aZeroKeepsItsSign() {
        DoubleWords minusZero = DoubleWords.of(-0.0, 0);
        assertEquals(-0.0, minusZero.plus(minusZero).high().at(0));
        assertEquals(0.0, minusZero.plus(DoubleWords.of(0, 0)).high().at(0));
        assertEquals(-0.0, minusZero.dividedBy(3, 0).at(0));
        assertEquals(
                -0.0,
                DoubleWords.product(Buffer.of(new double[] {-0.0}), 3).high().at(0));
    }

    @Test
    void aQuotientByNothingIsIeees() {
        assertEquals(Double.NaN, DoubleWords.of(0, 0).dividedBy(0, 0).at(0));
        assertEquals(-INFINITY, DoubleWords.of(-1, 0).dividedBy(0, 0).at(0));
        assertEquals(0, DoubleWords.of(1, 0).dividedBy(INFINITY, 0).at(0));
    }
}
