package org.closedform.kernel.loops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The loops on the Vector API have the bits of those in plain Java, all NaNs taken for one. In a JVM with its module: see the POM. */
@Tag("vector")
class VectorLoopsTest {
    private static final double[] SPECIAL = DoubleStream.of(
                    Float.MIN_VALUE,
                    Double.MIN_VALUE,
                    Float.MIN_NORMAL,
                    Double.MIN_NORMAL,
                    0x1p-12,
                    Math.log(2) / 2,
                    1,
                    9,
                    Float32Exponential.SATURATED,
                    Float64Exponential.SATURATED,
                    Float32Exponential.VANISHED,
                    Float64Exponential.VANISHED,
                    Float32Exponential.LARGE,
                    Float64Exponential.LARGE,
                    Float.MAX_VALUE,
                    Double.MAX_VALUE)
            .flatMap(x -> DoubleStream.of(x, Math.nextUp(x), Math.nextDown(x), Math.nextUp((float) x)))
            .flatMap(x -> DoubleStream.of(x, -x))
            .toArray();

    @Nested
    class OfFloat64 extends Laws<double[]> {
        OfFloat64() throws ReflectiveOperationException {
            super(new Float64PlainLoops(), Provider.onVectorApi().float64(), double[]::clone, double[]::clone);
        }

        @Override
        double ofBits(SplittableRandom random) {
            return Double.longBitsToDouble(random.nextLong());
        }
    }

    @Nested
    class OfFloat32 extends Laws<float[]> {
        OfFloat32() throws ReflectiveOperationException {
            super(
                    new Float32PlainLoops(),
                    Provider.onVectorApi().float32(),
                    PlainLoopsTest::narrow,
                    PlainLoopsTest::widen);
        }

        @Override
        double ofBits(SplittableRandom random) {
            return Float.intBitsToFloat(random.nextInt());
        }
    }

    abstract static class Laws<A> {
        private static final int LONGEST = 2100;
        private static final double[] SPREADS = {1e-3, 1, 20, 200, 2000, 1e7};

        private final Loops<A> plain;
        private final Loops<A> vectors;
        private final Function<double[], A> of;
        private final Function<A, double[]> toDoubles;
        private final SplittableRandom random = new SplittableRandom(1);

        Laws(Loops<A> plain, Loops<A> vectors, Function<double[], A> of, Function<A, double[]> toDoubles) {
            this.plain = plain;
            this.vectors = vectors;
            this.of = of;
            this.toDoubles = toDoubles;
        }

        abstract double ofBits(SplittableRandom random);

        /** Numbers of a usual size, special ones, or any. */
        private double[] numbers(int count) {
            double spread = SPREADS[random.nextInt(SPREADS.length)];
            int kind = random.nextInt(4);
            return DoubleStream.generate(() -> switch (kind) {
                        case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
                        case 1 -> ofBits(random);
                        default -> random.nextDouble(-spread, spread);
                    })
                    .limit(count)
                    .toArray();
        }

        private static double[] sevens(int count) {
            double[] x = new double[count];
            Arrays.fill(x, 7);
            return x;
        }

        private interface Method<A> {
            void call(Loops<A> loops, A x, A y);
        }

        /** What both make of the same numbers, and what they leave alone. */
        private void assertSame(double[] x, int size, Method<A> method, String what) {
            assertArrayEquals(made(plain, x, size, method), made(vectors, x, size, method), what);
        }

        private double[] made(Loops<A> loops, double[] x, int size, Method<A> method) {
            A y = of.apply(sevens(size));
            method.call(loops, of.apply(x), y);
            return toDoubles.apply(y);
        }

        /** All exponentials that spoil the sum are one. */
        private double[] usable(double[] e) {
            return Arrays.stream(e)
                    .map(x -> x == 0 || plain.isInRange(x) ? x : Double.NaN)
                    .toArray();
        }

        @Test
        void exponentials() {
            for (int length = 0; length <= LONGEST; length++) {
                int count = length;
                int from = random.nextInt(9);
                int to = from + count;
                double[] x = numbers(to + 3);
                double[] references = {0, -30.5, x[from], random.nextDouble(-200, 200), ofBits(random)};
                double reference = references[random.nextInt(references.length)];
                boolean isLargest = count % 9 == 0;
                Method<A> method = (loops, in, out) -> loops.exponentials(in, out, from, to, reference, isLargest);
                assertArrayEquals(
                        usable(made(plain, x, x.length, method)),
                        usable(made(vectors, x, x.length, method)),
                        () -> count + " from " + from + " with reference " + reference);
            }
        }

