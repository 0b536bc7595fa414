package org.closedform.tensor;

import static org.closedform.tensor.Tensors.assertMisfit;
import static org.closedform.tensor.Tensors.assertRefused;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ShapeTest {
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    @Nested
    class Value {
        @Test
        void aScalarHasNoAxesAndOneElement() {
            Shape scalar = Shape.of();
            assertAll(
                    () -> assertEquals(0, scalar.rank()),
                    () -> assertEquals(1, scalar.size()),
                    () -> assertArrayEquals(new int[0], scalar.dimensions()),
                    () -> assertEquals("[]", scalar.toString()));
        }

        @Test
        void anEmptyAxisEmptiesTheWhole() {
            assertAll(
                    () -> assertEquals(0, Shape.of(0).size()),
                    () -> assertEquals(0, Shape.of(2, 0).size()),
                    () -> assertEquals(0, Shape.of(0, 3).size()),
                    () -> assertEquals(0, Shape.of(0, LARGEST).size()),
                    () -> assertEquals(0, Shape.of(LARGEST, 0).size()));
        }

        @Test
        void axesCountFromBothEnds() {
            Shape shape = Shape.of(2, 3, 5);
            assertAll(
                    () -> assertEquals(2, shape.dimension(0)),
                    () -> assertEquals(5, shape.dimension(2)),
                    () -> assertEquals(5, shape.dimension(-1)),
                    () -> assertEquals(2, shape.dimension(-3)),
                    () -> assertEquals(1, shape.axis("a test", 1)),
                    () -> assertEquals(1, shape.axis("a test", -2)));
        }

        @Test
        void axesAreTakenAwayAndAdded() {
            Shape shape = Shape.of(2, 3, 5);
            assertAll(
                    () -> assertEquals(Shape.of(3, 5), shape.without(0)),
                    () -> assertEquals(Shape.of(2, 3), shape.without(-1)),
                    () -> assertEquals(Shape.of(7, 2, 3, 5), shape.with(0, 7)),
                    () -> assertEquals(Shape.of(2, 3, 5, 7), shape.with(3, 7)),
                    () -> assertEquals(Shape.of(2, 3, 5, 7), shape.with(-1, 7)),
                    () -> assertEquals(Shape.of(7, 2, 3, 5), shape.with(-4, 7)),
                    () -> assertEquals(Shape.of(0), Shape.of().with(0, 0)),
                    () -> assertEquals(Shape.of(), Shape.of(4).without(0)));
        }

        @Test
        void equalityIsByLengths() {
            Set<Shape> different = new HashSet<>(
                    List.of(Shape.of(), Shape.of(1), Shape.of(1, 1), Shape.of(2, 3), Shape.of(3, 2), Shape.of(6)));
            assertEquals(6, different.size());
            assertEquals(Shape.of(2, 3), Shape.of(2, 3));
            assertEquals(Shape.of(2, 3).hashCode(), Shape.of(2, 3).hashCode());
            assertNotEquals(Shape.of(2), "[2]");
        }

        @Test
        void isTheCallersArrayNeitherInNorOut() {
            int[] dimensions = {2, 3};
            Shape shape = Shape.of(dimensions);
            dimensions[0] = 9;
            shape.dimensions()[1] = 9;
            assertEquals("[2, 3]", shape.toString());
        }
    }

    @Nested
    class Refusals {
        private static final String TOO_MANY = " has more elements than an array can hold, 2147483639";

        @Test
        void ofMoreElementsThanAnArrayHolds() {
            assertAll(
                    () -> assertEquals(LARGEST, Shape.of(LARGEST, 1).size()),
                    () -> assertMisfit("Shape: [2147483640]" + TOO_MANY, () -> Shape.of(LARGEST + 1)),
                    () -> assertMisfit("Shape: [65536, 65536]" + TOO_MANY, () -> Shape.of(65536, 65536)),
                    () -> assertMisfit("Shape: [65536, 32768]" + TOO_MANY, () -> Shape.of(65536, 32768)),
                    () -> assertMisfit(
                            "Shape: [2147483647, 2147483647, 2147483647]" + TOO_MANY,
                            () -> Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE)),
                    () -> assertMisfit("Shape: [65536, 65536]" + TOO_MANY, () -> Shape.of(65536)
                            .with(1, 65536)));
        }

        @Test
        void ofManyElementsBesideAnEmptyAxisToo() {
            assertMisfit("Shape: [0, 65536, 65536]" + TOO_MANY, () -> Shape.of(0, 65536, 65536));
            assertMisfit("Shape: [65536, 65536, 0]" + TOO_MANY, () -> Shape.of(65536, 65536, 0));
        }

        @Test
        void ofNegativeLengths() {
            assertAll(
                    () -> assertMisfit("Shape: [2, -1] has a negative length", () -> Shape.of(2, -1)),
                    () -> assertMisfit("Shape: [-2147483648] has a negative length", () -> Shape.of(Integer.MIN_VALUE)),
                    () -> assertMisfit("Shape: [0, -3] has a negative length", () -> Shape.of(0, -3)),
                    () -> assertMisfit("Shape: [2, -1] has a negative length", () -> Shape.of(2)
                            .with(1, -1)));
        }

        @Test
        void ofAxesThatThereAreNot() {
            Shape shape = Shape.of(2, 3);
            String right = " of shape [2, 3], whose axes are 0 to 1 (or -2 to -1)";
            assertAll(
                    () -> assertMisfit("Shape.dimension: axis 2" + right, () -> shape.dimension(2)),
                    () -> assertMisfit("Shape.dimension: axis -3" + right, () -> shape.dimension(-3)),
                    () -> assertMisfit("Shape.without: axis 2" + right, () -> shape.without(2)),
                    () -> assertMisfit("Here: axis 2147483647" + right, () -> shape.axis("Here", Integer.MAX_VALUE)),
                    () -> assertMisfit("Here: axis -2147483648" + right, () -> shape.axis("Here", Integer.MIN_VALUE)),
                    () -> assertMisfit("Shape.dimension: axis 0 of a scalar, which has no axes", () -> Shape.of()
                            .dimension(0)));
        }

        @Test
        void ofPlacesForANewAxisThatThereAreNot() {
            Shape shape = Shape.of(2, 3);
            String right = " in [2, 3]; right are 0 to 2 (or -3 to -1)";
            assertAll(
                    () -> assertMisfit("Shape.with: no place for a new axis 3" + right, () -> shape.with(3, 1)),
                    () -> assertMisfit("Shape.with: no place for a new axis -4" + right, () -> shape.with(-4, 1)));
        }

        @Test
        void ofNull() {
            assertRefused(NullPointerException.class, "Shape: dimensions is null", () -> Shape.of((int[]) null));
        }
    }

    @Group
    @Domain(Tensors.class)
    @Domain(DomainContext.Global.class)
    class Laws {
        @Property
        void sizeIsTheExactProductOrRefused(
                @ForAll @Size(max = 5) List<@IntRange(min = 1, max = 65536) Integer> lengths) {
            BigInteger product =
                    lengths.stream().map(i -> BigInteger.valueOf(i)).reduce(BigInteger.ONE, BigInteger::multiply);
            int[] dimensions = lengths.stream().mapToInt(i -> i).toArray();
            if (product.bitLength() > 31) {
                assertThrows(ShapeException.class, () -> Shape.of(dimensions));
            } else {
                assertEquals(product.intValueExact(), Shape.of(dimensions).size());
            }
        }

        @Property
        void withUndoesWithout(@ForAll Shape shape) {
            for (int axis : Tensors.axes(shape)) {
                assertEquals(shape, shape.without(axis).with(axis, shape.dimension(axis)), "axis " + axis);
            }
        }

        @Property
        void readsAsItsLengths(@ForAll Shape shape) {
            assertEquals(Arrays.toString(shape.dimensions()), shape.toString());
            assertEquals(shape, Shape.of(shape.dimensions()));
        }
    }
}
