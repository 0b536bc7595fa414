package org.closedform.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
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

    static Arbitrary<Tensor> ofShape(Shape shape) {
        return random(shape, random -> random.nextInt(10) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : any(random));
    }

    /** Finite numbers of both signs between about 2⁻²⁰ and 2²⁰, whose sums and products no element type overflows. */
    static Arbitrary<Tensor> moderateOfShape(Shape shape) {
        return random(shape, Tensors::any);
    }

    private static Arbitrary<Tensor> random(Shape shape, ToDoubleFunction<Random> number) {
        return Combinators.combine(Arbitraries.of(ElementType.class), Arbitraries.longs())
                .as((type, seed) -> {
                    Random random = new Random(seed);
                    return Tensor.of(
                                    shape,
                                    DoubleStream.generate(() -> number.applyAsDouble(random))
                                            .limit(shape.size())
                                            .toArray())
                            .to(type);
                });
    }

    private static double any(Random random) {
        return Math.scalb(random.nextGaussian(), random.nextInt(31) - 15);
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
