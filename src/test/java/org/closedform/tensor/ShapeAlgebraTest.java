package org.closedform.tensor;

import static org.closedform.tensor.ElementType.FLOAT32;
import static org.closedform.tensor.Tensors.assertMisfit;
import static org.closedform.tensor.Tensors.assertRefused;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ShapeAlgebraTest {
    private static final Tensor MATRIX = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
    private static final Tensor SCALAR = Tensor.scalar(7);
    private static final Tensor EMPTY = Tensor.zeros(Shape.of(2, 0));

    @Nested
    class Reshape {
        @Test
        void keepsTheOrderOfStorage() {
            assertEquals(Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}), MATRIX.reshape(3, 2));
            assertEquals(Tensor.of(1, 2, 3, 4, 5, 6), MATRIX.reshape(Shape.of(6)));
            assertEquals(Tensor.of(7), SCALAR.reshape(1));
            assertEquals(SCALAR, Tensor.of(7).reshape());
            assertEquals(FLOAT32, MATRIX.to(FLOAT32).reshape(6).elementType());
        }

        @Test
        void infersOneLength() {
            assertEquals(Shape.of(6), MATRIX.reshape(-1).shape());
            assertEquals(Shape.of(3, 2), MATRIX.reshape(3, -1).shape());
            assertEquals(Shape.of(1, 6, 1), MATRIX.reshape(1, -1, 1).shape());
            assertEquals(Shape.of(1), SCALAR.reshape(-1).shape());
            assertEquals(Shape.of(0), EMPTY.reshape(-1).shape());
            assertEquals(Shape.of(3, 0), EMPTY.reshape(3, -1).shape());
        }

        @Test
        void refusesWhatLeavesNoOneLength() {
            String cannot = "Tensor.reshape: [2, 3] has 6 elements, which leave no one length for -1 in ";
            assertMisfit(cannot + "[-1, -1]", () -> MATRIX.reshape(-1, -1));
            assertMisfit(cannot + "[4, -1]", () -> MATRIX.reshape(4, -1));
            assertMisfit(cannot + "[7, -1]", () -> MATRIX.reshape(7, -1));
            assertMisfit(cannot + "[-1, 0]", () -> MATRIX.reshape(-1, 0));
            assertMisfit(
                    "Tensor.reshape: [2, 0] has 0 elements, which leave no one length for -1 in [0, -1]",
                    () -> EMPTY.reshape(0, -1));
        }

        @Test
        void refusesAnotherNumberOfElements() {
            assertMisfit("Tensor.reshape: [2, 3] has 6 elements, but [4] takes 4", () -> MATRIX.reshape(4));
            assertMisfit("Tensor.reshape: [2, 3] has 6 elements, but [] takes 1", () -> MATRIX.reshape());
            assertMisfit("Tensor.reshape: [2, 0] has 0 elements, but [] takes 1", () -> EMPTY.reshape());
            assertMisfit(
                    "Tensor.reshape: [2, 3] has 6 elements, but [0, 6] takes 0", () -> MATRIX.reshape(Shape.of(0, 6)));
            assertThrows(ShapeException.class, () -> MATRIX.reshape(-2, -3));
            assertThrows(ShapeException.class, () -> MATRIX.reshape(-2, -1));
            assertThrows(ShapeException.class, () -> MATRIX.reshape(65536, 65536, -1));
        }
    }

    @Nested
    class Permute {
        @Test
        void transposesAMatrix() {
            Tensor transposed = Tensor.of(new double[][] {{1, 4}, {2, 5}, {3, 6}});
            assertEquals(transposed, MATRIX.transpose());
            assertEquals(transposed, MATRIX.permute(1, 0));
            assertEquals(transposed, MATRIX.permute(-1, -2));
            assertEquals(SCALAR, SCALAR.permute());
            assertEquals(Tensor.zeros(Shape.of(0, 2)), EMPTY.transpose());
        }

        @Test
        void transposesEachMatrixOfABatch() {
            Tensor batch = Tensor.of(new double[][][] {{{1, 2}}, {{3, 4}}});
            assertEquals(Tensor.of(new double[][][] {{{1}, {2}}, {{3}, {4}}}), batch.transpose());
        }

        @Test
        void refusesWhatIsNoPermutation() {
            String not = " are not each axis of [2, 3] once";
            assertMisfit("Tensor.permute: axes [0]" + not, () -> MATRIX.permute(0));
            assertMisfit("Tensor.permute: axes []" + not, () -> MATRIX.permute());
            assertMisfit("Tensor.permute: axes [0, 0]" + not, () -> MATRIX.permute(0, 0));
            assertMisfit("Tensor.permute: axes [0, -2]" + not, () -> MATRIX.permute(0, -2));
            assertMisfit("Tensor.permute: axes [0, 1, 1]" + not, () -> MATRIX.permute(0, 1, 1));
            assertMisfit(
                    "Tensor.permute: axis 2 of shape [2, 3], whose axes are 0 to 1 (or -2 to -1)",
                    () -> MATRIX.permute(0, 2));
            assertMisfit("Tensor.transpose: shape [] has no two axes to exchange", SCALAR::transpose);
            assertMisfit("Tensor.transpose: shape [1] has no two axes to exchange", Tensor.of(1)::transpose);
        }
    }

    @Nested
    class Parts {
        @Test
        void areCutOut() {
            assertEquals(Tensor.of(new double[][] {{2, 3}, {5, 6}}), MATRIX.slice(1, 1, 3));
            assertEquals(Tensor.zeros(Shape.of(0, 3)), MATRIX.slice(0, 2, 2));
            assertEquals(EMPTY, MATRIX.slice(-1, 0, 0));
            assertEquals(Tensor.of(4, 5, 6), MATRIX.select(0, 1));
            assertEquals(Tensor.of(3, 6), MATRIX.select(-1, 2));
            assertEquals(Tensor.scalar(2), Tensor.of(1, 2).select(0, 1));
            assertEquals(Tensor.of(new double[][] {{3, 1, 3}, {6, 4, 6}}), MATRIX.take(1, 2, 0, 2));
            assertEquals(EMPTY, MATRIX.take(1));
            assertEquals(Tensor.zeros(Shape.of(3, 0)), EMPTY.take(0, 1, 1, 0));
        }

        @Test
        void haveToBeWithin() {
            String outside = " is not within axis 1 of [2, 3]";
            assertMisfit("Tensor.slice: -1 to 2" + outside, () -> MATRIX.slice(1, -1, 2));
            assertMisfit("Tensor.slice: 2 to 1" + outside, () -> MATRIX.slice(1, 2, 1));
            assertMisfit("Tensor.slice: 2 to 4" + outside, () -> MATRIX.slice(1, 2, 4));
            assertMisfit("Tensor.slice: 4 to 4" + outside, () -> MATRIX.slice(1, 4, 4));
            assertMisfit("Tensor.take: index 3 is outside axis -1 of [2, 3]", () -> MATRIX.take(-1, 0, 3));
            assertMisfit("Tensor.take: index -1 is outside axis 0 of [2, 3]", () -> MATRIX.take(0, -1));
            assertMisfit("Tensor.take: index 0 is outside axis 1 of [2, 0]", () -> EMPTY.take(1, 0));
            assertMisfit("Tensor.select: index 3 is outside axis 1 of [2, 3]", () -> MATRIX.select(1, 3));
            assertMisfit("Tensor.select: index -1 is outside axis -1 of [2, 3]", () -> MATRIX.select(-1, -1));
            assertMisfit("Tensor.select: index 0 is outside axis 1 of [2, 0]", () -> EMPTY.select(1, 0));
            assertMisfit("Tensor.slice: axis 0 of a scalar, which has no axes", () -> SCALAR.slice(0, 0, 0));
            assertMisfit("Tensor.take: axis -1 of a scalar, which has no axes", () -> SCALAR.take(-1));
        }

        @Test
        void mayNotBeTakenMoreOftenThanAnArrayHolds() {
            Tensor wide = Tensor.zeros(Shape.of(1, 65536));
            assertThrows(ShapeException.class, () -> wide.take(0, new int[32768]));
        }
    }

    @Nested
    class SingleAxes {
        @Test
        void comeAndGo() {
            assertEquals(Shape.of(1, 2, 3), MATRIX.expandDims(0).shape());
            assertEquals(Shape.of(2, 3, 1), MATRIX.expandDims(-1).shape());
            assertEquals(Tensor.of(7), SCALAR.expandDims(0));
            assertEquals(MATRIX, MATRIX.expandDims(1).squeeze(1));
            assertEquals(SCALAR, Tensor.of(7).squeeze(-1));
        }

        @Test
        void areOnlyRemovedWhereTheLengthIsOne() {
            assertMisfit("Tensor.squeeze: axis 0 of [2, 3] has length 2, not 1", () -> MATRIX.squeeze(0));
            assertMisfit("Tensor.squeeze: axis -1 of [2, 0] has length 0, not 1", () -> EMPTY.squeeze(-1));
            assertThrows(ShapeException.class, () -> SCALAR.squeeze(0));
            assertThrows(ShapeException.class, () -> MATRIX.expandDims(3));
            assertThrows(ShapeException.class, () -> MATRIX.expandDims(-4));
        }
    }

    @Nested
    class Broadcast {
        @Test
        void repeatsMissingAxesAndSingleOnes() {
            assertEquals(
                    Tensor.of(new double[][] {{1, 2}, {1, 2}}), Tensor.of(1, 2).broadcastTo(Shape.of(2, 2)));
            assertEquals(
                    Tensor.of(new double[][] {{1, 1}, {2, 2}}),
                    Tensor.of(new double[][] {{1}, {2}}).broadcastTo(Shape.of(2, 2)));
            assertEquals(Tensor.full(Shape.of(2, 1, 2), 7), SCALAR.broadcastTo(Shape.of(2, 1, 2)));
            assertEquals(EMPTY, SCALAR.broadcastTo(Shape.of(2, 0)));
            assertEquals(Tensor.of(), Tensor.of(1).broadcastTo(Shape.of(0)));
        }

        @Test
        void neverShrinks() {
            String needed = "; a shape that is at least as long along every axis is needed";
            assertMisfit(
                    "Tensor.broadcastTo: [2, 3] does not repeat into [3]" + needed,
                    () -> MATRIX.broadcastTo(Shape.of(3)));
            assertMisfit(
                    "Tensor.broadcastTo: [2, 3] does not repeat into [2, 1]" + needed,
                    () -> MATRIX.broadcastTo(Shape.of(2, 1)));
            assertMisfit("Tensor.broadcastTo: [1] does not repeat into []" + needed, () -> Tensor.of(1)
                    .broadcastTo(Shape.of()));
            assertMisfit("Tensor.broadcastTo: [0] does not repeat into [1]" + needed, () -> Tensor.of()
                    .broadcastTo(Shape.of(1)));
            assertMisfit(
                    "Tensor.broadcastTo: shapes [2, 3] and [2, 4] do not broadcast: 3 against 4 at axis -1; "
                            + "equal lengths, or a 1, would be right",
                    () -> MATRIX.broadcastTo(Shape.of(2, 4)));
        }
    }

    @Nested
    class SumTo {
        @Test
        void addsUpWhatBroadcastingRepeats() {
            assertEquals(Tensor.of(5, 7, 9), MATRIX.sumTo(Shape.of(3)));
            assertEquals(Tensor.of(new double[][] {{6}, {15}}), MATRIX.sumTo(Shape.of(2, 1)));
            assertEquals(Tensor.of(new double[][] {{21}}), MATRIX.sumTo(Shape.of(1, 1)));
            assertEquals(Tensor.scalar(21), MATRIX.sumTo(Shape.of()));
            assertEquals(Tensor.of(new double[][] {{0}, {0}}), EMPTY.sumTo(Shape.of(2, 1)));
            assertSame(MATRIX, MATRIX.sumTo(Shape.of(2, 3)));
        }

        @Test
        void neverRepeats() {
            assertMisfit("Tensor.sumTo: [2, 3] does not repeat into [3]", () -> Tensor.of(1, 2, 3)
                    .sumTo(Shape.of(2, 3)));
            assertMisfit("Tensor.sumTo: [2, 3] does not repeat into [2, 1]", () -> Tensor.zeros(Shape.of(2, 1))
                    .sumTo(Shape.of(2, 3)));
            assertMisfit(
                    "Tensor.sumTo: shapes [2] and [2, 3] do not broadcast: 2 against 3 at axis -1; "
                            + "equal lengths, or a 1, would be right",
                    () -> MATRIX.sumTo(Shape.of(2)));
        }
    }

    @Nested
    class Null {
        @Test
        void isRefused() {
            Class<NullPointerException> type = NullPointerException.class;
            assertAll(
                    () -> assertRefused(type, "Tensor.reshape: dimensions is null", () -> MATRIX.reshape((int[]) null)),
                    () -> assertThrows(type, () -> MATRIX.reshape((Shape) null)),
                    () -> assertThrows(type, () -> MATRIX.permute((int[]) null)),
                    () -> assertThrows(type, () -> MATRIX.take(0, (int[]) null)),
                    () -> assertRefused(type, "Tensor.broadcastTo: shape is null", () -> MATRIX.broadcastTo(null)),
                    () -> assertRefused(type, "Tensor.sumTo: smaller is null", () -> MATRIX.sumTo(null)));
        }
    }

    /** Against the definition, index by index, on tensors whose elements all differ. */
    @Group
    @Domain(Tensors.class)
    @Domain(DomainContext.Global.class)
    class Laws {
        @Property
        void permuteMovesEachElementToItsPermutedIndex(
                @ForAll Shape shape, @ForAll ElementType type, @ForAll Random random) {
            Tensor x = Tensors.counting(shape, type);
            List<Integer> order = IntStream.range(0, shape.rank()).boxed().collect(Collectors.toList());
            Collections.shuffle(order, random);
            int[] from = order.stream().mapToInt(i -> i).toArray();
            int[] named = Arrays.stream(from)
                    .map(axis -> random.nextBoolean() ? axis : axis - shape.rank())
                    .toArray();
            Shape permuted = Shape.of(Arrays.stream(from).map(shape::dimension).toArray());
            Tensor expected = Tensors.naive(type, permuted, index -> {
                int[] original = new int[from.length];
                for (int i = 0; i < from.length; i++) {
                    original[from[i]] = index[i];
                }
                return x.at(original);
            });
            assertEquals(expected, x.permute(named), () -> "axes " + Arrays.toString(named));
        }

        @Property
        void sliceShiftsTheIndex(@ForAll Shape shape, @ForAll ElementType type) {
            Tensor x = Tensors.counting(shape, type);
            for (int axis : Tensors.axes(shape)) {
                int place = Tensors.place(axis, shape.rank());
                int length = shape.dimension(axis);
                for (int start = 0; start <= length; start++) {
                    for (int end = start; end <= length; end++) {
                        int from = start;
                        Shape cut = shape.without(axis).with(axis, end - from);
                        Tensor expected = Tensors.naive(type, cut, index -> {
                            index[place] += from;
                            return x.at(index);
                        });
                        assertEquals(expected, x.slice(axis, from, end), "axis " + axis + " from " + from);
                    }
                }
            }
        }

        @Property
        void takeLooksTheIndexUp(@ForAll Shape shape, @ForAll ElementType type, @ForAll Random random) {
            Tensor x = Tensors.counting(shape, type);
            for (int axis : Tensors.axes(shape)) {
                int place = Tensors.place(axis, shape.rank());
                int length = shape.dimension(axis);
                int[] indices = random.ints(length == 0 ? 0 : random.nextInt(7), 0, Math.max(length, 1))
                        .toArray();
                Tensor expected = Tensors.naive(type, shape.without(axis).with(axis, indices.length), index -> {
                    index[place] = indices[index[place]];
                    return x.at(index);
                });
                assertEquals(expected, x.take(axis, indices), () -> "axis " + axis + Arrays.toString(indices));
            }
        }

        @Property
        void selectFixesTheIndex(@ForAll Shape shape, @ForAll ElementType type) {
            Tensor x = Tensors.counting(shape, type);
            for (int axis : Tensors.axes(shape)) {
                int place = Tensors.place(axis, shape.rank());
                for (int i = 0; i < shape.dimension(axis); i++) {
                    int selected = i;
                    Tensor expected = Tensors.naive(
                            type, shape.without(axis), index -> x.at(Tensors.with(index, place, selected)));
                    assertEquals(expected, x.select(axis, i), "axis " + axis + " at " + i);
                }
            }
        }

        @Property
        void expandDimsAndSqueezeAreInverse(@ForAll Tensor x) {
            for (int axis = -x.rank() - 1; axis <= x.rank(); axis++) {
                Tensor expanded = x.expandDims(axis);
                int place = Tensors.place(axis, x.rank() + 1);
                assertEquals(1, expanded.shape().dimension(place));
                assertEquals(
                        expanded,
                        Tensors.naive(x.elementType(), expanded.shape(), index -> x.at(Tensors.without(index, place))));
                assertEquals(x, expanded.squeeze(axis), "axis " + axis);
            }
        }

        @Property
        void broadcastReadsRepeatedAxesAtZero(@ForAll Shape larger, @ForAll ElementType type, @ForAll Random random) {
            Tensor x = Tensors.counting(Tensors.broadcastingTo(larger, random), type);
            Tensor expected = Tensors.naive(type, larger, index -> Tensors.broadcastAt(x, index));
            assertEquals(expected, x.broadcastTo(larger), () -> "from " + x.shape());
        }

        /** Whole numbers, whose sums are exact in any order. */
        @Property
        void sumToIsTheTransposeOfBroadcastTo(@ForAll Shape larger, @ForAll ElementType type, @ForAll Random random) {
            Shape smaller = Tensors.broadcastingTo(larger, random);
            Tensor x = Tensors.counting(larger, type);
            Tensor summed = x.sumTo(smaller);
            assertEquals(smaller, summed.shape());
            assertEquals(type, summed.elementType());
            for (int[] index : Tensors.indices(smaller)) {
                Tensor one = Tensors.naive(type, smaller, at -> Arrays.equals(at, index) ? 1 : 0);
                assertEquals(x.dot(one.broadcastTo(larger)), summed.at(index), () -> "at " + Arrays.toString(index));
            }
        }

        @Property
        void reshapeThereAndBackChangesNothing(@ForAll Tensor x) {
            assertEquals(x, x.reshape(-1).reshape(x.shape()));
            assertSame(x.elementType(), x.reshape(-1).elementType());
        }
    }
}
