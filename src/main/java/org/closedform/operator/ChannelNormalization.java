package org.closedform.operator;

import java.util.Arrays;
import org.closedform.kernel.BatchNormalization;
import org.closedform.kernel.Channels;
import org.closedform.kernel.Standardization;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
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
        Tensor ones = Tensor.ones(Shape.of(standardizations.length)).to(x.elementType());
        return apply(new BatchNorm.Inputs(x, ones, ones.zerosLike()));
    }

    /** y = γ x̂ + β. */
    Tensor apply(BatchNorm.Inputs in) {
        Tensor x = in.x();
        return Storage.tensor(x.shape(), of(in).normalize(Storage.of(x), Storage.of(in.beta())));
    }

    /** The gradient, with the two mean terms of dx where the statistics depend on x. */
    BatchNorm.Inputs backward(BatchNorm.Inputs in, Tensor dy, boolean throughStatistics) {
        BatchNormalization.Gradient gradient = of(in).backward(Storage.of(in.x()), Storage.of(dy), throughStatistics);
        return new BatchNorm.Inputs(
                Storage.tensor(in.x().shape(), gradient.dx()),
                Storage.tensor(in.gamma().shape(), gradient.dGamma()),
                Storage.tensor(in.beta().shape(), gradient.dBeta()));
    }

    private BatchNormalization of(BatchNorm.Inputs in) {
        return new BatchNormalization(
                Channels.across(in.x().shape().dimensions(), axis), standardizations, Storage.of(in.gamma()));
    }
}
