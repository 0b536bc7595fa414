package org.closedform.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;
import org.junit.jupiter.api.function.Executable;

/** Random shapes and tensors for properties, and what several tests of this package ask. */
class Tensors extends DomainContextBase {
    private static final double[] SPECIAL = {
        0,
        -0.0,
        1,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MAX_VALUE,
        Float.MIN_VALUE,
        Float.MAX_VALUE
    };

    /** Up to four axes of up to five; empty axes are rare. */
    @Provide
    Arbitrary<Shape> shapes() {
        return shapes(0, 4);
    }

    /** Of both element types; one number in ten is special: zeros, NaN, infinities, the extremes. */
    @Provide
    Arbitrary<Tensor> tensors() {
        return shapes().flatMap(Tensors::ofShape);
    }

    static Arbitrary<Shape> shapes(int minRank, int maxRank) {
        return Arbitraries.frequency(
                        Tuple.of(1, 0), Tuple.of(4, 1), Tuple.of(5, 2), Tuple.of(4, 3), Tuple.of(2, 4), Tuple.of(1, 5))
                .array(int[].class)
                .ofMinSize(minRank)
                .ofMaxSize(maxRank)
                .map(Shape::of);
    }

    private static Arbitrary<Tensor> ofShape(Shape shape) {
        return Combinators.combine(Arbitraries.of(ElementType.class), Arbitraries.longs())
                .as((type, seed) -> any(shape, type, new Random(seed)));
    }

    /** One number in ten is special: zeros, NaN, infinities, the extremes. */
    static Tensor any(Shape shape, ElementType type, Random random) {
        return filled(
                shape,
                type,
                () -> random.nextInt(10) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : moderate(random));
    }

    /** Finite numbers of both signs, whose sums and products neither overflow nor underflow in either element type. */
    static Tensor moderate(Shape shape, ElementType type, Random random) {
        return filled(shape, type, () -> moderate(random));
    }

    private static double moderate(Random random) {
        return Math.scalb(random.nextGaussian(), random.nextInt(31) - 15);
    }

    private static Tensor filled(Shape shape, ElementType type, DoubleSupplier source) {
        return Tensor.of(
                        shape, DoubleStream.generate(source).limit(shape.size()).toArray())
                .to(type);
    }

    /** A shape that broadcasts to this one: leading axes missing, others of length 1. */
    static Shape broadcastingTo(Shape larger, Random random) {
        return Shape.of(Arrays.stream(larger.dimensions())
                .skip(random.nextInt(larger.rank() + 1))
                .map(length -> random.nextInt(3) == 0 ? 1 : length)
                .toArray());
    }

    /** The element that a larger tensor's index reads when x is broadcast. */
    static double broadcastAt(Tensor x, int... index) {
        int missing = index.length - x.rank();
        return x.at(IntStream.range(0, x.rank())
                .map(i -> x.shape().dimension(i) == 1 ? 0 : index[i + missing])
                .toArray());
    }

    /** Every index of a shape, in row-major order. */
    static List<int[]> indices(Shape shape) {
        List<int[]> indices = new ArrayList<>();
        Tensor.generate(shape, index -> {
            indices.add(index);
            return 0;
        });
        return indices;
    }

    /** All elements different, in the order of storage: a misplaced one is seen. */
    static Tensor counting(Shape shape, ElementType type) {
        return Tensor.of(
                        shape, IntStream.range(0, shape.size()).asDoubleStream().toArray())
                .to(type);
    }

    /** A tensor made index by index. */
    static Tensor naive(ElementType type, Shape shape, ToDoubleFunction<int[]> f) {
        return Tensor.generate(shape, f).to(type);
    }

    /** Both names of every axis: from −rank to rank − 1. */
    static int[] axes(Shape shape) {
        return IntStream.range(-shape.rank(), shape.rank()).toArray();
    }

    /** An axis counted from 0. */
    static int place(int axis, int rank) {
        return axis < 0 ? axis + rank : axis;
    }

    /** An index with one number left out. */
    static int[] without(int[] index, int place) {
        return IntStream.range(0, index.length)
                .filter(i -> i != place)
                .map(i -> index[i])
                .toArray();
    }

    /** An index with one number put in. */
    static int[] with(int[] index, int place, int value) {
        return IntStream.rangeClosed(0, index.length)
                .map(i -> i < place ? index[i] : i == place ? value : index[i - 1])
                .toArray();
    }

    static void assertRefused(Class<? extends RuntimeException> type, String message, Executable executable) {
        RuntimeException thrown = assertThrows(RuntimeException.class, executable);
        assertEquals(type + ": " + message, thrown.getClass() + ": " + thrown.getMessage());
    }

    /** Refused with a ShapeException that says exactly this. */
    static void assertMisfit(String message, Executable executable) {
        assertRefused(ShapeException.class, message, executable);
    }
}