        @Test
        void runsOfMatrixProducts() {
            for (int lanes = 1; lanes <= 100; lanes++) {
                int columns = lanes;
                int rows = random.nextInt(1, Loops.ROWS + 1);
                int steps = Loops.RUN * random.nextInt(1, 8);
                double[][] panel = matrix(steps);
                double[][] sums = matrix(Loops.ROWS);
                Method<A> method = (loops, in, out) -> {
                    A[] results = rows(sums);
                    loops.addRuns(rows(panel), in, results, rows, steps, columns);
                    for (int i = 0; i < rows; i++) {
                        System.arraycopy(results[i], 0, out, i * columns, columns);
                    }
                };
                assertSame(
                        numbers(Loops.ROWS * Loops.FACTORS), rows * lanes, method, rows + " rows, " + lanes + " lanes");
            }
        }

        private double[][] matrix(int rows) {
            return Stream.generate(() -> numbers(128)).limit(rows).toArray(double[][]::new);
        }

        @SuppressWarnings("unchecked")
        private A[] rows(double[][] matrix) {
            A[] rows = (A[]) Array.newInstance(of.apply(new double[0]).getClass(), matrix.length);
            Arrays.setAll(rows, i -> of.apply(matrix[i]));
            return rows;
        }

        @Test
        void folds() {
            for (int count = 0; count <= Loops.BLOCK; count++) {
                int from = random.nextInt(9);
                int to = from + count;
                int[] parts = new int[2];
                assertSame(
                        numbers(to + 3),
                        Loops.BLOCK,
                        (loops, in, out) -> {
                            A padded = loops.scratch(Loops.BLOCK);
                            A quarters = loops.scratch(Loops.BLOCK);
                            parts[loops == plain ? 0 : 1] = loops.fold(in, from, to, out, padded, quarters);
                        },
                        count + " from " + from);
                assertEquals(parts[0], parts[1]);
            }
        }

        @Test
        void sigmoids() {
            A a = plain.scratch(Loops.BLOCK);
            A q = plain.scratch(Loops.BLOCK);
            A r = plain.scratch(Loops.BLOCK);
            for (int i = 0; i <= Loops.BLOCK; i++) {
                int count = i;
                double[] x = numbers(count);
                assertSame(x, count, (loops, in, out) -> loops.sigmoid(in, out, count, a, q, r), "σ of " + count);
                assertSame(x, count, (loops, in, out) -> loops.tanh(in, out, count, a, q, r), "tanh of " + count);
                for (int scale = 1; scale <= 2; scale++) {
                    int s = scale;
                    assertSame(x, count, (loops, in, out) -> loops.sigmoidSlope(in, out, count, s, a, q, r), "σ′");
                    int sign = 3 - 2 * s;
                    assertSame(x, count, (loops, in, out) -> loops.softplus(in, out, count, sign, a, q, r), "softplus");
                }
            }
        }

        @Test
        void gatesWithSlopes() {
            A a = plain.scratch(Loops.BLOCK);
            A q = plain.scratch(Loops.BLOCK);
            A r = plain.scratch(Loops.BLOCK);
            A other = plain.scratch(Loops.BLOCK);
            for (int i = 0; i <= Loops.BLOCK; i++) {
                int count = i;
                double[] x = numbers(count);
                assertSame(x, count, (loops, in, y) -> loops.siluAndSlope(in, y, other, count, a, q, r), "SiLU");
                assertSame(
                        x,
                        count,
                        (loops, in, slope) -> loops.siluAndSlope(in, other, slope, count, a, q, r),
                        "its slope");
            }
        }

