package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import java.util.function.DoubleSupplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of additions, in every tile and corner of one, and what it is worth; shapes are tested through the tensors' matmul. */
class MatrixProductTest {
    private static final double[] SPECIAL = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0, 1e30, 1e-30, -1e-42
    };

    /** So no row, column or matrix of a batch can tell where in a tile it was. */
    @Property(tries = 400)
    void eachNumberIsTheSumOfItsOwnProducts(
            @ForAll("lengths") int m,
            @ForAll("lengths") int k,
            @ForAll("lengths") int n,
            @ForAll boolean float64,
            @ForAll boolean leftTransposed,
            @ForAll boolean rightTransposed,
            @ForAll Random random) {
        int rarity = 1 + 5 * k;
        DoubleSupplier numbers =
                () -> random.nextInt(rarity) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextGaussian();
        assertSums(matrix(m, k, float64, leftTransposed, numbers), matrix(k, n, float64, rightTransposed, numbers));
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(1, 9),
                Arbitraries.integers().between(1, 80),
                Arbitraries.of(15, 16, 17, 63, 64, 65, 127, 128, 129, 257));
    }

    @ParameterizedTest
    @CsvSource({"20,300,600", "600,130,3", "1,1000,70", "2,150,1", "3,1,1030"})
    void largeOnesToo(int m, int k, int n) {
        Random random = new Random(m + k + n);
        for (boolean float64 : new boolean[] {false, true}) {
            for (boolean transposed : new boolean[] {false, true}) {
                assertSums(
                        matrix(m, k, float64, transposed, random::nextGaussian),
                        matrix(k, n, float64, transposed, random::nextGaussian));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"3,3", "3,1", "1,3"})
    void batchesAreTheirMatrices(int leftCount, int rightCount) {
        int m = 20;
        int k = 40;
        int n = 90;
        Random random = new Random(1);
        Buffer a = buffer(leftCount * m * k, false, random::nextGaussian);
        Buffer b = buffer(rightCount * k * n, false, random::nextGaussian);
        Buffer product = MatrixProduct.multiply(Matrix.of(a, m, k), Matrix.of(b, k, n), 3);
        for (int i = 0; i < 3; i++) {
            Matrix left = Matrix.of(part(a, i % leftCount * m * k, m * k), m, k);
            Matrix right = Matrix.of(part(b, i % rightCount * k * n, k * n), k, n);
            assertEquals(MatrixProduct.multiply(left, right, 1), part(product, i * m * n, m * n), "matrix " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void productsThatAreAddedChunkByChunkAreOneSum(boolean float64) {
        Random random = new Random(3);
        Matrix left = matrix(30, 300, float64, true, random::nextGaussian);
        Matrix right = matrix(300, 70, float64, false, random::nextGaussian);
        Matrix sum = matrix(30, 70, float64, false, () -> 0);
        for (int from = 0; from < 300; from += MatrixTile.CHUNK) {
            MatrixProduct.add(left.columns(from, MatrixTile.CHUNK), right.rows(from, MatrixTile.CHUNK), sum);
        }
        assertEquals(MatrixProduct.multiply(left, right, 1), sum.buffer());
    }

    /** What was there does not matter, and a sum that leaves the range on its way is made again. */
    @Test
    void aProductFillsAPartOfAMatrix() {
        Matrix left = Matrix.of(Buffer.of(new double[] {1e300, 1e300, 2, 3}), 2, 2);
        Matrix right = Matrix.of(Buffer.of(new double[] {1e300, -1e300}), 2, 1);
        Matrix whole = Matrix.of(Buffer.of(new double[] {5, Double.NaN, 5, 7}), 2, 2);
        MatrixProduct.multiply(left, right, whole.columns(1, 1));
        assertEquals(Buffer.of(new double[] {5, 0, 5, -1e300}), whole.buffer());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sumsOfNothingAndOfNegativeZerosAreZero(boolean float64) {
        for (int n : new int[] {1, 40}) {
            for (int k : new int[] {0, 1, 5}) {
                Matrix zeros = matrix(n, k, float64, false, () -> 0);
                Matrix negative = matrix(k, n, float64, false, () -> -1);
                Buffer sums = MatrixProduct.multiply(zeros, negative, 1);
                assertEquals(buffer(n * n, float64, () -> 0.0), sums, () -> n + "×" + k);
            }
        }
    }

    /** Also where the last run of products is filled up, and in columns beside. */
    @ParameterizedTest
    @ValueSource(ints = {3, 40})
    void zeroTimesInfinityIsNaNThereAndOnlyThere(int n) {
        for (int k = 1; k <= 9; k++) {
            Matrix left = matrix(n, k, false, false, () -> 1);
            Matrix right = matrix(k, n, false, false, () -> 1);
            left.buffer().set(left.index(1, k - 1), 0);
            right.buffer().set(right.index(k - 1, 2), Double.POSITIVE_INFINITY);
            Matrix product = Matrix.of(MatrixProduct.multiply(left, right, 1), n, n);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double beside = i == 1 ? k - 1 : k;
                    double expected = j != 2 ? beside : i == 1 ? Double.NaN : Double.POSITIVE_INFINITY;
                    assertEquals(expected, product.buffer().at(product.index(i, j)), "[" + i + ", " + j + "], k " + k);
                }
            }
        }
    }

    @Test
    void fusesEachMultiplicationWithItsAddition() {
        Matrix row = Matrix.of(Buffer.of(new double[] {-1, 1 + 0x1p-27}), 1, 2);
        Matrix column = Matrix.of(Buffer.of(new double[] {1, 1 - 0x1p-27}), 2, 1);
        assertEquals(
                Buffer.of(new double[] {-0x1p-54}),
                MatrixProduct.multiply(row, column, 1),
                "(1 + 2⁻²⁷)(1 − 2⁻²⁷) − 1 without rounding the product");
    }

    /** A term is rounded at most four times within its run, 31 times with the runs of its chunk, and once for each chunk more. */
    @ParameterizedTest
    @CsvSource({"17,false", "100,true", "512,false", "512,true", "3000,false"})
    void isWithinItsRoundingsAndCloserThanOneSum(int k, boolean float64) {
        Random random = new Random(k);
        int n = 16;
        Matrix left = matrix(8, k, float64, false, random::nextGaussian);
        Matrix right = matrix(k, n, float64, false, random::nextGaussian);
        Buffer product = MatrixProduct.multiply(left, right, 1);
        double unit = float64 ? 0x1p-53 : 0x1p-24;
        double squares = 0;
        double squaresOfOneSum = 0;
        for (int i = 0; i < product.size(); i++) {
            BigDecimal exact = BigDecimal.ZERO;
            double sizes = 0;
            double oneSum = 0;
            for (int p = 0; p < k; p++) {
                double a = left.buffer().at(left.index(i / n, p));
                double b = right.buffer().at(right.index(p, i % n));
                exact = exact.add(new BigDecimal(a).multiply(new BigDecimal(b)));
                sizes += Math.abs(a * b);
                oneSum = float64 ? oneSum + a * b : (float) oneSum + (float) (a * b);
            }
            double error = error(product.at(i), exact);
            double bound = (34 + (k + 127) / 128) * unit * sizes;
            assertTrue(error <= bound, () -> "error " + error + " beyond " + bound + " of " + k + " products");
            squares += error * error;
            squaresOfOneSum += Math.pow(error(oneSum, exact), 2);
        }
        double ratio = Math.sqrt(squaresOfOneSum / squares);
        double expected = k < 100 ? 1 : k < 128 ? 1.4 : 3;
        assertTrue(ratio > expected, () -> "the textbook's sum is only " + ratio + " times as far off");
    }

    private static double error(double actual, BigDecimal exact) {
        return new BigDecimal(actual).subtract(exact).abs().doubleValue();
    }

    private static void assertSums(Matrix left, Matrix right) {
        Buffer product = MatrixProduct.multiply(left, right, 1);
        int n = right.columns();
        for (int i = 0; i < product.size(); i++) {
            double[] row = line(left, i / n);
            double[] column = line(right.transposed(), i % n);
            double expected = left.buffer().isFloat64() ? sum(row, column) : float32Sum(row, column);
            assertEquals(
                    expected,
                    product.at(i),
                    "[" + i / n + ", " + i % n + "] of " + left.rows() + "×" + row.length + " times " + row.length + "×"
                            + n);
        }
    }

    /** Four by four, and every 128. */
    private static double sum(double[] row, double[] column) {
        double sum = 0;
        for (int from = 0; from < row.length; from += 128) {
            double chunk = 0;
            for (int p = from; p < Math.min(from + 128, row.length); p += 4) {
                double run = row[p] * column[p];
                for (int q = p + 1; q < Math.min(p + 4, row.length); q++) {
                    run = Math.fma(row[q], column[q], run);
                }
                chunk += run;
            }
            sum += chunk;
        }
        return sum;
    }

    /** The same; in float64 where the range of float32 is left on the way. */
    private static float float32Sum(double[] row, double[] column) {
        float sum = 0;
        for (int from = 0; from < row.length; from += 128) {
            float chunk = 0;
            for (int p = from; p < Math.min(from + 128, row.length); p += 4) {
                float run = (float) row[p] * (float) column[p];
                for (int q = p + 1; q < Math.min(p + 4, row.length); q++) {
                    run = Math.fma((float) row[q], (float) column[q], run);
                }
                chunk += run;
            }
            sum += chunk;
        }
        return Float.isFinite(sum) ? sum : (float) sum(row, column);
    }

    private static double[] line(Matrix matrix, int row) {
        double[] line = new double[matrix.columns()];
        matrix.buffer().load(matrix.index(row, 0), matrix.columnStride(), line.length, line, 0);
        return line;
    }

    private static Matrix matrix(int rows, int columns, boolean float64, boolean transposed, DoubleSupplier numbers) {
        Buffer buffer = buffer(rows * columns, float64, numbers);
        return transposed ? Matrix.of(buffer, columns, rows).transposed() : Matrix.of(buffer, rows, columns);
    }

    private static Buffer buffer(int size, boolean float64, DoubleSupplier numbers) {
        Buffer buffer = float64 ? Buffer.of(new double[size]) : Buffer.of(new float[size]);
        for (int i = 0; i < size; i++) {
            buffer.set(i, numbers.getAsDouble());
        }
        return buffer;
    }

    private static Buffer part(Buffer buffer, int from, int count) {
        Buffer part = buffer.ofSize(count);
        part.copy(buffer, from, 1, 0, count);
        return part;
    }
}
