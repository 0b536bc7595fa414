package org.closedform.lesson;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * Of which numbers a norm takes a mean, and where its parameters count.
 *
 * @param group what is normalised together, in words
 * @param index what stands at γ and β where they belong to an x_i
 * @param sum what a gradient of γ and β is summed over: an index
 * @param undone what a scale and a shift can give back, a sentence
 * @param mean the mean of each group
 * @param ofGroups such means, in a shape that broadcasts to that of x
 * @param ofParameters γ or β, in a shape that broadcasts to that of x
 */
record NormShape(
        String group,
        String index,
        String sum,
        String undone,
        UnaryOperator<Tensor> mean,
        UnaryOperator<Tensor> ofGroups,
        UnaryOperator<Tensor> ofParameters) {

    /** Batch norm: a channel of all samples. */
    static NormShape channels(Shape x, int axis) {
        UnaryOperator<Tensor> channels = vector -> vector.reshape(only(x, axis));
        return new NormShape(
                "channel",
                "",
                "i",
                "With γ = s and β = μ the input comes back: nothing is lost.",
                v -> v.mean(except(x, axis)),
                channels,
                channels);
    }

    /** Layer norm: the features of a sample, along some axes or, if none is named, all. */
    static NormShape features(Shape x, List<Integer> named) {
        int[] axes = named.isEmpty()
                ? except(x)
                : named.stream().mapToInt(axis -> Math.floorMod(axis, x.rank())).toArray();
        Shape kept = Shape.of(only(x, except(x, axes)));
        return new NormShape(
                "sample",
                "_i",
                "n",
                "",
                v -> v.mean(axes).reshape(kept),
                means -> means,
                parameters -> parameters.reshape(only(x, axes)));
    }

    /** Group norm: some channels of a sample. */
    static NormShape groups(String group, Shape x, int groups, int channelAxis) {
        int axis = Math.floorMod(channelAxis, x.rank());
        int samples = x.dimension(0);
        int channels = x.dimension(axis);
        Tensor each = Tensor.ones(Shape.of(1, 1, channels / groups));
        return new NormShape(
                group,
                "",
                "i",
                "",
                v -> v.permute(order(x, axis)).reshape(samples, groups, -1).mean(2),
                means -> means.expandDims(2).times(each).reshape(only(x, 0, axis)),
                vector -> vector.reshape(only(x, axis)));
    }

    private static int[] order(Shape x, int axis) {
        return IntStream.concat(IntStream.of(0, axis), IntStream.of(except(x, 0, axis)))
                .toArray();
    }

    /** The axes of x but for some. */
    private static int[] except(Shape x, int... axes) {
        return IntStream.range(0, x.rank())
                .filter(axis -> Arrays.stream(axes).noneMatch(other -> other == axis))
                .toArray();
    }

    /** The lengths of x along some axes, and 1 along the others. */
    private static int[] only(Shape x, int... axes) {
        return IntStream.range(0, x.rank())
                .map(axis -> Arrays.stream(axes).anyMatch(other -> other == axis) ? x.dimension(axis) : 1)
                .toArray();
    }
}