        @Test
        void gates() {
            A a = plain.scratch(Loops.BLOCK);
            A q = plain.scratch(Loops.BLOCK);
            A r = plain.scratch(Loops.BLOCK);
            for (int i = 0; i <= Loops.BLOCK; i++) {
                int count = i;
                double[] x = numbers(count);
                assertSame(x, count, (loops, in, out) -> loops.mishGate(in, out, count, a, q, r), "Mish of " + count);
                assertSame(x, count, (loops, in, out) -> loops.silu(in, out, count, a, q, r), "SiLU of " + count);
                Gate u = new Gate(random.nextDouble(2), 0x1p-60, i % 2 == 0 ? 0 : random.nextDouble(), 0x1p-62);
                assertSame(x, count, (loops, in, out) -> loops.logisticGate(in, out, count, u, a, q, r), u.toString());
            }
        }

        private static final int STEP = Loops.LANES + 3;

        private A lines(int size) {
            return of.apply(numbers(size));
        }

        /** A scratch for each loop, which starts from the same numbers. */
        private A scratch() {
            return plain.lanes(Loops.BLOCK);
        }

        @Test
        void sumsOfLines() {
            for (int lanes = 1; lanes <= Loops.LANES; lanes++) {
                int count = lanes;
                int from = random.nextInt(9);
                A dy = lines(from + 3 * STEP + count);
                A mean = lines(Loops.LANES);
                double[] x = numbers(from + 3 * STEP + count);
                for (boolean isFirst : new boolean[] {true, false}) {
                    assertSame(
                            x,
                            Loops.LANES,
                            (loops, in, out) -> {
                                A other = of.apply(sevens(Loops.LANES));
                                A first = isFirst ? out : other;
                                A second = isFirst ? other : out;
                                loops.addDeviations(in, from, STEP, mean, first, second, count, scratch());
                                loops.addProducts(in, dy, from, STEP, mean, first, second, count, scratch(), scratch());
                            },
                            count + " lanes from " + from);
                }
            }
        }

        @Test
        void sumsOfRows() {
            for (int lanes = 16; lanes <= Loops.LANES; lanes *= 2) {
                int lanesOfRow = lanes;
                int rows = Loops.LANES / lanes;
                int from = random.nextInt(9);
                A dy = lines(from + Loops.BLOCK);
                A mean = lines(Loops.LANES);
                assertSame(
                        numbers(from + Loops.BLOCK),
                        Loops.LANES,
                        (loops, in, out) -> loops.addRowDeviations(
                                in, from, rows, mean, of.apply(sevens(Loops.LANES)), out, lanesOfRow, scratch()),
                        rows + " rows");
                assertSame(
                        numbers(from + Loops.BLOCK),
                        Loops.LANES,
                        (loops, in, out) -> {
                            A sum = of.apply(sevens(Loops.LANES));
                            loops.addRowProducts(in, dy, from, rows, mean, sum, out, lanesOfRow, scratch(), scratch());
                            loops.add(sum, out, Loops.LANES);
                        },
                        rows + " rows of products");
            }
        }

        @Test
        void normalizations() {
            for (int count = 1; count <= 2 * Loops.LANES; count++) {
                int size = count;
                int from = random.nextInt(9);
                A dy = lines(from + count);
                A mean = lines(2 * Loops.LANES);
                A scale = lines(2 * Loops.LANES);
                A shift = lines(2 * Loops.LANES);
                A slope = lines(2 * Loops.LANES);
                double[] x = numbers(from + count);
                assertSame(
                        x,
                        from + count + 3,
                        (loops, in, out) ->
                                loops.normalize(in, from, size, mean, scale, shift, out, scratch(), scratch()),
                        "y of " + count);
                assertSame(
                        x,
                        from + count + 3,
                        (loops, in, out) -> loops.differentiate(
                                in, dy, from, size, mean, scale, shift, slope, out, scratch(), scratch(), scratch()),
                        "dx of " + count);
            }
        }

        @Test
        void scaledGroups() {
            for (int count = 1; count <= 2 * Loops.LANES; count++) {
                int size = count;
                int from = random.nextInt(9);
                int group = random.nextInt(1, size + 9);
                double[] mean = random.doubles(from + size).toArray();
                double[] scale = random.doubles(from + size).toArray();
                double[] shift = random.doubles(from + size).toArray();
                A factor = lines(2 * Loops.LANES);
                A term = lines(2 * Loops.LANES);
                assertSame(
                        numbers(from + count),
                        from + count + 3,
                        (loops, in, out) -> loops.normalizeAndScale(
                                in, from, size, group, mean, scale, shift, factor, term, out, scratch(), scratch()),
                        count + " in groups of " + group);
            }
        }
    }
}
