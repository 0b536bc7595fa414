package org.closedform.tensor;

import static org.closedform.tensor.ElementType.FLOAT32;
import static org.closedform.tensor.Tensors.assertMisfit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The k largest along an axis, by example. */
class TopKTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private static void assertTop(Tensor x, double[] values, int... indices) {
        TopK top = TopK.of(x, values.length, 0);
        assertEquals(Tensor.of(values), top.values());
        assertEquals(Labels.of(indices), top.indices());
    }

    @Nested
    class Value {

        @Test
        void ofARowIsTheLargestFirst() {
            assertTop(Tensor.of(0.1, 0.7, 0, 0.2), new double[] {0.7, 0.2, 0.1}, 1, 3, 0);
            assertTop(Tensor.of(-5, -3, -4), new double[] {-3}, 1);
            assertTop(Tensor.of(3, 1, 2), new double[] {3, 2, 1}, 0, 2, 1);
        }

        @Test
        void isTakenAlongAnyAxis() {
            Tensor x = Tensor.of(new double[][] {{1, 6, 3}, {4, 5, 2}});
            assertEquals(
                    new TopK(Tensor.of(new double[][] {{6, 3}, {5, 4}}), Labels.of(Shape.of(2, 2), 1, 2, 1, 0)),
                    TopK.of(x, 2, 1));
            assertEquals(
                    new TopK(Tensor.of(new double[][] {{4, 6, 3}}), Labels.of(Shape.of(1, 3), 1, 0, 0)),
                    TopK.of(x, 1, 0));
            assertEquals(TopK.of(x, 2, 1), TopK.of(x, 2, -1));
        }

        @Test
        void keepsTheElementTypeAndTheInput() {
            Tensor x = Tensor.of(new float[] {0.1f, 0.3f});
            assertEquals(Tensor.of(new float[] {0.3f, 0.1f}), TopK.of(x, 2, 0).values());
            assertEquals(Tensor.of(new float[] {0.1f, 0.3f}), x);
        }

        @Test
        void ofAnEmptyBatchIsEmpty() {
            assertEquals(
                    new TopK(Tensor.zeros(Shape.of(0, 2)).to(FLOAT32), Labels.of(Shape.of(0, 2))),
                    TopK.of(Tensor.zeros(Shape.of(0, 3)).to(FLOAT32), 2, 1));
        }
    }

    @Nested
    class SpecialValues {

        @Test
        void equalNumbersComeByIndex() {
            assertTop(Tensor.of(1, 2, 1, 2, 1), new double[] {2, 2, 1, 1}, 1, 3, 0, 2);
            assertTop(Tensor.of(-0.0, 0.0, -0.0), new double[] {-0.0, 0.0, -0.0}, 0, 1, 2);
        }

        @Test
        void nanComesFirst() {
            assertTop(
                    Tensor.of(INFINITY, Double.NaN, 1, Double.NaN, -INFINITY),
                    new double[] {Double.NaN, Double.NaN, INFINITY, 1, -INFINITY},
                    1,
                    3,
                    0,
                    2,
                    4);
            assertTop(Tensor.of(1, 2, Double.NaN), new double[] {Double.NaN}, 2);
        }

        @Test
        void minusInfinityIsANumber() {
            assertTop(Tensor.of(-INFINITY, -INFINITY, 0), new double[] {0, -INFINITY}, 2, 0);
        }
    }

    @Nested
    class BadInput {

        @Test
        void kIsFrom1ToTheLengthOfTheAxis() {
            Tensor x = Tensor.zeros(Shape.of(2, 3));
            for (int k : new int[] {0, -1, 4, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                assertMisfit(
                        "TopK: k is " + k + ", but along axis 1 of [2, 3] there are 3 to choose from;"
                                + " at least 1 and at most as many are needed",
                        () -> TopK.of(x, k, -1));
            }
            assertMisfit(
                    "TopK: k is 1, but along axis 0 of [0] there are 0 to choose from;"
                            + " at least 1 and at most as many are needed",
                    () -> TopK.of(Tensor.of(), 1, 0));
        }

        @Test
        void theAxisHasToBeThere() {
            assertMisfit(
                    "TopK: axis 2 of shape [2, 3], whose axes are 0 to 1 (or -2 to -1)",
                    () -> TopK.of(Tensor.zeros(Shape.of(2, 3)), 1, 2));
            assertMisfit("TopK: axis 0 of a scalar, which has no axes", () -> TopK.of(Tensor.scalar(1), 1, 0));
        }

        @Test
        void thereIsOneIndexForEachNumber() {
            assertMisfit(
                    "TopK: values have shape [2], but indices [1, 2]; equal ones are needed",
                    () -> new TopK(Tensor.of(1, 2), Labels.of(Shape.of(1, 2), 0, 1)));
        }

        @Test
        void nothingIsRefused() {
            assertThrows(NullPointerException.class, () -> TopK.of(null, 1, 0));
            assertThrows(NullPointerException.class, () -> new TopK(null, Labels.of(0)));
            assertThrows(NullPointerException.class, () -> new TopK(Tensor.of(1), null));
        }
    }
}
