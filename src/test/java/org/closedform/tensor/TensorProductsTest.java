package org.closedform.tensor;

import static org.closedform.tensor.ElementType.FLOAT32;
import static org.closedform.tensor.Tensors.assertMisfit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The matrix product, the inner product and the Euclidean length. */
class TensorProductsTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final Tensor A = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
    private static final Tensor B = Tensor.of(new double[][] {{1, 0}, {2, 1}, {0, 3}});

    @Nested
    class Matmul {
        @Test
        void multipliesRowsByColumns() {
            assertEquals(Tensor.of(new double[][] {{5, 11}, {14, 23}}), A.matmul(B));
            assertEquals(A, A.matmul(Tensor.eye(3)));
            assertEquals(A, Tensor.eye(2).matmul(A));
        }

        @Test
        void aVectorIsARowOnTheLeftAndAColumnOnTheRight() {
            assertEquals(Tensor.of(8, 23), A.matmul(Tensor.of(3, 1, 1)));
            assertEquals(Tensor.of(9, 12, 15), Tensor.of(1, 2).matmul(A));
            assertEquals(Tensor.scalar(11), Tensor.of(1, 2).matmul(Tensor.of(3, 4)));
        }

        @Test
        void batchesBroadcast() {
            Tensor batch = Tensor.stack(0, A, A.times(10));
            Tensor product = Tensor.stack(0, A.matmul(B), A.matmul(B).times(10));
            assertEquals(product, batch.matmul(B));
            assertEquals(product, batch.matmul(B.expandDims(0)));
            Tensor vectors = batch.matmul(Tensor.of(3, 1, 1));
            assertEquals(Tensor.of(new double[][] {{8, 23}, {80, 230}}), vectors);
            assertEquals(
                    Tensor.of(new double[][] {{9, 12, 15}, {90, 120, 150}}),
                    Tensor.of(1, 2).matmul(batch));
        }

        @Test
        void anEmptySumIsZero() {
            assertEquals(
                    Tensor.zeros(Shape.of(2, 3)), Tensor.zeros(Shape.of(2, 0)).matmul(Tensor.zeros(Shape.of(0, 3))));
            assertEquals(Tensor.scalar(0), Tensor.of().matmul(Tensor.of()));
            assertEquals(
                    Tensor.zeros(Shape.of(0, 2)), Tensor.zeros(Shape.of(0, 3)).matmul(B));
            assertEquals(
                    Tensor.zeros(Shape.of(0, 2, 2)),
                    Tensor.zeros(Shape.of(0, 2, 3)).matmul(B));
        }

        @Test
        void infinitiesAndNaNSpread() {
            Tensor product =
                    Tensor.of(new double[][] {{INF, 1}, {1, 1}}).matmul(Tensor.of(new double[][] {{1, 0}, {1, 1}}));
            assertEquals(Tensor.of(new double[][] {{INF, Double.NaN}, {2, 1}}), product);
        }

        @Test
        void refusesWhatDoesNotFit() {
            assertMisfit(
                    "Tensor.matmul: [2, 3] times [2, 3]: 3 columns against 2 rows; equal numbers are needed",
                    () -> A.matmul(A));
            assertMisfit("Tensor.matmul: [2, 3] times []: a scalar is no matrix", () -> A.matmul(Tensor.scalar(1)));
            assertMisfit("Tensor.matmul: [] times [3]: a scalar is no matrix", () -> Tensor.scalar(1)
                    .matmul(Tensor.of(1, 2, 3)));
            assertThrows(ShapeException.class, () -> A.matmul(Tensor.of(1, 2)));
            assertThrows(ShapeException.class, () -> Tensor.of(1, 2, 3).matmul(A));
            assertThrows(ShapeException.class, () -> Tensor.of(1, 2).matmul(Tensor.of(1, 2, 3)));
            assertThrows(ShapeException.class, () -> Tensor.zeros(Shape.of(2, 2, 3))
                    .matmul(Tensor.zeros(Shape.of(3, 3, 2))));
            Tensor tall = Tensor.zeros(Shape.of(65536, 1));
            assertThrows(ShapeException.class, () -> tall.matmul(tall.transpose()));
        }
    }

    @Nested
    class Dot {
        @Test
        void sumsAllProducts() {
            assertEquals(91, A.dot(A));
            assertEquals(6, Tensor.scalar(2).dot(Tensor.scalar(3)));
            assertEquals(0, Tensor.zeros(Shape.of(0, 3)).dot(Tensor.zeros(Shape.of(0, 3))));
        }

        @Test
        void isFloat64OfFloat32() {
            Tensor x = Tensor.of(new float[] {1 + 0x1p-23f});
            assertEquals(1 + 0x1p-22 + 0x1p-46, x.dot(x), "the square of 1 + 2⁻²³ without rounding");
            assertEquals(1e76, Tensor.of(1e38).to(FLOAT32).dot(Tensor.of(1e38).to(FLOAT32)), 1e70);
        }

        @Test
        void needsOneShape() {
            assertMisfit("Tensor.dot: other has shape [3, 2], but [2, 3] is needed", () -> A.dot(B));
            assertMisfit("Tensor.dot: other has shape [1], but [] is needed", () -> Tensor.scalar(1)
                    .dot(Tensor.of(1)));
        }
    }

    @Nested
    class Norm {
        @Test
        void isTheEuclideanLength() {
            assertEquals(5, Tensor.of(3, -4).norm());
            assertEquals(3, Tensor.scalar(-3).norm());
            assertEquals(0, Tensor.of(0, -0.0).norm());
            assertEquals(0, Tensor.of().norm());
        }

        @Test
        void squaresNeitherOverflowNorUnderflow() {
            for (int exponent : new int[] {-1072, -1022, -700, -512, 0, 512, 700, 1020}) {
                double unit = Math.scalb(1.0, exponent);
                assertEquals(5 * unit, Tensor.of(3 * unit, 4 * unit).norm(), "2^" + exponent);
            }
            assertEquals(Double.MIN_VALUE, Tensor.of(-Double.MIN_VALUE).norm());
            assertEquals(Double.MAX_VALUE, Tensor.of(Double.MAX_VALUE).norm());
            assertEquals(1e200, Tensor.of(1e200, 1e-200).norm());
            assertEquals(INF, Tensor.of(Double.MAX_VALUE, Double.MAX_VALUE).norm(), "√2 · max is beyond float64");
            assertEquals(
                    5e38,
                    Tensor.of(3e38, 3e38, 2.6457513110645907e38).to(FLOAT32).norm(),
                    1e32);
        }

        @Test
        void infinitiesAndNaNSpread() {
            assertEquals(INF, Tensor.of(1, -INF).norm());
            assertEquals(Double.NaN, Tensor.of(1, Double.NaN).norm());
            assertEquals(Double.NaN, Tensor.of(Double.NaN, INF).norm());
            assertEquals(Double.NaN, Tensor.of(INF, Double.NaN).norm());
        }
    }

    @Group
    @Domain(Tensors.class)
    @Domain(DomainContext.Global.class)
    class Accuracy {
        @Provide
        Arbitrary<Shape> batches() {
            return Tensors.shapes(0, 2);
        }

        @Property(tries = 300)
        void matmulIsWithinItsRoundings(
                @ForAll("batches") Shape batch,
                @ForAll @IntRange(min = 1, max = 5) int m,
                @ForAll @IntRange(min = 0, max = 9) int k,
                @ForAll @IntRange(min = 1, max = 5) int n,
                @ForAll ElementType type,
                @ForAll Random random) {
            Shape left = Tensors.broadcastingTo(batch, random);
            Tensor x = Tensors.moderate(left.with(-1, m).with(-1, k), type, random);
            Tensor y = Tensors.moderate(batch.with(-1, k).with(-1, n), type, random);
            Tensor product = x.matmul(y);
            assertEquals(batch.with(-1, m).with(-1, n), product.shape());
            assertEquals(type, product.elementType());
            int rank = product.rank();
            for (int[] index : Tensors.indices(product.shape())) {
                BigDecimal[] terms = IntStream.range(0, k)
                        .mapToObj(p -> Exact.product(
                                Tensors.broadcastAt(x, replaced(index, rank - 1, p)),
                                y.at(replaced(index, rank - 2, p))))
                        .toArray(BigDecimal[]::new);
                Exact.assertRounded(sum(terms), sizes(terms), k, type, product.at(index), Arrays.toString(index));
            }
        }

        private int[] replaced(int[] index, int place, int value) {
            int[] result = index.clone();
            result[place] = value;
            return result;
        }

        private BigDecimal sum(BigDecimal[] terms) {
            return Arrays.stream(terms).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private BigDecimal sizes(BigDecimal[] terms) {
            return sum(Arrays.stream(terms).map(BigDecimal::abs).toArray(BigDecimal[]::new));
        }

        @Property(tries = 100)
        void aRowOfAProductIsTheProductOfTheRow(
                @ForAll @IntRange(min = 1, max = 40) int m,
                @ForAll @IntRange(min = 1, max = 200) int k,
                @ForAll @IntRange(min = 1, max = 40) int n,
                @ForAll ElementType type,
                @ForAll Random random) {
            Tensor x = Tensors.moderate(Shape.of(m, k), type, random);
            Tensor y = Tensors.moderate(Shape.of(k, n), type, random);
            Tensor product = x.matmul(y);
            int row = random.nextInt(m);
            assertEquals(product.select(0, row), x.select(0, row).matmul(y), "row " + row);
            assertEquals(product.transpose(), y.transpose().matmul(x.transpose()), "(X·Y)ᵀ = Yᵀ·Xᵀ");
        }

        /** Each product is rounded once; up to 625 terms are 10 blocks: 10 additions within one, 4 between them. */
        @Property(tries = 300)
        void dotIsWithinItsRoundings(@ForAll Shape shape, @ForAll ElementType type, @ForAll Random random) {
            Tensor x = Tensors.moderate(shape, type, random);
            Tensor y = Tensors.moderate(shape, type, random);
            BigDecimal[] terms = Tensors.indices(shape).stream()
                    .map(index -> Exact.product(x.at(index), y.at(index)))
                    .toArray(BigDecimal[]::new);
            Exact.assertNear(sum(terms), sizes(terms), 15, ElementType.FLOAT64, x.dot(y), "dot");
            assertEquals(x.dot(y), y.dot(x));
        }

        /** (1 + 15u)^½ (1 + u), squared: 17 roundings. */
        @Property(tries = 300)
        void normIsWithinItsRoundings(@ForAll Shape shape, @ForAll ElementType type, @ForAll Random random) {
            Tensor x = Tensors.moderate(shape, type, random);
            BigDecimal squares = Arrays.stream(x.toDoubleArray())
                    .mapToObj(v -> Exact.product(v, v))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal actual = Exact.product(x.norm(), x.norm());
            BigDecimal allowed = squares.multiply(new BigDecimal(18 * 0x1p-53));
            assertEquals(-1, actual.subtract(squares).abs().compareTo(allowed.add(BigDecimal.valueOf(1e-300))));
        }

        @Property
        void normScalesByPowersOfTwoExactly(
                @ForAll Shape shape, @ForAll Random random, @ForAll @IntRange(min = -900, max = 900) int exponent) {
            Tensor x = Tensors.moderate(shape, ElementType.FLOAT64, random);
            double factor = Math.scalb(1.0, exponent);
            assertEquals(x.norm() * factor, x.times(factor).norm());
        }
    }
}
