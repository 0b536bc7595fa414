package org.closedform.tensor;

import static org.closedform.tensor.ElementType.FLOAT32;
import static org.closedform.tensor.ElementType.FLOAT64;
import static org.closedform.tensor.Tensors.assertMisfit;
import static org.closedform.tensor.Tensors.assertRefused;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TensorTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    @Nested
    class Immutability {
        @Test
        void laterWritesToTheCallersArraysAreNotSeen() {
            double[] doubles = {1, 2};
            float[] floats = {1, 2};
            double[][] rows = {{1, 2}};
            float[][][] deep = {{{1, 2}}};
            List<Tensor> made = List.of(
                    Tensor.of(doubles),
                    Tensor.of(Shape.of(2), doubles),
                    Tensor.of(floats),
                    Tensor.of(Shape.of(2), floats),
                    Tensor.of(rows),
                    Tensor.of(deep));
            Arrays.fill(doubles, 9);
            Arrays.fill(floats, 9);
            rows[0][0] = 9;
            rows[0] = new double[] {9, 9};
            deep[0][0][1] = 9;
            for (Tensor tensor : made) {
                assertArrayEquals(new double[] {1, 2}, tensor.toDoubleArray(), tensor.toString());
            }
        }

        @Test
        void writesToReturnedArraysAreNotSeen() {
            for (ElementType type : ElementType.values()) {
                Tensor tensor = Tensor.of(new double[][] {{1, 2}}).to(type);
                Arrays.fill(tensor.toDoubleArray(), 9);
                Arrays.fill(tensor.toFloatArray(), 9);
                Arrays.fill(tensor.toDoubleMatrix()[0], 9);
                Arrays.fill(tensor.toFloatMatrix()[0], 9);
                tensor.shape().dimensions()[0] = 9;
                assertEquals(Tensor.of(new double[][] {{1, 2}}).to(type), tensor);
            }
        }

        @Test
        void noOperationChangesItsOperands() {
            Tensor x = Tensor.of(new double[][] {{4, 3}, {2, 1}});
            Tensor y = Tensor.of(10, 20);
            List.of(
                    x.plus(y),
                    x.minus(y),
                    x.times(y),
                    x.dividedBy(y),
                    x.matmul(y),
                    x.reshape(4).times(2));
            List.of(x.transpose().plus(1), x.slice(0, 1, 2).negate(), x.sum(), x.max(0), x.map(v -> 0));
            assertEquals(Tensor.of(new double[][] {{4, 3}, {2, 1}}), x);
            assertEquals(Tensor.of(10, 20), y);
        }
    }

    @Nested
    class Reading {
        private final Tensor x = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});

        @Test
        void findsElementsByIndex() {
            assertEquals(6, x.at(1, 2));
            assertEquals(0.1f, Tensor.of(new float[] {0.1f}).at(0));
            assertEquals(7, Tensor.scalar(7).at());
        }

        @Test
        void refusesIndicesOutside() {
            assertMisfit("Tensor.at: no element [2, 0] in shape [2, 3]", () -> x.at(2, 0));
            assertMisfit("Tensor.at: no element [0, 3] in shape [2, 3]", () -> x.at(0, 3));
            assertMisfit("Tensor.at: no element [0, -1] in shape [2, 3]", () -> x.at(0, -1));
            assertMisfit("Tensor.at: no element [1] in shape [2, 3]", () -> x.at(1));
            assertMisfit("Tensor.at: no element [0, 0, 0] in shape [2, 3]", () -> x.at(0, 0, 0));
            assertMisfit("Tensor.at: no element [] in shape [2, 3]", () -> x.at());
            assertRefused(NullPointerException.class, "Tensor.at: index is null", () -> x.at((int[]) null));
            assertMisfit("Tensor.at: no element [0] in shape []", () -> Tensor.scalar(1)
                    .at(0));
            assertMisfit("Tensor.at: no element [0, 0] in shape [0, 3]", () -> Tensor.zeros(Shape.of(0, 3))
                    .at(0, 0));
        }

        @Test
        void takesTheOnlyItem() {
            assertEquals(7, Tensor.scalar(7).item());
            assertEquals(7, Tensor.of(new double[][] {{7}}).item());
            assertMisfit("Tensor.item: shape [2, 3] has 6 elements, not one", x::item);
            assertMisfit("Tensor.item: shape [0] has 0 elements, not one", () -> Tensor.of()
                    .item());
        }

        @Test
        void givesArraysAndMatrices() {
            assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, x.toDoubleArray());
            assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, x.toFloatArray());
            assertArrayEquals(new double[][] {{1, 2, 3}, {4, 5, 6}}, x.toDoubleMatrix());
            assertArrayEquals(new float[][] {{1, 2, 3}, {4, 5, 6}}, x.toFloatMatrix());
            assertArrayEquals(new double[2][0], Tensor.zeros(Shape.of(2, 0)).toDoubleMatrix());
            assertArrayEquals(new float[0][], Tensor.zeros(Shape.of(0, 3)).toFloatMatrix());
        }

        @Test
        void givesMatricesOnlyOfMatrices() {
            assertMisfit("Tensor.toDoubleMatrix: shape [1] has rank 1, but 2 is needed", () -> Tensor.of(1)
                    .toDoubleMatrix());
            assertMisfit("Tensor.toFloatMatrix: shape [] has rank 0, but 2 is needed", () -> Tensor.scalar(1)
                    .toFloatMatrix());
        }
    }

    @Nested
    class Conversion {
        @Test
        void roundsToNearestEven() {
            Tensor x = Tensor.of(1 + 0x1p-24, 1 + 0x3p-24, 1 + 0x1p-24 + 0x1p-52, 0.1, 1e39, -1e-46, 0x1p-150, -0.0);
            double[] expected = {1, 1 + 0x1p-22, 1 + 0x1p-23, 0x1.99999ap-4, INF, -0.0, 0, -0.0};
            assertArrayEquals(expected, x.to(FLOAT32).toDoubleArray());
            assertEquals(0x1.99999ap-4f, x.toFloatArray()[3]);
        }

        @Test
        void isExactOnTheWayBack() {
            Tensor x = Tensor.of(new float[] {0.1f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, -0.0f});
            assertEquals(FLOAT64, x.to(FLOAT64).elementType());
            assertArrayEquals(
                    new double[] {0.1f, Float.MIN_VALUE, Float.MAX_VALUE, Double.NaN, -0.0},
                    x.to(FLOAT64).toDoubleArray());
            assertEquals(x, x.to(FLOAT64).to(FLOAT32));
        }

        @Test
        void toTheSameTypeIsTheTensorItself() {
            Tensor x = Tensor.of(0.1);
            assertSame(x, x.to(FLOAT64));
            assertSame(FLOAT32, x.to(FLOAT32).elementType());
            assertRefused(NullPointerException.class, "Tensor.to: type is null", () -> x.to(null));
        }
    }

    @Nested
    class Equality {
        @Test
        void isByBits() {
            assertEquals(Tensor.of(Double.NaN, 1), Tensor.of(Double.NaN, 1));
            assertEquals(
                    Tensor.of(Double.NaN, 1).hashCode(),
                    Tensor.of(Double.NaN, 1).hashCode());
            assertNotEquals(Tensor.of(0.0), Tensor.of(-0.0));
            assertNotEquals(Tensor.of(new float[] {0}), Tensor.of(new float[] {-0.0f}));
            assertEquals(Tensor.of(new float[] {Float.NaN}), Tensor.of(new float[] {Float.NaN}));
            assertNotEquals(Tensor.of(1.0), Tensor.of(Math.nextUp(1.0)));
        }

        @Test
        void isByShapeAndElementType() {
            Tensor x = Tensor.of(1, 2);
            assertNotEquals(x, x.reshape(1, 2));
            assertNotEquals(x, x.to(FLOAT32));
            assertNotEquals(x.to(FLOAT32), x);
            assertNotEquals(Tensor.zeros(Shape.of(0, 3)), Tensor.zeros(Shape.of(3, 0)));
            assertNotEquals(Tensor.of(), Tensor.of(new float[0]));
            assertNotEquals(x, x.shape());
        }
    }

    @Nested
    class Closeness {
        @Test
        void isWithinTheSumOfBothTolerances() {
            Tensor expected = Tensor.of(100);
            assertTrue(Tensor.of(103).isClose(expected, 0.02, 1));
            assertTrue(Tensor.of(97).isClose(expected, 0.02, 1));
            assertFalse(Tensor.of(103.0001).isClose(expected, 0.02, 1));
            assertTrue(Tensor.of(100).isClose(expected, 0, 0));
            assertFalse(Tensor.of(Math.nextUp(100.0)).isClose(expected, 0, 0));
        }

        @Test
        void isRelativeToWhatWasExpected() {
            assertTrue(Tensor.of(1).isClose(Tensor.of(2), 0.5, 0));
            assertFalse(Tensor.of(2).isClose(Tensor.of(1), 0.5, 0));
        }

        @Test
        void holdsForInfinitiesAndNaNOnlyBesideThemselves() {
            double[] special = {INF, -INF, Double.NaN, 0, Double.MAX_VALUE};
            for (double x : special) {
                for (double y : special) {
                    assertEquals(
                            Double.compare(x, y) == 0,
                            Tensor.of(x).isClose(Tensor.of(y), 0.5, 1e300),
                            x + " beside an expected " + y);
                }
            }
            assertTrue(Tensor.of(0.0).isClose(Tensor.of(-0.0), 0, 0));
        }

        @Test
        void needsOneShapeButNotOneElementType() {
            assertTrue(Tensor.of(new float[] {0.5f}).isClose(Tensor.of(0.5), 0, 0));
            assertFalse(Tensor.of(new float[] {0.1f}).isClose(Tensor.of(0.1), 0, 0));
            assertFalse(Tensor.of(1).isClose(Tensor.scalar(1), 1, 1));
            assertTrue(Tensor.zeros(Shape.of(0, 3)).isClose(Tensor.zeros(Shape.of(0, 3)), 0, 0));
            assertFalse(Tensor.zeros(Shape.of(0, 3)).isClose(Tensor.zeros(Shape.of(3, 0)), 1, 1));
        }

        @Test
        void looksAtTheLastElementToo() {
            Tensor x = Tensor.zeros(Shape.of(5));
            assertFalse(x.isClose(Tensor.of(0, 0, 0, 0, 1), 0, 0.5));
            assertFalse(x.isClose(Tensor.of(1, 0, 0, 0, 0), 0, 0.5));
        }

        @Test
        void refusesTolerancesThatAreNone() {
            Tensor x = Tensor.of(1);
            assertAll(
                    () -> assertRefused(
                            IllegalArgumentException.class,
                            "Tensor.isClose: relative tolerance -1.0 and absolute 0.0; both have to be at least 0, the relative one finite",
                            () -> x.isClose(x, -1, 0)),
                    () -> assertRefused(
                            IllegalArgumentException.class,
                            "Tensor.isClose: relative tolerance 0.0 and absolute NaN; both have to be at least 0, the relative one finite",
                            () -> x.isClose(x, 0, Double.NaN)),
                    () -> assertRefused(
                            IllegalArgumentException.class,
                            "Tensor.isClose: relative tolerance Infinity and absolute 0.0; both have to be at least 0, the relative one finite",
                            () -> x.isClose(x, INF, 0)),
                    () -> assertThrows(NullPointerException.class, () -> x.isClose(null, 0, 0)));
        }
    }

    @Nested
    class Likeness {
        @Test
        void givesTheTensorBack() {
            Tensor x = Tensor.of(1, 2);
            assertSame(x, x.requireLike(Tensor.of(3, 4), "Here: x"));
        }

        @Test
        void namesWhatDiffers() {
            Tensor x = Tensor.of(1, 2);
            assertMisfit(
                    "Here: x has shape [2], but [2, 1] is needed",
                    () -> x.requireLike(Tensor.zeros(Shape.of(2, 1)), "Here: x"));
            assertRefused(
                    IllegalArgumentException.class,
                    "Here: x: float64[2] does not mix with float32[2]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    () -> x.requireLike(Tensor.of(new float[2]), "Here: x"));
            assertThrows(NullPointerException.class, () -> x.requireLike(null, "Here: x"));
        }
    }

    @Nested
    class AsATree {
        private final Tensor x = Tensor.of(3, 4);

        @Test
        void isItsOnlyPartWithoutAName() {
            assertEquals(List.of(new NamedTensor("", x)), x.parts());
        }

        @Test
        void isRebuiltFromOneTensorOfAnyShape() {
            Tensor y = Tensor.scalar(1);
            assertSame(y, x.rebuild(List.of(y)));
            assertRefused(
                    IllegalArgumentException.class,
                    "TensorTree.rebuild: 2 tensors for Tensor, which has 1 part",
                    () -> x.rebuild(List.of(x, y)));
            assertRefused(
                    IllegalArgumentException.class,
                    "TensorTree.rebuild: 0 tensors for Tensor, which has 1 part",
                    () -> x.rebuild(List.of()));
        }

        @Test
        void isMappedAndZippedAsOne() {
            assertEquals(Tensor.of(4, 5), x.mapTensors(tensor -> tensor.plus(1)));
            assertEquals(Tensor.of(6, 8), x.zipTensors(x, Tensor::plus));
        }
    }

    @Group
    @Domain(Tensors.class)
    @Domain(DomainContext.Global.class)
    class Laws {
        @Property
        void readingBackGivesWhatWasPutIn(@ForAll Tensor x) {
            assertEquals(x, Tensor.of(x.shape(), x.toDoubleArray()).to(x.elementType()));
            if (x.elementType() == FLOAT32) {
                assertEquals(x, Tensor.of(x.shape(), x.toFloatArray()));
            }
        }

        @Property
        void elementsLieRowByRow(@ForAll Tensor x) {
            assertEquals(x, Tensors.naive(x.elementType(), x.shape(), x::at));
        }

        @Property
        void equalTensorsHaveEqualHashCodesAndAreClose(@ForAll Tensor x) {
            Tensor copy = x.map(v -> v);
            assertEquals(x, copy);
            assertEquals(x.hashCode(), copy.hashCode());
            assertTrue(copy.isClose(x, 0, 0));
        }

        @Property
        void float32IsTheNearest(@ForAll Tensor x) {
            double[] exact = x.toDoubleArray();
            float[] rounded = x.toFloatArray();
            for (int i = 0; i < exact.length; i++) {
                assertEquals((float) exact[i], rounded[i]);
            }
        }
    }
}
