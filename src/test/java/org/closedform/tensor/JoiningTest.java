package org.closedform.tensor;

import static org.closedform.tensor.Tensors.assertMisfit;
import static org.closedform.tensor.Tensors.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JoiningTest {
    private static final Tensor MATRIX = Tensor.of(new double[][] {{1, 2}, {3, 4}});

    @Nested
    class Value {
        @Test
        void rowsGoBelowAndColumnsBeside() {
            assertEquals(
                    Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}),
                    Tensor.concatenate(0, MATRIX, Tensor.of(new double[][] {{5, 6}})));
            assertEquals(
                    Tensor.of(new double[][] {{1, 2, 5}, {3, 4, 6}}),
                    Tensor.concatenate(-1, MATRIX, Tensor.of(new double[][] {{5}, {6}})));
        }

        @Test
        void stackedVectorsAreRowsOrColumns() {
            Tensor x = Tensor.of(1, 2, 3);
            Tensor y = Tensor.of(4, 5, 6);
            assertEquals(Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}}), Tensor.stack(0, x, y));
            assertEquals(Tensor.of(new double[][] {{1, 4}, {2, 5}, {3, 6}}), Tensor.stack(-1, x, y));
            assertEquals(Tensor.of(1, 2), Tensor.stack(0, Tensor.scalar(1), Tensor.scalar(2)));
        }

        @Test
        void emptyTensorsAddNothing() {
            assertEquals(MATRIX, Tensor.concatenate(0, Tensor.zeros(Shape.of(0, 2)), MATRIX));
            assertEquals(MATRIX, Tensor.concatenate(1, MATRIX, Tensor.zeros(Shape.of(2, 0))));
            assertEquals(Tensor.of(), Tensor.concatenate(0, Tensor.of(), Tensor.of()));
            assertEquals(Tensor.zeros(Shape.of(2, 0)), Tensor.stack(0, Tensor.of(), Tensor.of()));
        }

        @Test
        void oneTensorIsJoinedToItself() {
            assertEquals(MATRIX, Tensor.concatenate(1, MATRIX));
            assertEquals(MATRIX.expandDims(1), Tensor.stack(1, MATRIX));
        }
    }

    @Nested
    class Refusals {
        @Test
        void ofNothing() {
            assertMisfit("Tensor.concatenate: no tensors; at least one is needed", () -> Tensor.concatenate(0));
            assertMisfit("Tensor.stack: no tensors; at least one is needed", () -> Tensor.stack(0));
        }

        @Test
        void ofShapesThatDoNotFit() {
            String fit = " does not fit [2, 2]; all axes but 0 have to be equal";
            assertMisfit(
                    "Tensor.concatenate: [1, 3]" + fit,
                    () -> Tensor.concatenate(0, MATRIX, Tensor.zeros(Shape.of(1, 3))));
            assertMisfit("Tensor.concatenate: [2]" + fit, () -> Tensor.concatenate(-2, MATRIX, Tensor.of(1, 2)));
            assertMisfit(
                    "Tensor.concatenate: [2, 2, 1]" + fit, () -> Tensor.concatenate(0, MATRIX, MATRIX.expandDims(2)));
            assertMisfit("Tensor.concatenate: []" + fit, () -> Tensor.concatenate(0, MATRIX, Tensor.scalar(1)));
            assertMisfit(
                    "Tensor.stack: tensor has shape [1, 2], but [2] is needed",
                    () -> Tensor.stack(0, Tensor.of(1, 2), Tensor.zeros(Shape.of(1, 2))));
        }

        @Test
        void ofAxesThatThereAreNot() {
            assertMisfit(
                    "Tensor.concatenate: axis 2 of shape [2, 2], whose axes are 0 to 1 (or -2 to -1)",
                    () -> Tensor.concatenate(2, MATRIX));
            assertMisfit(
                    "Tensor.concatenate: axis 0 of a scalar, which has no axes",
                    () -> Tensor.concatenate(0, Tensor.scalar(1), Tensor.scalar(2)));
            assertThrows(ShapeException.class, () -> Tensor.stack(3, MATRIX, MATRIX));
            assertThrows(ShapeException.class, () -> Tensor.stack(-4, MATRIX, MATRIX));
        }

        @Test
        void ofMoreThanAnAxisHolds() {
            Tensor longest = Tensor.zeros(Shape.of(0, Integer.MAX_VALUE - 8));
            assertMisfit(
                    "Tensor.concatenate: 4294967278 along axis 1; an axis holds at most 2147483647",
                    () -> Tensor.concatenate(1, longest, longest));
        }

        @Test
        void ofMixedElementTypes() {
            Tensor other = MATRIX.to(ElementType.FLOAT32);
            assertRefused(
                    IllegalArgumentException.class,
                    "Tensor.concatenate: float32[2, 2] does not mix with float64[2, 2]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    () -> Tensor.concatenate(0, MATRIX, other));
            assertRefused(
                    IllegalArgumentException.class,
                    "Tensor.stack: tensor: float64[2, 2] does not mix with float32[2, 2]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    () -> Tensor.stack(0, other, MATRIX));
        }

        @Test
        void ofNull() {
            Class<NullPointerException> type = NullPointerException.class;
            assertRefused(type, "Tensor.concatenate: tensors is null", () -> Tensor.concatenate(0, (Tensor[]) null));
            assertRefused(type, "Tensor.concatenate: tensor 1 is null", () -> Tensor.concatenate(0, MATRIX, null));
            assertRefused(type, "Tensor.stack: tensors is null", () -> Tensor.stack(0, (Tensor[]) null));
            assertRefused(type, "Tensor.stack: tensor 1 is null", () -> Tensor.stack(0, MATRIX, null));
            assertRefused(type, "Tensor.stack: tensor 0 is null", () -> Tensor.stack(0, null, MATRIX));
        }
    }

    @Group
    @Domain(Tensors.class)
    @Domain(DomainContext.Global.class)
    class Laws {
        @Property
        void slicesOfTheWholeAreTheParts(
                @ForAll Shape shape,
                @ForAll ElementType type,
                @ForAll @IntRange(min = 1, max = 4) int count,
                @ForAll Random random) {
            for (int axis : Tensors.axes(shape)) {
                Tensor[] parts = IntStream.range(0, count)
                        .mapToObj(i -> Tensors.counting(shape.without(axis).with(axis, random.nextInt(4)), type)
                                .plus(1000 * i))
                        .toArray(Tensor[]::new);
                Tensor whole = Tensor.concatenate(axis, parts);
                int from = 0;
                for (Tensor part : parts) {
                    int to = from + part.shape().dimension(axis);
                    assertEquals(part, whole.slice(axis, from, to), "axis " + axis);
                    from = to;
                }
                assertEquals(from, whole.shape().dimension(axis), "axis " + axis);
                assertEquals(type, whole.elementType());
            }
        }

        @Property
        void selectionsOfAStackAreTheParts(
                @ForAll Shape shape, @ForAll ElementType type, @ForAll @IntRange(min = 1, max = 4) int count) {
            Tensor[] parts = IntStream.range(0, count)
                    .mapToObj(i -> Tensors.counting(shape, type).plus(1000 * i))
                    .toArray(Tensor[]::new);
            for (int axis = -shape.rank() - 1; axis <= shape.rank(); axis++) {
                Tensor stack = Tensor.stack(axis, parts);
                assertEquals(shape.with(axis, count), stack.shape());
                for (int i = 0; i < count; i++) {
                    assertEquals(parts[i], stack.select(axis, i), "axis " + axis);
                }
            }
        }
    }
}
