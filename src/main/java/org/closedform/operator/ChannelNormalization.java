package org.closedform.operator;

import java.util.Arrays;
import org.closedform.kernel.BatchNormalization;
import org.closedform.kernel.Channels;
import org.closedform.kernel.Standardization;
import org.closedform.storage.Storage;
import org.closedform.tensor.Tensor;

/**
 * What the passes of batch norm in training and in inference share: x̂ by statistics that are given, and the backward of that.
 *
 * @param axis the channel axis, from 0
 * @param standardizations what makes x̂ of x, of each channel
 */
record ChannelNormalization(int axis, Standardization[] standardizations) {

    /** 1/√(σ² + ε), float64 [channels]. */
    Tensor inverseDeviation() {
        return Tensor.of(Arrays.stream(standardizations)
                .mapToDouble(Standardization::slope)
                .toArray());
    }

    /** x̂. */
    Tensor xHat(Tensor x) {
        return Storage.tensor(x.shape(), kernel(x).standardize(Storage.of(x)));
    }

    /** y = γ x̂ + β. */
    Tensor apply(BatchNorm.Inputs in) {
        Tensor x = in.x();
        return Storage.tensor(
                x.shape(), kernel(x).forward(Storage.of(x), Storage.of(in.gamma()), Storage.of(in.beta())));
    }

    /** The gradient where the statistics depend on x: dx has the two mean terms. */
    BatchNorm.Inputs backward(BatchNorm.Inputs in, Tensor dy) {
        return gradient(in, kernel(in.x()).backward(Storage.of(in.x()), Storage.of(in.gamma()), Storage.of(dy)));
    }

    /** The gradient where the statistics are constants. */
    BatchNorm.Inputs backwardOfConstants(BatchNorm.Inputs in, Tensor dy) {
        return gradient(
                in, kernel(in.x()).backwardOfConstants(Storage.of(in.x()), Storage.of(in.gamma()), Storage.of(dy)));
    }

    private static BatchNorm.Inputs gradient(BatchNorm.Inputs in, BatchNormalization.Gradient d) {
        return new BatchNorm.Inputs(
                Storage.tensor(in.x().shape(), d.dx()),
                Storage.tensor(in.gamma().shape(), d.dGamma()),
                Storage.tensor(in.beta().shape(), d.dBeta()));
    }

    private BatchNormalization kernel(Tensor x) {
        return new BatchNormalization(Channels.across(x.shape().dimensions(), axis), standardizations);
    }
}
