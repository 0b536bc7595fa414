package org.closedform.kernel.loops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done to the numbers from one index to before another, and to no others. */
class PlainLoopsTest {

    @Nested
    class OfFloat64 extends Laws<double[]> {
        OfFloat64() {
            super(Loops.FLOAT64, double[]::clone, double[]::clone, 0x1p50, Float64Exponential.TOP, Math.ulp(1.0));
        }
    }

    @Nested
    class OfFloat32 extends Laws<float[]> {
        OfFloat32() {
            super(
                    Loops.FLOAT32,
                    PlainLoopsTest::narrow,
                    PlainLoopsTest::widen,
                    0x1p21,
                    Float32Exponential.TOP,
                    Math.ulp(1f));
        }
    }

    static float[] narrow(double[] x) {
        float[] narrow = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            narrow[i] = (float) x[i];
        }
        return narrow;
    }

    static double[] widen(float[] x) {
        double[] wide = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            wide[i] = x[i];
        }
        return wide;
    }

    abstract static class Laws<A> {
        private static final int LENGTH = 1045;
        private static final int[] COUNTS = {1, 2, 3, 4, 5, 7, 8, 63, 255, 256, 257, 500, 1023, 1024};

        private final Loops<A> loops;
        private final Function<double[], A> of;
        private final Function<A, double[]> toDoubles;
        private final double irregular;
        private final double top;
        private final double ulp;

        Laws(
                Loops<A> loops,
                Function<double[], A> of,
                Function<A, double[]> toDoubles,
                double irregular,
                double top,
                double ulp) {
            this.loops = loops;
            this.of = of;
            this.toDoubles = toDoubles;
            this.irregular = irregular;
            this.top = top;
            this.ulp = ulp;
        }

        private static double[] filled(int length, double value) {
            double[] x = new double[length];
            Arrays.fill(x, value);
            return x;
        }

        private static double[] counting() {
            double[] x = new double[LENGTH];
            Arrays.setAll(x, i -> 1 + i % 29);
            return x;
        }

        private double[] parts(double[] e, int from, int to) {
            A parts = loops.scratch(Loops.BLOCK);
            int count =
                    loops.fold(of.apply(e), from, to, parts, loops.scratch(Loops.BLOCK), loops.scratch(Loops.BLOCK));
            assertTrue(count <= Loops.PARTS);
            assertEquals(
                    Arrays.stream(toDoubles.apply(parts), 0, count).sum(), loops.sum(parts, count), "of whole numbers");
            return Arrays.copyOf(toDoubles.apply(parts), count);
        }

        @Test
        void foldsCountEveryElementOnce() {
            for (int count : COUNTS) {
                double[] e = filled(LENGTH, 100);
                for (int i = 20; i < 20 + count; i++) {
                    e[i] = 0;
                }
                for (int i = 20; i < 20 + count; i++) {
                    e[i] = 3;
                    assertEquals(3, Arrays.stream(parts(e, 20, 20 + count)).sum(), i + " of " + count);
                    e[i] = 0;
                }
            }
        }

        /** By both ways, which agree. */
        private double max(A x, int from, int to) {
            double max = loops.max(x, from, to);
            assertEquals(max, loops.max(x, from, to, parts(), parts(), parts()));
            return max;
        }

        private A parts() {
            return loops.scratch(Loops.BLOCK);
        }

        @Test
        void theLargestIsFoundEverywhere() {
            for (int count : COUNTS) {
                A x = of.apply(filled(LENGTH, -1));
                int[] column = {0};
                for (int i = 20; i < 20 + count; i++) {
                    column[0] = i;
                    loops.put(x, 0, LENGTH, 0, 1, column, new double[] {3});
                    assertEquals(3, max(x, 20, 20 + count), i + " of " + count);
                    assertEquals(i, loops.first(x, 20, 3));
                    loops.put(x, 0, LENGTH, 0, 1, column, new double[] {Double.NaN});
                    assertTrue(Double.isNaN(max(x, 20, 20 + count)), i + " of " + count);
                    loops.put(x, 0, LENGTH, 0, 1, column, new double[] {-1});
                }
                for (int around : new int[] {19, 20 + count}) {
                    column[0] = around;
                    loops.put(x, 0, LENGTH, 0, 1, column, new double[] {3});
                    assertEquals(-1, max(x, 20, 20 + count), "beside " + count);
                }
            }
        }

        @Test
        void picksTakesAndPutsOneElementOfEachRow() {
            double[] x = counting();
            int[] columns = {0, 4, 2, 1};
            double[] values = {-1, -1, -1, -1};
            loops.pick(of.apply(x), 3, 5, 1, 4, columns, values);
            assertArrayEquals(new double[] {-1, x[12], x[15], x[19]}, values);
            loops.pick(of.apply(x), 3, 5, 1, 4, 2, values);
            assertArrayEquals(new double[] {-1, x[10], x[15], x[20]}, values);
            A taken = of.apply(x);
            loops.take(taken, 3, 5, 1, 4, columns, values);
            assertArrayEquals(new double[] {-1, x[12], x[15], x[19]}, values);
            loops.put(of.apply(x), 3, 5, 1, 4, columns, values);
            double[] expected = x.clone();
            expected[12] = 0;
            expected[15] = 0;
            expected[19] = 0;
            assertArrayEquals(expected, toDoubles.apply(taken));
            loops.put(taken, 3, 5, 1, 4, columns, values);
            assertArrayEquals(x, toDoubles.apply(taken));
        }

        @Test
        void sumsOfRowsWithAndWithoutTheirLargest() {
            for (int length : new int[] {1, 2, 3, 4, 5, 10, 63, 64}) {
                double[] e = counting();
                double[] sums = filled(6, -1);
                double[] others = filled(6, -1);
                int[] largest = new int[6];
                loops.sums(of.apply(e), 7, length, 1, 5, sums);
                loops.sumsButLargest(of.apply(e), 7, length, 1, 5, others, largest);
                for (int row = 0; row < 6; row++) {
                    double[] values = Arrays.copyOfRange(e, 7 + row * length, 7 + (row + 1) * length);
                    boolean isOne = row >= 1 && row < 5;
                    double max = Arrays.stream(values).max().orElseThrow();
                    double sum = Arrays.stream(values).sum();
                    assertEquals(isOne ? sum : -1, sums[row], length + " numbers in row " + row);
                    assertEquals(isOne ? sum - max : -1, others[row], length + " numbers in row " + row);
                    assertEquals(isOne ? max : values[0], values[largest[row]]);
                }
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 300})
        void scalesAsIfTheQuotientWereExact(int length) {
            Random random = new Random(1);
            double[] before =
                    toDoubles.apply(of.apply(random.doubles(LENGTH, 1, 2).toArray()));
            A e = of.apply(before);
            double[] numerators = {0, 1 / 7.0, 3};
            double[] denominators = {1, 0.3, 0.7};
            double[] high = new double[3];
            double[] low = new double[3];
            Quotients.of(numerators, denominators, 3, high, low);
            loops.scale(e, 3, length, 1, 3, high, low);
            double[] after = toDoubles.apply(e);
            for (int i = 0; i < LENGTH; i++) {
                int row = i < 3 + length || i >= 3 + 3 * length ? 0 : (i - 3) / length;
                BigDecimal factor = row == 0
                        ? BigDecimal.ONE
                        : new BigDecimal(numerators[row])
                                .divide(new BigDecimal(denominators[row]), MathContext.DECIMAL128);
                BigDecimal exact = new BigDecimal(before[i]).multiply(factor);
                double off = exact.subtract(new BigDecimal(after[i])).doubleValue();
                double unit = Math.max(0.5, Math.scalb(1, Math.getExponent(after[i])));
                assertTrue(Math.abs(off) <= 0.51 * ulp * unit, "at " + i);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 300})
        void subtractsANumberOfTwoParts(int length) {
            double[] x = counting();
            A y = of.apply(filled(LENGTH, 7));
            loops.subtract(
                    of.apply(x), y, 3, length, 1, 3, new double[] {0, 5.25, -2}, new double[] {0, 0x1p-10, 0x1p-9});
            double[] after = toDoubles.apply(y);
            for (int i = 0; i < LENGTH; i++) {
                int row = i < 3 + length || i >= 3 + 3 * length ? 0 : (i - 3) / length;
                double expected = row == 0 ? 7 : row == 1 ? x[i] - 5.25 - 0x1p-10 : x[i] + 2 - 0x1p-9;
                assertEquals(expected, after[i], "at " + i);
            }
            loops.subtract(of.apply(x), y, 0, 1, 0, 1, new double[] {1 / 3.0}, new double[] {0});
            assertEquals(1 - 1 / 3.0, toDoubles.apply(y)[0], ulp / 2);
        }

        /** A few exponentials are made otherwise than many. */
        @Test
        void fewExponentialsAreThoseOfMany() {
            Random random = new Random(6);
            double[] special = {0, 1e4, -1e4, 1e30, -1e30, Double.NaN, 1 / 0.0, -1 / 0.0};
            for (double spread : new double[] {1, 20, 200, 2000, 1e7}) {
                double[] numbers = random.doubles(LENGTH, -spread, spread).toArray();
                System.arraycopy(special, 0, numbers, 500, special.length);
                A x = of.apply(numbers);
                A many = of.apply(new double[LENGTH]);
                A few = of.apply(new double[LENGTH]);
                loops.exponentials(x, many, 0, LENGTH, spread / 7, false);
                for (int from = 0; from < LENGTH; from += 11) {
                    loops.exponentials(x, few, from, from + 11, spread / 7, false);
                }
                assertArrayEquals(trusted(many), trusted(few));
            }
        }

        /** With NaN for what no sum is trusted with. */
        private double[] trusted(A e) {
            return Arrays.stream(toDoubles.apply(e))
                    .map(x -> x < top ? x : Double.NaN)
                    .toArray();
        }

        @Test
        void exponentialsAreDividedByThatOfTheReference() {
            double[] x = new double[LENGTH];
            Arrays.setAll(x, i -> i % 37 - 50);
            x[500] = Double.NEGATIVE_INFINITY;
            A e = of.apply(filled(LENGTH, 7));
            loops.exponentials(of.apply(x), e, 3, 1000, -30.5, false);
            double unit = StrictMath.pow(2, loops.exponent(-30.5));
            double[] after = toDoubles.apply(e);
            for (int i = 0; i < LENGTH; i++) {
                if (i < 3 || i >= 1000) {
                    assertEquals(7, after[i], "at " + i);
                } else if (i != 500) {
                    double expected = StrictMath.exp(x[i]);
                    assertEquals(expected, after[i] * unit, expected * 2 * ulp, "at " + i);
                }
            }
            assertTrue(Double.isNaN(after[500]));
        }

        @Test
        void whatIsFarBelowTheLargestIsZero() {
            A x = of.apply(new double[] {Double.NEGATIVE_INFINITY, 0, -40});
            A e = of.apply(filled(3, 7));
            loops.exponentials(x, e, 0, 2, 0, true);
            assertArrayEquals(new double[] {0, loops.lift(), 7}, toDoubles.apply(e));
        }

        @Test
        void whatIsTooLargeIsNotRegular() {
            for (double sign : new double[] {1, -1}) {
                assertTrue(loops.isRegular(sign * (irregular - 1)));
                assertFalse(loops.isRegular(sign * irregular));
                assertFalse(loops.isRegular(sign * Double.POSITIVE_INFINITY));
            }
            assertFalse(loops.isRegular(Double.NaN));
        }

        @Test
        void onlyPositiveSumsBelowTheTopAreInRange() {
            assertTrue(loops.isInRange(Double.MIN_VALUE) && loops.isInRange(top / 2));
            assertFalse(
                    loops.isInRange(0) || loops.isInRange(top) || loops.isInRange(Double.NaN) || loops.isInRange(-1));
        }
    }
}
