package org.closedform.tensor;

import static org.closedform.tensor.Tensors.assertMisfit;
import static org.closedform.tensor.Tensors.assertRefused;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MaskTest {
    private static final Class<IllegalArgumentException> ILLEGAL = IllegalArgumentException.class;
    private static final Mask GRID = Mask.of(Shape.of(2, 2), true, false, false, false);

    @Nested
    class Value {
        @Test
        void hasAShapeAndFlags() {
            assertAll(
                    () -> assertEquals(Shape.of(2, 2), GRID.shape()),
                    () -> assertEquals(4, GRID.size()),
                    () -> assertEquals(1, GRID.count()),
                    () -> assertTrue(GRID.at(0, 0)),
                    () -> assertFalse(GRID.at(1, 0)),
                    () -> assertArrayEquals(new boolean[] {true, false, false, false}, GRID.toArray()),
                    () -> assertEquals(
                            "Mask[2] [true, false]", Mask.of(true, false).toString()),
                    () -> assertEquals(Shape.of(), Mask.all().shape()),
                    () -> assertTrue(Mask.all().at()));
        }

        @Test
        void isTheCallersArrayNeitherInNorOut() {
            boolean[] flags = {true, false};
            Mask mask = Mask.of(flags);
            flags[0] = false;
            mask.toArray()[1] = true;
            assertEquals(Mask.of(true, false), mask);
        }

        @Test
        void equalityIsByShapeAndFlags() {
            assertEquals(Mask.of(true, false).hashCode(), Mask.of(true, false).hashCode());
            assertNotEquals(Mask.of(true, false), Mask.of(false, true));
            assertNotEquals(Mask.of(true, false), Mask.of(true, false).reshape(1, 2));
            assertNotEquals(Mask.of(Shape.of(0, 2)), Mask.of(Shape.of(2, 0)));
            assertNotEquals(Mask.of(true), Labels.of(1));
        }

        @Test
        void ofLengthsCountsTheFirstStepsOfEachSequence() {
            Mask expected = Mask.of(Shape.of(3, 3), true, true, false, false, false, false, true, true, true);
            assertEquals(expected, Mask.lengths(3, 2, 0, 3));
            assertEquals(Mask.of(Shape.of(2, 0)), Mask.lengths(0, 0, 0));
            assertEquals(Mask.of(Shape.of(0, 3)), Mask.lengths(3));
        }

        @Test
        void causalSeesNothingLater() {
            assertEquals(Mask.of(Shape.of(2, 3), true, false, false, true, true, false), Mask.causal(2, 3));
            assertEquals(Mask.of(Shape.of(2, 3), true, true, false, true, true, true), Mask.causal(2, 3, 1));
            assertEquals(Mask.of(Shape.of(2, 1), true, true), Mask.causal(2, 1));
        }

        @Test
        void anyIsFalseOfALineWithNothingLeft() {
            assertEquals(Mask.of(true, false), GRID.any(1));
            assertEquals(Mask.of(true, false), GRID.any(-2));
            assertEquals(Mask.of(Shape.of(), true), GRID.any());
            assertEquals(Mask.of(Shape.of(), true), GRID.any(0, 1));
            assertEquals(
                    Mask.of(Shape.of(), false),
                    Mask.of(Shape.of(2, 2), false, false, false, false).any(1, 0));
            assertEquals(Mask.of(true, false), GRID.expandDims(0).any(0, 2));
            assertEquals(Mask.of(false, false), Mask.of(Shape.of(2, 0)).any(1));
            assertEquals(Mask.of(Shape.of(0)), Mask.of(Shape.of(0, 2)).any(1));
        }

        @Test
        void reshapedKeepsTheOrder() {
            assertEquals(Mask.of(true, false, false, false), GRID.reshape(-1));
            assertEquals(Mask.of(Shape.of(2, 1, 2), true, false, false, false), GRID.expandDims(1));
        }

        @Test
        void fillsATensorWhereItIsFalse() {
            Tensor x = Tensor.of(new double[][] {{Double.NaN, -0.0}, {1e300, Double.POSITIVE_INFINITY}});
            Tensor filled = x.where(Mask.of(false, true), -1);
            assertEquals(Tensor.of(new double[][] {{-1, -0.0}, {-1, Double.POSITIVE_INFINITY}}), filled);
            assertSame(x, x.where(Mask.all(), 7));
            assertEquals(Tensor.full(Shape.of(2, 2), 0), x.where(Mask.all().not(), 0));
        }
    }

    @Nested
    class Refusals {
        @Test
        void ofAnotherNumberOfFlags() {
            assertMisfit("Mask.of: shape [2, 2] takes 4 flags, but 1 came", () -> Mask.of(Shape.of(2, 2), true));
            assertMisfit("Mask.reshape: [2, 2] has 4 places, but [3] takes 3", () -> GRID.reshape(3));
        }

        @Test
        void ofPlacesThatThereAreNot() {
            assertMisfit("Mask.at: no element [2, 0] in shape [2, 2]", () -> GRID.at(2, 0));
            assertMisfit("Mask.any: axis 2 of shape [2, 2], whose axes are 0 to 1 (or -2 to -1)", () -> GRID.any(2));
        }

        @Test
        void ofLengthsOutsideTheSteps() {
            assertRefused(
                    ILLEGAL,
                    "Mask.lengths: sequence 1 has length 4; with 3 steps it has to be from 0 to 3",
                    () -> Mask.lengths(3, 2, 4));
            assertRefused(
                    ILLEGAL,
                    "Mask.lengths: sequence 0 has length -1; with 3 steps it has to be from 0 to 3",
                    () -> Mask.lengths(3, -1));
            assertRefused(ILLEGAL, "Mask.lengths: -1 steps; at least 0 are needed", () -> Mask.lengths(-1));
        }

        @Test
        void ofNegativeNumbersOfQueriesOrKeys() {
            assertRefused(
                    ILLEGAL,
                    "Mask.causal: 2 queries, -1 keys, 0 in the past; numbers of at least 0 are needed",
                    () -> Mask.causal(2, -1));
            assertRefused(
                    ILLEGAL,
                    "Mask.causal: 2 queries, 1 keys, -3 in the past; numbers of at least 0 are needed",
                    () -> Mask.causal(2, 1, -3));
        }

        @Test
        void ofShapesThatItDoesNotRepeatInto() {
            String rest = "; axes match from the last, and one that is missing or has length 1 is repeated";
            assertMisfit(
                    "Tensor.where: mask has shape [3], which does not repeat into [2, 2]" + rest,
                    () -> Tensor.eye(2).where(Mask.of(true, true, true), 0));
            assertMisfit(
                    "Mask.broadcastTo: the mask has shape [2, 2], which does not repeat into [2]" + rest,
                    () -> GRID.broadcastTo(Shape.of(2)));
            assertMisfit(
                    "Softmax: mask has shape [2, 2], which does not repeat into [1, 2]" + rest,
                    () -> GRID.requireRepeatsInto(Shape.of(1, 2), "Softmax: mask"));
        }
    }

    @Group
    @Domain(Tensors.class)
    @Domain(DomainContext.Global.class)
    class Laws {
        private Mask random(Shape shape, Random random) {
            return Mask.generate(shape, index -> random.nextBoolean());
        }

        @Property
        void whereReadsTheMaskAtTheBroadcastIndex(@ForAll Tensor x, @ForAll Random random) {
            Mask mask = random(Tensors.broadcastingTo(x.shape(), random), random);
            Tensor flags = Tensor.generate(mask.shape(), index -> mask.at(index) ? 1 : 0);
            Tensor expected = Tensors.naive(
                    x.elementType(), x.shape(), index -> Tensors.broadcastAt(flags, index) == 1 ? x.at(index) : -7);
            assertEquals(expected, x.where(mask, -7));
            assertEquals(expected, x.where(mask.broadcastTo(x.shape()), -7));
        }

        @Property
        void andCountsWhatCountsInBoth(@ForAll Shape shape, @ForAll Random random) {
            Mask large = random(shape, random);
            Mask small = random(Tensors.broadcastingTo(shape, random), random);
            Mask spread = small.broadcastTo(shape);
            Mask expected = Mask.generate(shape, index -> large.at(index) && spread.at(index));
            assertEquals(expected, large.and(small));
            assertEquals(expected, small.and(large));
            assertEquals(large, large.and(Mask.all()));
        }

        @Property
        void notCountsTheOthers(@ForAll Shape shape, @ForAll Random random) {
            Mask mask = random(shape, random);
            assertEquals(mask.size(), mask.count() + mask.not().count());
            assertEquals(0, mask.and(mask.not()).count());
            assertEquals(mask, mask.not().not());
        }

        @Property
        void anyLooksAtWholeLines(@ForAll Shape shape, @ForAll Random random) {
            Mask mask = random(shape, random).and(random(shape, random));
            for (int axis : Tensors.axes(shape)) {
                int place = Tensors.place(axis, shape.rank());
                Mask expected = Mask.generate(shape.without(axis), index -> IntStream.range(0, shape.dimension(axis))
                        .anyMatch(i -> mask.at(Tensors.with(index, place, i))));
                assertEquals(expected, mask.any(axis));
            }
        }
    }
}
