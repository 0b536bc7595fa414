package org.closedform.tensor;

import static org.closedform.tensor.ElementType.FLOAT32;
import static org.closedform.tensor.Tensors.assertMisfit;
import static org.closedform.tensor.Tensors.assertRefused;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LabelsTest {
    private static final Class<IllegalArgumentException> ILLEGAL = IllegalArgumentException.class;
    private static final Labels GRID = Labels.of(Shape.of(2, 2), 2, 0, 1, 1);

    @Nested
    class Value {
        @Test
        void hasAShapeAndIndices() {
            assertAll(
                    () -> assertEquals(Shape.of(2, 2), GRID.shape()),
                    () -> assertEquals(4, GRID.size()),
                    () -> assertEquals(1, GRID.at(2)),
                    () -> assertArrayEquals(new int[] {2, 0, 1, 1}, GRID.toArray()),
                    () -> assertEquals("Labels[2, 2] [2, 0, 1, 1]", GRID.toString()),
                    () -> assertEquals("Labels[0] []", Labels.of().toString()),
                    () -> assertEquals(Shape.of(3), Labels.of(5, 6, 7).shape()),
                    () -> assertEquals(5, Labels.of(Shape.of(), 5).at(0)));
        }

        @Test
        void isTheCallersArrayNeitherInNorOut() {
            int[] indices = {1, 2};
            Labels vector = Labels.of(indices);
            Labels shaped = Labels.of(Shape.of(2), indices);
            indices[0] = 9;
            vector.toArray()[1] = 9;
            assertEquals(Labels.of(1, 2), vector);
            assertEquals(Labels.of(1, 2), shaped);
        }

        @Test
        void equalityIsByShapeAndIndices() {
            assertEquals(Labels.of(1, 2).hashCode(), Labels.of(1, 2).hashCode());
            assertNotEquals(Labels.of(1, 2), Labels.of(2, 1));
            assertNotEquals(Labels.of(1, 2), Labels.of(1, 2).reshape(1, 2));
            assertNotEquals(Labels.of(Shape.of(0, 2)), Labels.of(Shape.of(2, 0)));
            assertNotEquals(Labels.of(1), Tensor.of(1));
        }

        @Test
        void takesAMiniBatch() {
            assertEquals(Labels.of(30, 10, 30), Labels.of(10, 20, 30).take(2, 0, 2));
            assertEquals(Labels.of(), Labels.of(10).take());
        }

        @Test
        void keepsTheOrderWhenReshaped() {
            assertEquals(Labels.of(2, 0, 1, 1), GRID.reshape(4));
            assertEquals(Labels.of(Shape.of(), 3), Labels.of(3).reshape());
        }
    }

    @Nested
    class Refusals {
        @Test
        void ofAnotherNumberOfIndices() {
            assertMisfit(
                    "Labels.of: shape [2, 2] takes 4 indices, but 3 came", () -> Labels.of(Shape.of(2, 2), 1, 2, 3));
            assertThrows(ShapeException.class, () -> GRID.reshape(3));
            assertThrows(ShapeException.class, () -> GRID.reshape(-1, -4));
        }

        @Test
        void ofLabelsThatThereAreNot() {
            assertMisfit("Labels.at: no label 4 among 4", () -> GRID.at(4));
            assertMisfit("Labels.at: no label -1 among 4", () -> GRID.at(-1));
            assertMisfit("Labels.at: no label 0 among 0", () -> Labels.of().at(0));
            assertMisfit("Labels.take: shape [2, 2] is not a vector's", () -> GRID.take(0));
            assertThrows(ShapeException.class, () -> Labels.of(1, 2).take(0, 2));
        }

        @Test
        void ofClassesThatThereAreNot() {
            assertSame(GRID, GRID.requireWithin(3, "Here"));
            assertRefused(
                    ILLEGAL,
                    "Here: label 0 is class 2, but with 2 classes it has to be from 0 to 1",
                    () -> GRID.requireWithin(2, "Here"));
            assertRefused(
                    ILLEGAL,
                    "Labels.oneHot: label 1 is class -100, but with 3 classes it has to be from 0 to 2",
                    () -> Labels.of(0, -100).oneHot(3));
            assertRefused(
                    ILLEGAL,
                    "Labels.oneHot: label 0 is class 3, but with 3 classes it has to be from 0 to 2",
                    () -> Labels.of(3).oneHot(3, 0));
        }

        @Test
        void ofPlacesForTheClassAxisThatThereAreNot() {
            assertThrows(ShapeException.class, () -> GRID.oneHot(3, 3));
            assertThrows(ShapeException.class, () -> GRID.oneHot(3, -4));
            assertThrows(ShapeException.class, () -> GRID.oneHot(-1));
            assertThrows(ShapeException.class, () -> Labels.fromOneHot(Tensor.eye(2), 2));
            assertThrows(ShapeException.class, () -> Labels.fromOneHot(Tensor.scalar(1), 0));
            assertThrows(ShapeException.class, () -> Labels.fromOneHot(Tensor.zeros(Shape.of(2, 0)), 1));
        }

        @Test
        void ofNull() {
            Class<NullPointerException> type = NullPointerException.class;
            assertRefused(type, "Labels.of: indices is null", () -> Labels.of((int[]) null));
            assertThrows(type, () -> Labels.of(Shape.of(1), (int[]) null));
            assertThrows(type, () -> Labels.of((Shape) null, 1));
            assertThrows(type, () -> Labels.fromOneHot(null, 0));
            assertThrows(type, () -> Labels.of(1).take((int[]) null));
        }
    }

    @Nested
    class OneHot {
        @Test
        void putsTheClassAxisLast() {
            assertEquals(
                    Tensor.of(new double[][] {{0, 0, 1}, {1, 0, 0}}),
                    Labels.of(2, 0).oneHot(3));
            assertEquals(Tensor.of(0, 1), Labels.of(Shape.of(), 1).oneHot(2));
        }

        @Test
        void putsTheClassAxisWhereItIsWanted() {
            assertEquals(
                    Tensor.of(new double[][] {{0, 1}, {0, 0}, {1, 0}}),
                    Labels.of(2, 0).oneHot(3, 0));
            assertEquals(
                    Tensor.of(new double[][][] {{{0, 1}, {0, 0}, {1, 0}}, {{0, 0}, {1, 1}, {0, 0}}}),
                    GRID.oneHot(3, 1));
        }

        @Test
        void ofNothingIsEmpty() {
            assertEquals(Tensor.zeros(Shape.of(0, 3)), Labels.of().oneHot(3));
            assertEquals(Tensor.zeros(Shape.of(0, 0)), Labels.of().oneHot(0));
            assertEquals(Labels.of(), Labels.fromOneHot(Tensor.zeros(Shape.of(0, 3)), 1));
        }

        @Test
        void isReadBackInBothElementTypes() {
            assertEquals(Labels.of(1, 0), Labels.fromOneHot(Tensor.of(new float[][] {{0, 1}, {1, -0.0f}}), -1));
        }

        @Test
        void rejectsRowsThatAreNotOneHot() {
            double[][] bad = {
                {0, 0},
                {1, 1},
                {2, 0},
                {0.5, 0.5},
                {1, Double.NaN},
                {Double.NaN, 1},
                {1, Double.POSITIVE_INFINITY},
                {1, Double.NEGATIVE_INFINITY},
                {1, -1},
                {1, Double.MIN_VALUE},
                {Math.nextDown(1.0), 0}
            };
            for (double[] row : bad) {
                assertRefused(
                        ILLEGAL,
                        "Labels.fromOneHot: a row along axis 1 of [2, 2] is not one-hot: a single 1, and otherwise 0",
                        () -> Labels.fromOneHot(Tensor.of(new double[][] {{0, 1}, row}), 1));
            }
        }
    }

    @Group
    @Domain(Tensors.class)
    @Domain(DomainContext.Global.class)
    class Laws {
        private Labels random(Shape shape, int classes, Random random) {
            return Labels.of(shape, random.ints(shape.size(), 0, classes).toArray());
        }

        @Property
        void oneHotIsOneAtTheLabelAndZeroElsewhere(
                @ForAll Shape shape, @ForAll @IntRange(min = 1, max = 4) int classes, @ForAll Random random) {
            Labels labels = random(shape, classes, random);
            Tensor asTensor = Tensor.of(
                    shape, Arrays.stream(labels.toArray()).asDoubleStream().toArray());
            for (int axis = -shape.rank() - 1; axis <= shape.rank(); axis++) {
                int place = Tensors.place(axis, shape.rank() + 1);
                Tensor expected = Tensor.generate(
                        shape.with(axis, classes),
                        index -> asTensor.at(Tensors.without(index, place)) == index[place] ? 1 : 0);
                assertEquals(expected, labels.oneHot(classes, axis), "axis " + axis);
            }
        }

        @Property
        void fromOneHotReadsBackWhatOneHotWrote(
                @ForAll Shape shape, @ForAll @IntRange(min = 1, max = 4) int classes, @ForAll Random random) {
            Labels labels = random(shape, classes, random);
            for (int axis = -shape.rank() - 1; axis <= shape.rank(); axis++) {
                Tensor rows = labels.oneHot(classes, axis);
                assertEquals(labels, Labels.fromOneHot(rows, axis), "axis " + axis);
                assertEquals(labels, Labels.fromOneHot(rows.to(FLOAT32), axis), "axis " + axis);
            }
        }

        @Property
        void takeLooksTheIndicesUp(@ForAll int[] values, @ForAll Random random) {
            int[] picked = values.length == 0
                    ? new int[0]
                    : random.ints(5, 0, values.length).toArray();
            assertArrayEquals(
                    Arrays.stream(picked).map(i -> values[i]).toArray(),
                    Labels.of(values).take(picked).toArray());
        }
    }
}
