package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.operator.MergeOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinnedSumsTest {
    /** A rounding to the nearest number of 53 bits that {@code BigDecimal.doubleValue} of some JDKs gets wrong is made of integers. */
    private static double nearest(BigDecimal x) {
        return Double.parseDouble(x.toString());
    }

    private static BigDecimal exact(double... terms) {
        return Arrays.stream(terms).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BinnedSums sum(double... terms) {
        return DoubleStream.of(terms).mapToObj(BinnedSums::of).reduce(BinnedSums.none(1, true), BinnedSums::plus);
    }

    /** Any numbers, most of them of sizes near each other. */
    @Provide
    Arbitrary<List<Double>> terms() {
        Arbitrary<Double> all = Arbitraries.longs().map(Double::longBitsToDouble);
        Arbitrary<Double> near = Arbitraries.doubles().between(-1e9, 1e9).ofScale(20);
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(1, all), net.jqwik.api.Tuple.of(4, near))
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    @Property
    void everyOrderGivesTheSameBits(
            @ForAll("terms") List<Double> terms, @ForAll MergeOrder order, @ForAll Random random) {
        List<BinnedSums> parts = terms.stream().map(BinnedSums::of).toList();
        BinnedSums chain = parts.stream().reduce(BinnedSums.none(1, true), BinnedSums::plus);
        BinnedSums other = order.merge(parts, BinnedSums::plus, random);
        assertArrayEquals(chain.places(), other.places());
        assertArrayEquals(chain.bins(), other.bins());
        assertArrayEquals(chain.kinds(), other.kinds());
        assertEquals(chain.terms(), other.terms());
        assertEquals(chain, other);
    }

    @Property
    void numbersOfSizesNearEachOtherHaveTheirExactSum(@ForAll Random random) {
        double[] terms = IntStream.range(0, 1 + random.nextInt(50))
                .mapToDouble(i -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(40)))
                .toArray();
        BinnedSums sum = sum(terms);
        assertEquals(nearest(exact(terms)), sum.rounded().at(0));
        assertEquals(
                nearest(exact(terms).subtract(new BigDecimal(sum.rounded().at(0)))),
                sum.remainder().at(0));
        double divisor = 1 + random.nextInt(1000);
        BigDecimal mean = exact(terms).divide(new BigDecimal(divisor), org.closedform.testkit.HighPrecision.DIGITS);
        assertEquals(nearest(mean), sum.dividedBy(BinnedSums.of(divisor)).at(0));
    }

    /** What is cut off is less than 2⁻¹²⁸ of the largest term, for each. */
    @Property
    void ofAnyNumbersTheLargestKeepTheirDigits(@ForAll Random random) {
        double[] terms = IntStream.range(0, 1 + random.nextInt(50))
                .mapToDouble(i -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(900) - 450))
                .toArray();
        BinnedSums sum = sum(terms);
        BigDecimal largest =
                new BigDecimal(Arrays.stream(terms).map(Math::abs).max().orElseThrow());
        BigDecimal error = exact(terms)
                .subtract(new BigDecimal(sum.rounded().at(0)))
                .subtract(new BigDecimal(sum.remainder().at(0)))
                .abs();
        BigDecimal bound = largest.multiply(new BigDecimal(terms.length * 0x1p-128))
                .add(exact(terms).abs().multiply(new BigDecimal(0x1p-105)))
                .add(new BigDecimal(Double.MIN_VALUE));
        assertTrue(error.compareTo(bound) <= 0, () -> Arrays.toString(terms) + " is off by " + error);
    }

    @Property
    void productsAreExact(@ForAll double x, @ForAll double y) {
        BinnedSums product = BinnedSums.product(Buffer.of(new double[] {x}), y);
        if (Double.isFinite(x) && Double.isFinite(y) && x != 0 && y != 0) {
            BigDecimal exact = new BigDecimal(x).multiply(new BigDecimal(y));
            assertEquals(nearest(exact), product.rounded().at(0));
            assertEquals(x, product.dividedBy(BinnedSums.of(y)).at(0));
        } else {
            assertEquals(x * y, product.rounded().at(0));
        }
    }

    @Property
    void float32SumsAreRoundedOnce(@ForAll Random random) {
        float[] terms = new float[1 + random.nextInt(20)];
        BinnedSums sum = BinnedSums.none(1, false);
        for (int i = 0; i < terms.length; i++) {
            terms[i] = Math.scalb(random.nextFloat() - 0.5f, random.nextInt(60) - 30);
            sum = sum.plus(BinnedSums.of(Buffer.of(new float[] {terms[i]})));
        }
        BigDecimal exact = exact(
                IntStream.range(0, terms.length).mapToDouble(i -> terms[i]).toArray());
        assertEquals(Float.parseFloat(exact.toString()), (float) sum.rounded().at(0));
    }

    @ParameterizedTest
    @CsvSource({
        "1e308, 1e308, -1e308, 1e308",
        "1.7e308, 1.7e308, 0, Infinity",
        "4.9e-324, 4.9e-324, 0, 9.9e-324",
        "1, 1e-300, -1, 1e-300",
        "1.7976931348623157e308, 1, -1.7976931348623157e308, 1",
        "NaN, 1, 2, NaN",
        "Infinity, 1, 2, Infinity",
        "Infinity, 1, -Infinity, NaN",
        "-0.0, -0.0, -0.0, -0.0",
        "-0.0, 0.0, -0.0, 0.0",
        "1, -1, 0.0, 0.0"
    })
    void specialSums(double a, double b, double c, double sum) {
        assertEquals(
                sum,
                BinnedSums.of(a)
                        .plus(BinnedSums.of(b))
                        .plus(BinnedSums.of(c))
                        .rounded()
                        .at(0));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, NaN",
        "1, 0, Infinity",
        "1, Infinity, 0",
        "Infinity, 1e308, Infinity",
        "Infinity, Infinity, NaN",
        "NaN, 1, NaN",
        "-0.0, 3, -0.0",
        "-5, Infinity, -0.0"
    })
    void specialQuotients(double a, double b, double quotient) {
        assertEquals(quotient, BinnedSums.of(a).dividedBy(BinnedSums.of(b)).at(0));
    }

    @Test
    void theNumberOfTermsThatBinsCanHoldIsNotExceeded() {
        BinnedSums many = BinnedSums.of(1);
        while (many.terms() < BinnedSums.MOST_TERMS) {
            many = many.plus(many);
        }
        BinnedSums most = many;
        assertEquals(BinnedSums.MOST_TERMS, most.rounded().at(0));
        assertTrue(assertThrows(ArithmeticException.class, () -> most.plus(BinnedSums.of(1)))
                .getMessage()
                .contains("536870913 terms; at most 536870912"));
    }

    @Test
    void theLargestTermsDoNotOverflowABin() {
        BinnedSums many = BinnedSums.product(Buffer.of(new double[] {Math.nextDown(2.0)}), Math.nextDown(2.0));
        BigDecimal exact = new BigDecimal(Math.nextDown(2.0)).pow(2);
        while (many.terms() < BinnedSums.MOST_TERMS) {
            many = many.plus(many);
            exact = exact.multiply(BigDecimal.valueOf(2));
        }
        assertEquals(nearest(exact), many.rounded().at(0));
    }
}
