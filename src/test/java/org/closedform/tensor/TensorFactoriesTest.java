package org.closedform.tensor;

import static org.closedform.tensor.ElementType.FLOAT32;
import static org.closedform.tensor.ElementType.FLOAT64;
import static org.closedform.tensor.Tensors.assertMisfit;
import static org.closedform.tensor.Tensors.assertRefused;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TensorFactoriesTest {
    private static void assertIs(ElementType type, Shape shape, double[] elements, Tensor tensor) {
        assertAll(
                () -> assertEquals(type, tensor.elementType()),
                () -> assertEquals(shape, tensor.shape()),
                () -> assertEquals(shape.rank(), tensor.rank()),
                () -> assertEquals(elements.length, tensor.size()),
                () -> assertArrayEquals(elements, tensor.toDoubleArray()));
    }

    @Nested
    class FlatArrays {
        @Test
        void makeVectors() {
            assertIs(FLOAT64, Shape.of(3), new double[] {1, 2, 3}, Tensor.of(1, 2, 3));
            assertIs(FLOAT32, Shape.of(2), new double[] {1.5, 0.1f}, Tensor.of(new float[] {1.5f, 0.1f}));
            assertIs(FLOAT64, Shape.of(0), new double[0], Tensor.of());
            assertIs(FLOAT32, Shape.of(0), new double[0], Tensor.of(new float[0]));
        }

        @Test
        void fillAShapeRowByRow() {
            Tensor tensor = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
            assertIs(FLOAT64, Shape.of(2, 3), new double[] {1, 2, 3, 4, 5, 6}, tensor);
            assertEquals(3, tensor.at(0, 2));
            assertEquals(4, tensor.at(1, 0));
            assertIs(FLOAT32, Shape.of(2, 1), new double[] {1, 2}, Tensor.of(Shape.of(2, 1), new float[] {1, 2}));
            assertIs(FLOAT32, Shape.of(0, 3), new double[0], Tensor.of(Shape.of(0, 3), new float[0]));
            assertIs(FLOAT64, Shape.of(2, 0), new double[0], Tensor.of(Shape.of(2, 0)));
            assertIs(FLOAT64, Shape.of(), new double[] {7}, Tensor.of(Shape.of(), 7));
        }

        @Test
        void haveToFitTheShape() {
            assertMisfit("Tensor.of: shape [2, 3] takes 6 elements, but 2 came", () -> Tensor.of(Shape.of(2, 3), 1, 2));
            assertMisfit("Tensor.of: shape [] takes 1 elements, but 0 came", () -> Tensor.of(Shape.of()));
            assertMisfit(
                    "Tensor.of: shape [0, 3] takes 0 elements, but 3 came",
                    () -> Tensor.of(Shape.of(0, 3), new float[] {1, 2, 3}));
        }
    }

    @Nested
    class NestedArrays {
        @Test
        void makeMatrices() {
            double[] elements = {1, 2, 3, 4, 5, 6};
            assertIs(FLOAT64, Shape.of(2, 3), elements, Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}}));
            assertIs(FLOAT32, Shape.of(3, 2), elements, Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}));
        }

        @Test
        void makeRankThree() {
            double[] elements = {1, 2, 3, 4, 5, 6};
            assertIs(FLOAT64, Shape.of(1, 3, 2), elements, Tensor.of(new double[][][] {{{1, 2}, {3, 4}, {5, 6}}}));
            assertIs(FLOAT32, Shape.of(3, 1, 2), elements, Tensor.of(new float[][][] {{{1, 2}}, {{3, 4}}, {{5, 6}}}));
        }

        @Test
        void makeRankFour() {
            double[] elements = {1, 2, 3, 4, 5, 6, 7, 8};
            assertIs(FLOAT64, Shape.of(2, 1, 2, 2), elements, Tensor.of(new double[][][][] {
                {{{1, 2}, {3, 4}}}, {{{5, 6}, {7, 8}}}
            }));
            assertIs(FLOAT32, Shape.of(1, 2, 2, 2), elements, Tensor.of(new float[][][][] {
                {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}
            }));
        }

        @Test
        void mayBeEmptyAtAnyDepth() {
            double[] none = {};
            assertIs(FLOAT64, Shape.of(0, 0), none, Tensor.of(new double[0][]));
            assertIs(FLOAT64, Shape.of(2, 0), none, Tensor.of(new double[2][0]));
            assertIs(FLOAT32, Shape.of(0, 0, 0), none, Tensor.of(new float[0][4][4]));
            assertIs(FLOAT32, Shape.of(2, 0, 0), none, Tensor.of(new float[2][0][4]));
            assertIs(FLOAT64, Shape.of(3, 2, 0), none, Tensor.of(new double[3][2][0]));
            assertIs(FLOAT64, Shape.of(3, 2, 1, 0), none, Tensor.of(new double[3][2][1][0]));
        }

        @Test
        void mayNotBeRagged() {
            String why = "; ragged arrays are no tensor";
            assertMisfit(
                    "Tensor.of: array[1] has 1 elements where its neighbours have 2" + why,
                    () -> Tensor.of(new double[][] {{1, 2}, {3}}));
            assertMisfit(
                    "Tensor.of: array[2] has 3 elements where its neighbours have 2" + why,
                    () -> Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6, 7}}));
            assertMisfit(
                    "Tensor.of: array[1] has 2 elements where its neighbours have 0" + why,
                    () -> Tensor.of(new double[][] {{}, {1, 2}}));
            assertMisfit(
                    "Tensor.of: array[0][1] has 1 elements where its neighbours have 2" + why,
                    () -> Tensor.of(new double[][][] {{{1, 2}, {3}}}));
            assertMisfit(
                    "Tensor.of: array[1] has 0 elements where its neighbours have 1" + why,
                    () -> Tensor.of(new float[][][] {{{1, 2}}, {}}));
            assertMisfit(
                    "Tensor.of: array[1][0][1] has 3 elements where its neighbours have 1" + why,
                    () -> Tensor.of(new double[][][][] {{{{1}, {2}}}, {{{3}, {4, 5, 6}}}}));
        }

        @Test
        void mayHoldNoNull() {
            assertRefused(
                    NullPointerException.class,
                    "Tensor.of: array[1] is null",
                    () -> Tensor.of(new double[][] {{1}, null}));
            assertRefused(
                    NullPointerException.class,
                    "Tensor.of: array[0] is null",
                    () -> Tensor.of(new float[][] {null, {1}}));
            assertRefused(
                    NullPointerException.class,
                    "Tensor.of: array[0][1] is null",
                    () -> Tensor.of(new double[][][] {{{1}, null}}));
            assertRefused(
                    NullPointerException.class,
                    "Tensor.of: array[0][0][0] is null",
                    () -> Tensor.of(new float[][][][] {{{null}}}));
        }
    }

    @Nested
    class Constants {
        @Test
        void fillTheShape() {
            Shape shape = Shape.of(2, 2);
            assertIs(FLOAT64, shape, new double[] {0, 0, 0, 0}, Tensor.zeros(shape));
            assertIs(FLOAT64, shape, new double[] {1, 1, 1, 1}, Tensor.ones(shape));
            assertIs(FLOAT64, shape, new double[] {-0.0, -0.0, -0.0, -0.0}, Tensor.full(shape, -0.0));
            assertIs(FLOAT64, Shape.of(0, 3), new double[0], Tensor.full(Shape.of(0, 3), 5));
            assertIs(FLOAT64, Shape.of(), new double[] {Double.NaN}, Tensor.scalar(Double.NaN));
        }

        @Test
        void identityHasOnesOnItsDiagonal() {
            assertIs(FLOAT64, Shape.of(3, 3), new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, Tensor.eye(3));
            assertIs(FLOAT64, Shape.of(0, 0), new double[0], Tensor.eye(0));
            assertMisfit("Shape: [-1, -1] has a negative length", () -> Tensor.eye(-1));
        }
    }

    @Nested
    class Generators {
        @Test
        void seeEveryIndexOnceInOrder() {
            List<String> seen = new ArrayList<>();
            Tensor tensor = Tensor.generate(Shape.of(2, 1, 3), index -> {
                seen.add(Arrays.toString(index));
                return 100 * index[0] + 10 * index[1] + index[2];
            });
            assertEquals(List.of("[0, 0, 0]", "[0, 0, 1]", "[0, 0, 2]", "[1, 0, 0]", "[1, 0, 1]", "[1, 0, 2]"), seen);
            assertIs(FLOAT64, Shape.of(2, 1, 3), new double[] {0, 1, 2, 100, 101, 102}, tensor);
        }

        @Test
        void mayWriteToTheIndexTheyAreGiven() {
            Tensor tensor = Tensor.generate(Shape.of(2, 2), index -> {
                double here = 10 * index[0] + index[1];
                Arrays.fill(index, 99);
                return here;
            });
            assertArrayEquals(new double[] {0, 1, 10, 11}, tensor.toDoubleArray());
        }

        @Test
        void areDrawnFromInOrderOfStorage() {
            double[] next = {0};
            Tensor tensor = Tensor.draw(Shape.of(2, 2), () -> next[0]++);
            assertIs(FLOAT64, Shape.of(2, 2), new double[] {0, 1, 2, 3}, tensor);
        }

        @Test
        void makeScalarsFromAnEmptyIndex() {
            assertIs(FLOAT64, Shape.of(), new double[] {0}, Tensor.generate(Shape.of(), index -> index.length));
        }

        @Test
        void areNotAskedForEmptyTensors() {
            DoubleSupplier never = () -> {
                throw new AssertionError("asked for an element of an empty tensor");
            };
            assertIs(FLOAT64, Shape.of(2, 0), new double[0], Tensor.draw(Shape.of(2, 0), never));
            assertIs(
                    FLOAT64,
                    Shape.of(0, 3),
                    new double[0],
                    Tensor.generate(Shape.of(0, 3), index -> never.getAsDouble()));
        }
    }

    @Nested
    class Null {
        @Test
        void isRefusedByEveryFactory() {
            Shape shape = Shape.of(1);
            assertAll(
                    () -> assertThrows(NullPointerException.class, () -> Tensor.of((double[]) null)),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.of((float[]) null)),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.of((double[][]) null)),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.of((float[][]) null)),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.of((double[][][]) null)),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.of((float[][][]) null)),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.of((double[][][][]) null)),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.of((float[][][][]) null)),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.of(null, 1)),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.of(null, new float[1])),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.of(shape, (double[]) null)),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.of(shape, (float[]) null)),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.zeros(null)),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.ones(null)),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.full(null, 1)),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.draw(null, () -> 0)),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.generate(null, index -> 0)),
                    () -> assertThrows(
                            NullPointerException.class, () -> Tensor.generate(shape, (ToDoubleFunction<int[]>) null)),
                    () -> assertThrows(NullPointerException.class, () -> Tensor.draw(shape, (DoubleSupplier) null)));
        }
    }

    @Test
    void theElementTypeMayBeChosen() {
        assertIs(FLOAT32, Shape.of(2), new double[2], Tensor.zeros(Shape.of(2), FLOAT32));
        assertIs(FLOAT64, Shape.of(1, 2), new double[] {1, 1}, Tensor.ones(Shape.of(1, 2), FLOAT64));
        assertIs(FLOAT32, Shape.of(2), new double[] {1, 1}, Tensor.ones(Shape.of(2), FLOAT32));
        assertIs(FLOAT32, Shape.of(1), new double[] {0.1f}, Tensor.full(Shape.of(1), 0.1, FLOAT32));
        assertIs(FLOAT32, Shape.of(), new double[] {0.1f}, Tensor.scalar(0.1, FLOAT32));
        assertIs(FLOAT64, Shape.of(), new double[] {0.1}, Tensor.scalar(0.1, FLOAT64));
    }
}
