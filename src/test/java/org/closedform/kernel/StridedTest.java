package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Any strides at all, also those that no tensor has, against one division and remainder an axis. */
class StridedTest {
    @Provide
    Arbitrary<int[]> dimensions() {
        return Arbitraries.integers()
                .between(0, 5)
                .array(int[].class)
                .ofMinSize(0)
                .ofMaxSize(5);
    }

    /** For each element of the row-major result, where the operand is read. */
    private static int[] places(int offset, int[] strides, int[] dimensions) {
        int size = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
        IntUnaryOperator place = element -> {
            int at = offset;
            int rest = element;
            for (int axis = dimensions.length - 1; axis >= 0; axis--) {
                at += rest % dimensions[axis] * strides[axis];
                rest /= dimensions[axis];
            }
            return at;
        };
        return IntStream.range(0, size).map(place).toArray();
    }

    /** Strides that often continue each other, so that axes merge, and often do not. */
    private static int[] strides(int[] dimensions, Random random) {
        int[] strides = new int[dimensions.length];
        int next = random.nextInt(3);
        for (int axis = dimensions.length - 1; axis >= 0; axis--) {
            strides[axis] = next;
            next = random.nextBoolean() ? next * dimensions[axis] : random.nextInt(7);
        }
        return strides;
    }

    private static double[] distinct(int[] places) {
        int size = 1 + Arrays.stream(places).max().orElse(0);
        return IntStream.range(0, size).mapToDouble(i -> i + 0.5).toArray();
    }

    @Property
    void copyReadsWhereTheStridesLead(
            @ForAll("dimensions") int[] dimensions, @ForAll @IntRange(max = 9) int offset, @ForAll Random random) {
        int[] strides = strides(dimensions, random);
        int[] places = places(offset, strides, dimensions);
        double[] source = distinct(places);
        double[] expected = Arrays.stream(places).mapToDouble(i -> source[i]).toArray();
        String what = "strides " + Arrays.toString(strides);
        assertArrayEquals(
                expected,
                Strided.copy(Buffer.of(source), offset, strides, dimensions).toDoubles(),
                what);
        Buffer narrow = Buffer.of(Buffer.of(source).toFloats());
        assertArrayEquals(
                expected, Strided.copy(narrow, offset, strides, dimensions).toDoubles(), what);
    }

    @Property
    void combineReadsBothWhereTheirStridesLead(@ForAll("dimensions") int[] dimensions, @ForAll Random random) {
        check(dimensions, strides(dimensions, random), strides(dimensions, random));
    }

    /** Rows that take several passes over scratch, one of them partial or none. */
    @Property(tries = 100)
    void combineReadsLongRows(
            @ForAll @IntRange(min = 1, max = 3) int outer,
            @ForAll @IntRange(min = 1020, max = 3080) int length,
            @ForAll Random random) {
        int[] dimensions = {outer, length};
        check(dimensions, strides(dimensions, random), strides(dimensions, random));
    }

    private static void check(int[] dimensions, int[] xStrides, int[] yStrides) {
        int[] xPlaces = places(0, xStrides, dimensions);
        int[] yPlaces = places(0, yStrides, dimensions);
        double[] x = distinct(xPlaces);
        double[] y = distinct(yPlaces);
        double[] expected = IntStream.range(0, xPlaces.length)
                .mapToDouble(i -> x[xPlaces[i]] - 3 * y[yPlaces[i]])
                .toArray();
        Buffer threeY = Buffer.of(Arrays.stream(y).map(v -> 3 * v).toArray());
        Buffer result = Strided.combine(Arithmetic.MINUS, Buffer.of(x), xStrides, threeY, yStrides, dimensions);
        assertArrayEquals(
                expected, result.toDoubles(), "strides " + Arrays.toString(xStrides) + Arrays.toString(yStrides));
    }
}
