package org.closedform.tensor;

import static org.closedform.tensor.ElementType.FLOAT32;
import static org.closedform.tensor.Tensors.assertMisfit;
import static org.closedform.tensor.Tensors.assertRefused;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReductionsTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final Tensor X = Tensor.of(new double[][] {{1, 2, 3}, {6, 5, 4}});

    @Nested
    class Value {
        @Test
        void reducesTheAxesNamed() {
            assertAll(
                    () -> assertEquals(Tensor.of(7, 7, 7), X.sum(0)),
                    () -> assertEquals(Tensor.of(6, 15), X.sum(-1)),
                    () -> assertEquals(Tensor.of(2, 5), X.mean(1)),
                    () -> assertEquals(Tensor.of(6, 5, 4), X.max(0)),
                    () -> assertEquals(Tensor.of(1, 4), X.min(1)),
                    () -> assertEquals(Labels.of(1, 1, 1), X.argMax(0)),
                    () -> assertEquals(Labels.of(2, 0), X.argMax(-1)));
        }

        @Test
        void reducesAllAxesWhenNoneIsNamed() {
            assertAll(
                    () -> assertEquals(Tensor.scalar(21), X.sum()),
                    () -> assertEquals(Tensor.scalar(21), X.sum(0, 1)),
                    () -> assertEquals(Tensor.scalar(3.5), X.mean()),
                    () -> assertEquals(Tensor.scalar(6), X.max()),
                    () -> assertEquals(Tensor.scalar(1), X.min(1, 0)));
        }

        @Test
        void aScalarIsItsOwnReduction() {
            Tensor x = Tensor.scalar(-3);
            assertEquals(List.of(x, x, x, x), List.of(x.sum(), x.mean(), x.max(), x.min()));
            assertEquals(Labels.of(Shape.of(), 0), Tensor.of(-3).argMax(0));
        }

        @Test
        void float32AccumulatesInFloat64() {
            Tensor x = Tensor.of(new float[] {1, 0x1p-24f, 0x1p-24f});
            assertEquals(Tensor.of(Shape.of(), new float[] {1 + 0x1p-23f}), x.sum());
            Tensor large = Tensor.of(new float[] {3e38f, 3e38f});
            assertEquals(Tensor.of(Shape.of(), new float[] {3e38f}), large.mean());
            assertEquals(Float.POSITIVE_INFINITY, large.sum().item());
        }
    }

    @Nested
    class SpecialValues {
        private final Tensor empty = Tensor.zeros(Shape.of(0, 3));

        @Test
        void theSumOfNothingIsZeroAndItsMeanNaN() {
            assertEquals(Tensor.zeros(Shape.of(3)), empty.sum(0));
            assertEquals(Tensor.of(), empty.sum(1));
            assertEquals(Tensor.scalar(0), empty.sum());
            assertEquals(Tensor.full(Shape.of(3), Double.NaN), empty.mean(0));
            assertEquals(Tensor.of(), empty.mean(1));
            assertEquals(Tensor.scalar(Double.NaN), Tensor.of().mean());
            assertEquals(
                    Tensor.zeros(Shape.of(2, 4)),
                    Tensor.zeros(Shape.of(2, 0, 3, 4)).sum(1, 2));
            assertEquals(Tensor.of(), Tensor.zeros(Shape.of(2, 0, 3)).sum(2, 0));
        }

        @Test
        void nothingHasNoLargestElement() {
            String none = ": shape [0, 3] has no elements to choose from";
            assertMisfit("Tensor.max" + none, () -> empty.max(0));
            assertMisfit("Tensor.min" + none, () -> empty.min());
            assertMisfit("Tensor.argMax" + none, () -> empty.argMax(0));
            assertMisfit("Tensor.max: shape [0] has no elements to choose from", () -> Tensor.of()
                    .max(0));
            assertEquals(Tensor.of(), empty.max(1));
            assertEquals(Tensor.of(), empty.min(-1));
            assertEquals(Labels.of(), empty.argMax(1));
        }

        @Test
        void nanWinsOverEverything() {
            Tensor x = Tensor.of(1, Double.NaN, INF, Double.NaN);
            assertEquals(Tensor.scalar(Double.NaN), x.max());
            assertEquals(Tensor.scalar(Double.NaN), x.min());
            assertEquals(Tensor.scalar(Double.NaN), x.sum());
            assertEquals(Labels.of(Shape.of(), 1), x.argMax(0));
        }

        @Test
        void infinitiesAreNumbersToCompare() {
            assertEquals(Tensor.scalar(-INF), Tensor.of(-INF, -INF).max());
            assertEquals(Tensor.scalar(INF), Tensor.of(INF, INF).min());
            assertEquals(Labels.of(Shape.of(), 0), Tensor.of(-INF, -INF).argMax(0));
            assertEquals(Labels.of(Shape.of(), 1), Tensor.of(-INF, INF, INF).argMax(0));
            assertEquals(Tensor.scalar(INF), Tensor.of(1, INF).sum());
            assertEquals(Tensor.scalar(Double.NaN), Tensor.of(-INF, INF).sum());
        }

        @Test
        void negativeZeroIsSmallerForExtremesAndEqualForArgMax() {
            assertEquals(Tensor.scalar(0.0), Tensor.of(-0.0, 0.0).max());
            assertEquals(Tensor.scalar(-0.0), Tensor.of(0.0, -0.0).min());
            assertEquals(Labels.of(Shape.of(), 0), Tensor.of(-0.0, 0.0).argMax(0));
        }

        @Test
        void argMaxTakesTheFirstOfEquals() {
            assertEquals(Labels.of(Shape.of(), 1), Tensor.of(1, 3, 3, 2, 3).argMax(0));
            assertEquals(
                    Labels.of(0, 0), Tensor.of(new float[][] {{1, 1}, {1, 1}}).argMax(0));
        }
    }

    @Nested
    class Refusals {
        @Test
        void ofAxesThatThereAreNot() {
            String right = " of shape [2, 3], whose axes are 0 to 1 (or -2 to -1)";
            assertAll(
                    () -> assertMisfit("Tensor.sum: axis 2" + right, () -> X.sum(2)),
                    () -> assertMisfit("Tensor.mean: axis -3" + right, () -> X.mean(0, -3)),
                    () -> assertMisfit("Tensor.max: axis 2" + right, () -> X.max(2)),
                    () -> assertMisfit("Tensor.min: axis 2" + right, () -> X.min(2)),
                    () -> assertMisfit("Tensor.argMax: axis 2" + right, () -> X.argMax(2)),
                    () -> assertMisfit("Tensor.argMax: axis -1 of a scalar, which has no axes", () -> Tensor.scalar(1)
                            .argMax(-1)),
                    () -> assertMisfit("Tensor.sum: axis 0 of a scalar, which has no axes", () -> Tensor.scalar(1)
                            .sum(0)));
        }

        @Test
        void ofAxesNamedTwice() {
            assertMisfit("Tensor.sum: axes [1, 1] of [2, 3] name one twice", () -> X.sum(1, 1));
            assertMisfit("Tensor.mean: axes [0, -2] of [2, 3] name one twice", () -> X.mean(0, -2));
        }

        @Test
        void ofNull() {
            assertRefused(NullPointerException.class, "Tensor.sum: axes is null", () -> X.sum((int[]) null));
            assertThrows(NullPointerException.class, () -> X.max((int[]) null));
        }
    }

    @Group
    @Domain(Tensors.class)
    @Domain(DomainContext.Global.class)
    class Laws {
        private static final int ADDITIONS = 14; // up to 625 terms: 10 within a block, 4 between ten blocks

        /** Some axes, in any order, counted from either end; at least one. */
        private int[] someAxes(int rank, Random random) {
            List<Integer> axes = IntStream.range(0, rank).boxed().collect(Collectors.toList());
            Collections.shuffle(axes, random);
            return axes.subList(0, 1 + random.nextInt(rank)).stream()
                    .mapToInt(axis -> random.nextBoolean() ? axis : axis - rank)
                    .toArray();
        }

        /** What is reduced to the element of the result at an index, in row-major order. */
        private double[] group(Tensor x, int[] axes, int[] kept) {
            boolean[] reduced = new boolean[x.rank()];
            Arrays.stream(axes).forEach(axis -> reduced[Tensors.place(axis, x.rank())] = true);
            return Tensors.indices(x.shape()).stream()
                    .filter(index -> Arrays.equals(
                            kept,
                            IntStream.range(0, x.rank())
                                    .filter(i -> !reduced[i])
                                    .map(i -> index[i])
                                    .toArray()))
                    .mapToDouble(x::at)
                    .toArray();
        }

        private Shape without(Shape shape, int[] axes) {
            return Shape.of(IntStream.range(0, shape.rank())
                    .filter(i -> Arrays.stream(axes).noneMatch(axis -> Tensors.place(axis, shape.rank()) == i))
                    .map(shape::dimension)
                    .toArray());
        }

        @Property(tries = 500)
        void sumAndMeanAreWithinTheirRoundings(@ForAll Shape any, @ForAll ElementType type, @ForAll Random random) {
            Shape shape = any.rank() == 0 ? Shape.of(1) : any;
            Tensor x = Tensors.moderate(shape, type, random);
            int[] axes = someAxes(shape.rank(), random);
            Tensor sum = x.sum(axes);
            Tensor mean = x.mean(axes);
            assertEquals(without(shape, axes), sum.shape());
            assertEquals(without(shape, axes), mean.shape());
            assertEquals(List.of(type, type), List.of(sum.elementType(), mean.elementType()));
            for (int[] kept : Tensors.indices(sum.shape())) {
                double[] group = group(x, axes, kept);
                String what = "axes " + Arrays.toString(axes) + " at " + Arrays.toString(kept);
                Exact.assertNear(
                        Exact.sum(group), Exact.sumOfSizes(group), ADDITIONS, type, sum.at(kept), "sum, " + what);
                if (group.length == 0) {
                    assertEquals(Double.NaN, mean.at(kept), what);
                } else {
                    assertMean(group, mean.at(kept), type, what);
                }
            }
        }

        /** n · mean against the sum, so that nothing is divided. */
        private void assertMean(double[] group, double mean, ElementType type, String what) {
            double[] repeated =
                    DoubleStream.generate(() -> mean).limit(group.length).toArray();
            double[] difference = DoubleStream.concat(
                            Arrays.stream(group), Arrays.stream(repeated).map(v -> -v))
                    .toArray();
            double rounding = type == FLOAT32 ? Math.abs(mean) * group.length * 0x1p-23 + 1e-40 : 0;
            double allowed =
                    Exact.sumOfSizes(group).doubleValue() * (ADDITIONS + 3) * 0x1p-53 + rounding + Double.MIN_NORMAL;
            assertEquals(0, Exact.sum(difference).doubleValue(), allowed, "mean, " + what);
        }

        @Property(tries = 500)
        void maxAndMinAreElementsThatNoneExceeds(@ForAll Shape any, @ForAll ElementType type, @ForAll Random random) {
            Shape shape = Shape.of(Arrays.stream(any.dimensions())
                            .map(length -> Math.max(length, 1))
                            .toArray())
                    .with(0, 2);
            Tensor x = Tensors.any(shape, type, random);
            int[] axes = someAxes(shape.rank(), random);
            Tensor max = x.max(axes);
            Tensor min = x.min(axes);
            assertEquals(without(shape, axes), max.shape());
            assertEquals(without(shape, axes), min.shape());
            for (int[] kept : Tensors.indices(max.shape())) {
                double[] sorted = Arrays.stream(group(x, axes, kept)).sorted().toArray(); // NaN last, −0.0 before 0.0
                double last = sorted[sorted.length - 1];
                assertEquals(last, max.at(kept), "max over " + Arrays.toString(axes));
                assertEquals(Double.isNaN(last) ? last : sorted[0], min.at(kept), "min over " + Arrays.toString(axes));
            }
        }

        @Property(tries = 500)
        void argMaxIsTheFirstOfTheLargest(@ForAll Shape any, @ForAll ElementType type, @ForAll Random random) {
            Shape shape = any.with(0, 1 + random.nextInt(4));
            Tensor x = Tensors.any(shape, type, random).map(v -> Math.rint(v) % 3);
            for (int axis : Tensors.axes(shape)) {
                if (shape.dimension(axis) == 0) {
                    continue;
                }
                int place = Tensors.place(axis, shape.rank());
                Labels found = x.argMax(axis);
                assertEquals(shape.without(axis), found.shape());
                int i = 0;
                for (int[] kept : Tensors.indices(found.shape())) {
                    double[] line = IntStream.range(0, shape.dimension(axis))
                            .mapToDouble(j -> x.at(Tensors.with(kept, place, j)))
                            .toArray();
                    int expected = IntStream.range(0, line.length)
                            .filter(j -> Double.isNaN(line[j])
                                    || Arrays.stream(line).noneMatch(v -> v > line[j] || Double.isNaN(v)))
                            .findFirst()
                            .orElseThrow();
                    assertEquals(expected, found.at(i++), () -> "axis " + axis + " of " + Arrays.toString(line));
                }
            }
        }

        @Property
        void noAxesMeansAll(@ForAll Tensor x) {
            int[] all = IntStream.range(0, x.rank()).toArray();
            assertEquals(x.sum(all), x.sum());
            assertEquals(x.mean(all), x.mean());
        }

        /** Integers are summed without rounding, so one axis after another is the same. */
        @Property
        void axesMayBeReducedOneByOne(@ForAll Shape any, @ForAll ElementType type) {
            Tensor x = Tensors.counting(any.with(0, 2).with(0, 3), type);
            assertEquals(x.sum(0, 1), x.sum(1).sum(0));
            assertEquals(x.sum(0, -1), x.sum(-1).sum(0));
        }
    }
}
