package org.closedform.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Draws shapes, tensors, labels and rows of probabilities for jqwik properties. */
public final class TensorArbitraries {
    private TensorArbitraries() {}

    /**
     * A shape and one of its axes.
     *
     * @param shape the shape
     * @param axis the axis, from −rank to rank − 1
     */
    public record Along(Shape shape, int axis) {
        /** {@return the length of the axis} */
        public int length() {
            return shape.dimension(axis);
        }
    }

    /** {@return float32 and float64} */
    public static Arbitrary<ElementType> elementTypes() {
        return Arbitraries.of(ElementType.values());
    }

    /**
     * Shapes with axes of length 1 to 4.
     *
     * @param leastRank the smallest number of axes
     * @param greatestRank the largest number of axes
     * @return the shapes
     */
    public static Arbitrary<Shape> shapes(int leastRank, int greatestRank) {
        return Arbitraries.integers()
                .between(1, 4)
                .array(int[].class)
                .ofMinSize(leastRank)
                .ofMaxSize(greatestRank)
                .map(Shape::of);
    }

    /**
     * Shapes with axes of length 1 to 4, and one of the axes, counted from either end.
     *
     * @param leastRank the smallest number of axes, at least 1
     * @param greatestRank the largest number of axes
     * @return the shapes with an axis
     */
    public static Arbitrary<Along> axes(int leastRank, int greatestRank) {
        return shapes(leastRank, greatestRank).flatMap(shape -> Arbitraries.integers()
                .between(-shape.rank(), shape.rank() - 1)
                .map(axis -> new Along(shape, axis)));
    }

    /** {@return numbers from −3 to 3, spread evenly} */
    public static Arbitrary<Double> moderate() {
        return Arbitraries.doubles().between(-3, 3).ofScale(6);
    }

    /**
     * Logits like those of networks, and harder ones: near-ties, spreads up to 700, offsets down to −1e8.
     *
     * @param length how many
     * @return the rows
     */
    public static Arbitrary<double[]> logits(int length) {
        Arbitrary<double[]> wide = row(Arbitraries.doubles().between(-1, 1).ofScale(12), length);
        return Combinators.combine(
                        wide, Arbitraries.of(1e-9, 1.0, 5.0, 30.0, 200.0, 700.0), Arbitraries.of(0.0, 1e3, -1e8))
                .as((values, spread, offset) ->
                        Arrays.stream(values).map(v -> v * spread + offset).toArray());
    }

    /**
     * Numbers near the ends of the range of doubles, numbers whose exponentials overflow or vanish, and nearly equal ones.
     *
     * @param length how many
     * @return the rows
     */
    public static Arbitrary<double[]> extremes(int length) {
        return row(
                Arbitraries.of(
                        0.0,
                        -0.0,
                        1.0,
                        -1.0,
                        1e300,
                        -1e300,
                        Double.MAX_VALUE,
                        -Double.MAX_VALUE,
                        Double.MIN_VALUE,
                        Math.nextUp(1.0),
                        1e-300,
                        745.0,
                        -745.2,
                        88.0,
                        -104.0),
                length);
    }

    /**
     * Probabilities that sum to 1 up to rounding, none of them near 0.
     *
     * @param length how many, at least 1
     * @return the rows
     */
    public static Arbitrary<double[]> probabilities(int length) {
        return row(Arbitraries.doubles().between(0.01, 1).ofScale(6), length).map(weights -> {
            double sum = Arrays.stream(weights).sum();
            return Arrays.stream(weights).map(w -> w / sum).toArray();
        });
    }

    private static Arbitrary<double[]> row(Arbitrary<Double> numbers, int length) {
        return numbers.array(Double[].class)
                .ofSize(length)
                .map(row -> Arrays.stream(row).mapToDouble(Double::doubleValue).toArray());
    }

    /**
     * Tensors of a shape.
     *
     * @param shape the shape
     * @param type the element type that the numbers are rounded to
     * @param numbers the elements
     * @return the tensors
     */
    public static Arbitrary<Tensor> tensors(Shape shape, ElementType type, Arbitrary<Double> numbers) {
        return row(numbers, shape.size()).map(values -> Tensor.of(shape, values).to(type));
    }

    /**
     * Tensors of a shape with {@link #moderate} elements.
     *
     * @param shape the shape
     * @param type the element type
     * @return the tensors
     */
    public static Arbitrary<Tensor> tensors(Shape shape, ElementType type) {
        return tensors(shape, type, moderate());
    }

    /**
     * Tensors made of rows along an axis, such as logits or probabilities.
     *
     * @param along the shape and the axis
     * @param type the element type that the numbers are rounded to
     * @param rows the rows, as long as the axis
     * @return the tensors
     */
    public static Arbitrary<Tensor> tensors(Along along, ElementType type, Arbitrary<double[]> rows) {
        Shape lastAxis = along.shape().without(along.axis()).with(-1, along.length());
        return rows.list().ofSize(lastAxis.size() / along.length()).map(lines -> {
            double[] flat = lines.stream().flatMapToDouble(Arrays::stream).toArray();
            return moveLast(Tensor.of(lastAxis, flat), along.axis()).to(type);
        });
    }

    /** The last axis moved to where {@code axis} is. */
    private static Tensor moveLast(Tensor tensor, int axis) {
        int place = axis < 0 ? axis + tensor.rank() : axis;
        int last = tensor.rank() - 1;
        return tensor.permute(IntStream.range(0, tensor.rank())
                .map(i -> i < place ? i : i == place ? last : i - 1)
                .toArray());
    }

    /**
     * Masks that broadcast to a shape: leading axes may be missing, others have length 1. Many have lines with nothing left, and some all
     * of them.
     *
     * @param larger the shape of what is masked
     * @return the masks
     */
    public static Arbitrary<Mask> masks(Shape larger) {
        return Combinators.combine(
                        Arbitraries.integers().between(0, larger.rank()),
                        Arbitraries.of(true, true, false).list().ofSize(larger.rank()))
                .as((missing, isKept) -> Shape.of(IntStream.range(missing, larger.rank())
                        .map(axis -> isKept.get(axis) ? larger.dimension(axis) : 1)
                        .toArray()))
                .flatMap(shape -> Arbitraries.of(1, 2, 2, 5).flatMap(odds -> Arbitraries.integers()
                        .between(0, odds)
                        .list()
                        .ofSize(shape.size())
                        .map(draws -> mask(shape, draws))));
    }

    private static Mask mask(Shape shape, List<Integer> draws) {
        boolean[] flags = new boolean[draws.size()];
        IntStream.range(0, flags.length).forEach(i -> flags[i] = draws.get(i) > 0);
        return Mask.of(shape, flags);
    }

    /**
     * Labels.
     *
     * @param shape their shape
     * @param classes how many classes there are
     * @return labels from 0 to classes − 1
     */
    public static Arbitrary<Labels> labels(Shape shape, int classes) {
        return Arbitraries.integers()
                .between(0, classes - 1)
                .array(int[].class)
                .ofSize(shape.size())
                .map(indices -> Labels.of(shape, indices));
    }
}
