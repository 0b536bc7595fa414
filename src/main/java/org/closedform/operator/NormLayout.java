package org.closedform.operator;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.closedform.kernel.BatchNormalization;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.Channels;
import org.closedform.storage.Storage;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * How a norm reads x: the groups of numbers that are standardised together, and the channels that share a scale and a shift. Both
 * are {@link Channels} of one row-major array, which is x itself, not a copy, if a group lies along the last axes.
 *
 * @param lines x as the rows of a matrix; a group is one or several of them
 * @param groups what is standardised
 * @param channels what is scaled and shifted
 * @param statistics the shape of one number a group
 */
record NormLayout(Lines lines, Channels groups, Channels channels, Shape statistics) {

    /** A group for every line along these axes, a channel for every place in a line. */
    static NormLayout alongAxes(String operation, Tensor x, List<Integer> axes) {
        Lines lines = Lines.along(x.shape(), operation, axes);
        requireNumbers(operation, x, lines.length());
        return new NormLayout(
                lines,
                channels(1, lines.count(), lines.length()),
                channels(lines.count(), lines.length(), 1),
                lines.reduced(true));
    }

    /** A group for every channel over all samples, with one scale and one shift: batch norm. */
    static NormLayout ofChannels(String operation, Tensor x, int channelAxis) {
        Channels channels = Storage.channels(x.shape(), channelAxis);
        requireNumbers(operation, x, channels.length());
        List<Integer> all = IntStream.range(0, x.rank()).boxed().toList();
        return new NormLayout(Lines.across(x.shape(), all), channels, channels, Shape.of(channels.count()));
    }

    /** Several groups of neighbouring channels for every sample, that is, every index of axis 0. */
    static NormLayout ofGroups(String operation, Tensor x, int channelAxis, int groups) {
        if (channelAxis == 0) {
            throw new ShapeException(operation + ": the channels of x " + x.shape()
                    + " are along axis 0, where the samples are; another axis is needed");
        }
        int samples = x.shape().dimension(0);
        int count = x.shape().dimension(channelAxis);
        Lines lines = Lines.across(x.shape(), List.of(0, channelAxis));
        requireNumbers(operation, x, count * lines.length());
        if (count % groups != 0) {
            throw new ShapeException(operation + ": " + groups + " groups do not divide the " + count
                    + " channels of x " + x.shape() + " along axis " + channelAxis);
        }
        return new NormLayout(
                lines,
                channels(1, samples * groups, count / groups * lines.length()),
                channels(samples, count, lines.length()),
                Shape.of(samples, groups));
    }

    private static Channels channels(int outer, int count, int inner) {
        return Channels.across(new int[] {outer, count, inner}, 1);
    }

    private static void requireNumbers(String operation, Tensor x, int length) {
        if (length == 0) {
            throw new ShapeException(operation + ": x has shape " + x.shape()
                    + ", so that a mean would be over no number; the axes that are normalised must not be empty");
        }
    }

    /** Checks that γ and β, the parts after x, have a number for each place in a line. */
    void requireParameters(String operation, Tensor x, List<NamedTensor> parts) {
        for (NamedTensor part : parts.subList(1, parts.size())) {
            if (!part.tensor().shape().equals(lines.ofLine())) {
                throw new ShapeException(operation + ": " + part.name() + " has shape "
                        + part.tensor().shape() + ", but x " + x.shape() + " takes " + lines.ofLine()
                        + " for its axes " + lines.along());
            }
            LinearWithoutBias.requireType(operation + ": " + part.name(), part.tensor(), x);
        }
    }

    Buffer read(Tensor x) {
        return Storage.of(lines.toRows(x));
    }

    /** The inverse of {@link #read}. */
    Tensor tensor(Buffer numbers) {
        return lines.ofRows(Storage.tensor(Shape.of(lines.count(), lines.length()), numbers));
    }

    /** y = γ x̂ + β, as batch normalisation with constants that leave x̂ as it is. */
    BatchNormalization scaling() {
        return scaling(channels);
    }

    static BatchNormalization scaling(Channels channels) {
        return BatchNormalization.identity(channels);
    }

    /** A float64 tensor with a number for each group. */
    Tensor perGroup(IntToDoubleFunction f) {
        return Tensor.of(
                statistics, IntStream.range(0, groups.count()).mapToDouble(f).toArray());
    }
}
