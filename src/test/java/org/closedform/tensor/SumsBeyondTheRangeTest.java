package org.closedform.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Sums whose terms, products or partial sums are beyond the range, and which themselves are not. */
class SumsBeyondTheRangeTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double LARGEST = Double.MAX_VALUE;

    private record Pair(Tensor a, Tensor b) implements TensorTree<Pair> {}

    @Nested
    class Value {
        @Test
        void aMeanOfLargeNumbersIsOneOfThem() {
            assertEquals(Tensor.scalar(1.7e308), Tensor.of(1.7e308, 1.7e308).mean());
            assertEquals(
                    Tensor.of(LARGEST, -LARGEST),
                    Tensor.of(new double[][] {{LARGEST, -LARGEST}, {LARGEST, -LARGEST}, {LARGEST, -LARGEST}})
                            .mean(0));
        }

        @Test
        void largeNumbersCancel() {
            assertEquals(
                    Tensor.scalar(0), Tensor.of(1e308, -1e308, 1e308, -1e308).sum());
            assertEquals(Tensor.scalar(1e308), Tensor.of(1e308, 1e308, -1e308).sum());
            assertEquals(
                    Tensor.of(1e308, 6),
                    Tensor.of(new double[][] {{1e308, 1e308, -1e308}, {1, 2, 3}})
                            .sum(1));
        }

        @Test
        void productsOutOfRangeCancel() {
            assertEquals(0, Tensor.of(1e200, 1e200).dot(Tensor.of(1e200, -1e200)));
            assertEquals(INFINITY, Tensor.of(1e200, 1e200).dot(Tensor.of(1e200, 1e200)));
        }

        /** Each product by itself would be rounded to the least number, which is a third more. */
        @Test
        void productsThatUnderflowKeepTheirDigits() {
            Tensor x = Tensor.full(Shape.of(1 << 20), 0x1.8p-600);
            assertEquals(0x1.8p-1055, x.dot(Tensor.full(x.shape(), 0x1p-475)));
            assertEquals(0.0, x.dot(Tensor.zeros(x.shape())));
        }

        @Test
        void theDotOfATreeIsThatOfItsElements() {
            Pair large = new Pair(Tensor.of(1e200), Tensor.of(1e200, 2));
            assertEquals(0, large.dot(new Pair(Tensor.of(1e200), Tensor.of(-1e200, 0))));
            assertEquals(INFINITY, large.dot(large));
            assertEquals(1.5e308, new Pair(Tensor.of(0.9e308), Tensor.of(1.2e308, 0)).norm(), 1e293);
        }

        @Test
        void aMatrixProductHasNoOtherNeighbours() {
            Tensor x = Tensor.of(new double[][] {{1e200, 1e200, 1}, {0.1, 0.2, 0.3}});
            Tensor y = Tensor.of(new double[][] {{1e200, 0.4}, {-1e200, 0.5}, {3, 0.6}});
            Tensor product = x.matmul(y);
            assertEquals(0, product.at(0, 0));
            assertEquals(
                    x.slice(0, 1, 2).matmul(y.slice(1, 1, 2)),
                    product.slice(0, 1, 2).slice(1, 1, 2));
        }
    }

    @Nested
    class SpecialValues {
        @Test
        void anInfinityWinsOverLargeNumbers() {
            assertEquals(
                    Tensor.scalar(-INFINITY),
                    Tensor.of(LARGEST, LARGEST, -INFINITY).sum());
            assertEquals(-INFINITY, Tensor.of(1e200, 1).dot(Tensor.of(1e200, -INFINITY)));
            assertEquals(
                    Tensor.scalar(-INFINITY),
                    Tensor.of(LARGEST, LARGEST, -INFINITY).matmul(Tensor.of(1, 1, 1)));
        }

        @Test
        void infinitiesOfBothSignsAreNaN() {
            assertEquals(
                    Tensor.scalar(Double.NaN),
                    Tensor.of(INFINITY, 1e308, -INFINITY).mean());
            assertEquals(Double.NaN, Tensor.of(INFINITY, 1).dot(Tensor.of(0, 1)));
            assertEquals(Double.NaN, Tensor.of(1e200, Double.NaN).dot(Tensor.of(1e200, 1)));
        }
    }

    @Group
    class Laws {
        /** Numbers of all sizes that the type has; in half of the cases each comes again with the other sign. */
        private double[] numbers(int count, ElementType type, Random random) {
            int range = type == ElementType.FLOAT32 ? 127 : 1023;
            int spread = 1 + random.nextInt(random.nextBoolean() ? 4 : 2 * range);
            double[] some = DoubleStream.generate(
                            () -> Math.scalb(2 * random.nextDouble() - 1, range + 1 - random.nextInt(spread)))
                    .limit(count)
                    .toArray();
            List<Double> all = Arrays.stream(Tensor.of(some)
                            .to(type)
                            .map(x -> Double.isInfinite(x) ? 1 : x)
                            .toDoubleArray())
                    .boxed()
                    .collect(Collectors.toList());
            if (random.nextBoolean()) {
                all.addAll(all.stream().limit(count - 1).map(x -> -x).toList());
                Collections.shuffle(all, random);
            }
            return all.stream().mapToDouble(x -> x).toArray();
        }

        @Property(tries = 300)
        void sumsAndMeansAreWithinTheirBound(
                @ForAll ElementType type,
                @ForAll @IntRange(min = 1, max = 200) int count,
                @ForAll @IntRange(max = 1) int axis,
                @ForAll Random random) {
            List<double[]> rows = List.of(numbers(count, type, random));
            Tensor row = Tensor.of(rows.get(0)).to(type);
            Tensor x = Tensor.stack(axis, row, row.map(v -> 1), row.negate());
            List<BigDecimal> terms = exact(rows.get(0));
            BigDecimal sum = terms.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal lost = lost(terms, 10);
            BigDecimal n = BigDecimal.valueOf(terms.size());
            assertNear(sum, lost, type, x.sum(1 - axis).at(0));
            assertNear(sum.negate(), lost, type, x.sum(1 - axis).at(2));
            assertNear(
                    sum.divide(n, MathContext.DECIMAL128),
                    lost.divide(n, MathContext.DECIMAL128),
                    type,
                    x.mean(1 - axis).at(0));
            assertEquals(terms.size(), x.sum(1 - axis).at(1));
        }

        @Property(tries = 300)
        void dotsAndMatrixProductsAreWithinTheirBound(
                @ForAll ElementType type, @ForAll @IntRange(min = 1, max = 200) int count, @ForAll Random random) {
            double[] x = numbers(count, type, random);
            double[] y = Arrays.copyOf(random.nextBoolean() ? x : numbers(2 * count, type, random), x.length);
            List<BigDecimal> terms = IntStream.range(0, x.length)
                    .mapToObj(i -> new BigDecimal(x[i]).multiply(new BigDecimal(y[i])))
                    .toList();
            BigDecimal sum = terms.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            Tensor left = Tensor.of(x).to(type);
            Tensor right = Tensor.of(y).to(type);
            assertNear(sum, lost(terms, 11), ElementType.FLOAT64, left.dot(right));
            BigDecimal roundings = BigDecimal.valueOf(Math.min(x.length, 34 + (x.length + 127) / 128));
            BigDecimal underflow = new BigDecimal(type == ElementType.FLOAT32 ? Float.MIN_VALUE : Double.MIN_VALUE)
                    .multiply(BigDecimal.valueOf(x.length));
            BigDecimal lost = size(terms)
                    .multiply(roundings)
                    .multiply(new BigDecimal(type.epsilon() / 2))
                    .add(underflow);
            for (int columns : new int[] {1, 16}) {
                Tensor product = Tensor.stack(0, left, left, left)
                        .matmul(right.expandDims(1).broadcastTo(Shape.of(x.length, columns)));
                assertNear(sum, lost, type, product.at(1, columns - 1));
            }
        }

        @Property(tries = 200)
        void normsAreWithinTheirBound(
                @ForAll ElementType type, @ForAll @IntRange(min = 1, max = 200) int count, @ForAll Random random) {
            double[] x = numbers(count, type, random);
            BigDecimal norm = exact(x).stream()
                    .map(v -> v.multiply(v))
                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                    .sqrt(MathContext.DECIMAL128);
            BigDecimal lost = norm.multiply(new BigDecimal(9 * 0x1p-53));
            Tensor tensor = Tensor.of(x).to(type);
            assertNear(norm, lost, ElementType.FLOAT64, tensor.norm());
            assertNear(
                    norm,
                    lost.multiply(BigDecimal.valueOf(2)),
                    ElementType.FLOAT64,
                    new Pair(tensor.slice(0, 0, 1), tensor.slice(0, 1, x.length)).norm());
        }

        private List<BigDecimal> exact(double[] x) {
            return Arrays.stream(x).mapToObj(BigDecimal::new).toList();
        }

        private BigDecimal size(List<BigDecimal> terms) {
            return terms.stream().map(BigDecimal::abs).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        /** As stated, of up to 448 terms, in a little more than the first order. */
        private BigDecimal lost(List<BigDecimal> terms, int roundings) {
            int blocks = (terms.size() + 63) / 64;
            int levels = 32 - Integer.numberOfLeadingZeros(blocks - 1);
            return size(terms).multiply(new BigDecimal((roundings + levels) * 0x1p-53 * (1 + 0x1p-40)));
        }

        private void assertNear(BigDecimal exact, BigDecimal lost, ElementType type, double actual) {
            boolean isFloat32 = type == ElementType.FLOAT32;
            BigDecimal largest = new BigDecimal(isFloat32 ? Float.MAX_VALUE : Double.MAX_VALUE);
            BigDecimal size = exact.abs().min(largest);
            BigDecimal half = new BigDecimal(isFloat32 ? Math.ulp(size.floatValue()) : Math.ulp(size.doubleValue()))
                    .divide(BigDecimal.valueOf(2));
            BigDecimal allowed = lost.add(half).multiply(new BigDecimal(1 + 0x1p-20));
            boolean isRight = Double.isInfinite(actual)
                    ? exact.abs().add(allowed).compareTo(largest) > 0 && Math.signum(actual) == exact.signum()
                    : !Double.isNaN(actual)
                            && new BigDecimal(actual).subtract(exact).abs().compareTo(allowed) <= 0;
            assertTrue(
                    isRight,
                    () -> actual + " is not " + exact.round(MathContext.DECIMAL64) + " within "
                            + allowed.round(MathContext.DECIMAL32));
        }
    }
}
