package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.closedform.kernel.loops.Loops;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsTest {
    private static int size(int[] dimensions) {
        return Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
    }

    private static Buffer counting(int[] dimensions) {
        return Buffer.of(IntStream.range(0, size(dimensions)).asDoubleStream().toArray());
    }

    private static int stride(int[] dimensions, int axis) {
        return size(Arrays.copyOfRange(dimensions, axis + 1, dimensions.length));
    }

    /** The number of an element's index on the axis. */
    private static int onAxis(int element, int[] dimensions, int axis) {
        return element / stride(dimensions, axis) % dimensions[axis];
    }

    @Nested
    class Examples {
        private final int[] dimensions = {2, 3};

        @Test
        void linesRunAlongTheAxis() {
            Buffer x = counting(dimensions);
            assertArrayEquals(
                    new double[] {3, 12},
                    Rows.along(dimensions, 1).reduce(x, this::sum).toDoubles());
            assertArrayEquals(
                    new double[] {3, 5, 7},
                    Rows.along(dimensions, 0).reduce(x, this::sum).toDoubles());
        }

        @Test
        void threeOperandsAreReadSideBySide() {
            Buffer x = counting(dimensions);
            Buffer result = Rows.along(dimensions, 1).map(x, x, x, (a, b, c, d) -> {
                d[0] = a[0];
                d[1] = 10 * b[1];
                d[2] = 100 * c[2];
            });
            assertArrayEquals(new double[] {0, 10, 200, 3, 40, 500}, result.toDoubles());
        }

        @Test
        void twoOperandsAreReadSideBySide() {
            Buffer x = counting(dimensions);
            Buffer result = Rows.along(dimensions, 0).map(x, x, (a, b, c) -> {
                c[0] = a[0] + b[1];
                c[1] = a[1] * b[0];
            });
            assertArrayEquals(new double[] {3, 5, 7, 0, 4, 10}, result.toDoubles());
        }

        @Test
        void float32StaysFloat32() {
            Buffer x = Buffer.of(new float[] {1, 2, 3, 4, 5, 6});
            assertEquals(
                    Buffer.of(new float[] {2, 4, 6, 8, 10, 12}),
                    Rows.along(dimensions, 0).map(x, x, (a, b, sum) -> {
                        for (int i = 0; i < a.length; i++) {
                            sum[i] = a[i] + b[i];
                        }
                    }));
        }

        private double sum(double[] row) {
            return Arrays.stream(row).sum();
        }
    }

    @Nested
    class Loading {
        private final int[] dimensions = {3, 4, 5};

        @ParameterizedTest
        @CsvSource({"0, true", "0, false", "1, true", "1, false", "2, true", "2, false"})
        void someLinesAtATimeAreLoadedAndStoredAsTheyLie(int axis, boolean float64) {
            Rows rows = Rows.along(dimensions, axis);
            for (int first = 0; first < rows.count(); first++) {
                for (int count = 0; count <= rows.count() - first; count++) {
                    if (float64) {
                        double[] x = counting(dimensions).toDoubles();
                        double[] y = new double[x.length];
                        double[] loaded = new double[x.length];
                        rows.load(Loops.FLOAT64, x, first, count, loaded);
                        rows.store(Loops.FLOAT64, loaded, first, count, y);
                        assertLoadedAndStored(rows, first, count, Buffer.of(loaded), Buffer.of(y));
                    } else {
                        float[] x = counting(dimensions).toFloats();
                        float[] y = new float[x.length];
                        float[] loaded = new float[x.length];
                        rows.load(Loops.FLOAT32, x, first, count, loaded);
                        rows.store(Loops.FLOAT32, loaded, first, count, y);
                        assertLoadedAndStored(rows, first, count, Buffer.of(loaded), Buffer.of(y));
                    }
                }
            }
        }

        /** Every number of the array is its index. */
        private void assertLoadedAndStored(Rows rows, int first, int count, Buffer loaded, Buffer stored) {
            for (int i = 0; i < count; i++) {
                for (int k = 0; k < rows.length(); k++) {
                    assertEquals(rows.offset(first + i, k), loaded.at(i * rows.length() + k));
                }
            }
            for (int i = 0; i < rows.count(); i++) {
                for (int k = 0; k < rows.length(); k++) {
                    int at = rows.offset(i, k);
                    assertEquals(i < first || i >= first + count ? 0 : at, stored.at(at), "row " + i);
                }
            }
        }

        @Test
        void onlyLinesAlongTheLastAxisAreContiguous() {
            assertTrue(Rows.along(dimensions, 2).areContiguous());
            assertFalse(Rows.along(dimensions, 1).areContiguous());
        }
    }

    @Group
    class Laws {
        @Provide
        Arbitrary<int[]> dimensions() {
            return Arbitraries.integers()
                    .between(0, 5)
                    .array(int[].class)
                    .ofMinSize(1)
                    .ofMaxSize(4);
        }

        @Property
        void linesHoldWhatDiffersOnlyOnTheAxis(
                @ForAll("dimensions") int[] dimensions, @ForAll @IntRange(max = 3) int any) {
            int axis = any % dimensions.length;
            int stride = stride(dimensions, axis);
            int[] starts = IntStream.range(0, size(dimensions))
                    .filter(element -> onAxis(element, dimensions, axis) == 0)
                    .toArray();
            Rows rows = Rows.along(dimensions, axis);
            assertEquals(dimensions[axis], rows.length());
            if (size(dimensions) > 0) {
                assertEquals(starts.length, rows.count());
            }
            rows.forEach(counting(dimensions), 1, () -> (row, i) -> {
                for (int j = 0; j < row.length; j++) {
                    assertEquals(starts[i] + j * stride, row[j]);
                    assertEquals(row[j], rows.offset(i, j));
                }
            });
            holdEverythingOnce(rows, dimensions);
        }

        private void holdEverythingOnce(Rows rows, int[] dimensions) {
            Buffer x = counting(dimensions);
            Buffer copy = rows.map(x, x, (in, same, out) -> System.arraycopy(in, 0, out, 0, in.length));
            assertArrayEquals(x.toDoubles(), copy.toDoubles());
        }
    }
}
