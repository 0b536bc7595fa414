package org.closedform.operator;

import static org.closedform.tensor.ElementType.FLOAT64;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.closedform.kernel.BatchNormalization;
import org.closedform.kernel.Standardization;
import org.closedform.storage.Storage;
import org.closedform.tensor.Tensor;

/**
 * What the passes of batch norm in training and in inference share: x̂ with given statistics, and its derivatives.
 *
 * @param axis the channel axis, from 0
 * @param standardizations the constants that give the x̂ of each channel
 */
record ChannelNormalization(int axis, Standardization[] standardizations) {

    /** 1/√(v + ε), float64 [channels]. */
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

    /** ẏ where the statistics depend on x: the Jacobian of x̂ is symmetric, so that γ x̂˙ is dx of the upstream ẋ. */
    Tensor pushforward(BatchNorm.Inputs in, BatchNorm.Inputs tangent) {
        return backward(in, tangent.x()).x().plus(apply(new BatchNorm.Inputs(in.x(), tangent.gamma(), tangent.beta())));
    }

    /** ẏ where the statistics are constants: γ x̂˙ + β̇ + γ̇ x̂, with x̂˙ = ẋ / √(v + ε). */
    Tensor pushforwardOfConstants(BatchNorm.Inputs in, BatchNorm.Inputs tangent) {
        return map(Standardization::withoutMean)
                .apply(new BatchNorm.Inputs(tangent.x(), in.gamma(), tangent.beta()))
                .plus(apply(new BatchNorm.Inputs(
                        in.x(), tangent.gamma(), tangent.beta().zerosLike())));
    }

    /**
     * The derivative of {@link #backward} along a tangent. With s = 1/√(v + ε), it is a sum of the terms of the first derivatives,
     * each times one number for each channel.
     *
     * <pre>{@code
     * of γ: Σ dy ⊙ x̂˙
     * of x: (γ̇ − γ s · mean(x̂ ⊙ ẋ)) · s P dy − γ s · mean(x̂ ⊙ dy) · x̂˙ − γ s · mean(dy ⊙ x̂˙) · x̂
     * }</pre>
     */
    BatchNorm.Inputs curvature(BatchNorm.Inputs in, Tensor dy, BatchNorm.Inputs tangent) {
        Tensor none = in.beta().zerosLike();
        double count = (double) dy.size() / none.size();
        Tensor slope = in.gamma().to(FLOAT64).times(inverseDeviation()).dividedBy(count);
        // x̂˙ and Σ x̂ ⊙ ẋ
        BatchNorm.Inputs ofTangent =
                backward(new BatchNorm.Inputs(in.x(), in.gamma().onesLike(), none), tangent.x());
        Tensor factor = tangent.gamma().minus(product(slope, ofTangent.gamma()));
        // the first term and Σ x̂ ⊙ dy
        BatchNorm.Inputs ofUpstream = backward(new BatchNorm.Inputs(in.x(), factor, none), dy);
        ChannelNormalization ofXHat = map(s -> Standardization.IDENTITY);
        Tensor dGamma = ofXHat.sums(ofTangent, dy).gamma();
        Tensor second = ofXHat.apply(new BatchNorm.Inputs(ofTangent.x(), product(slope, ofUpstream.gamma()), none));
        Tensor third = apply(new BatchNorm.Inputs(in.x(), product(slope, dGamma), none));
        return new BatchNorm.Inputs(ofUpstream.x().minus(second).minus(third), dGamma, none);
    }

    private static Tensor product(Tensor slope, Tensor sum) {
        return slope.times(sum.to(FLOAT64)).to(sum.elementType());
    }

    /** The same where the statistics are constants: of x γ̇ / √(v + ε) · dy, of γ Σ dy ⊙ x̂˙. */
    BatchNorm.Inputs curvatureOfConstants(Tensor dy, BatchNorm.Inputs tangent) {
        BatchNorm.Inputs d = map(Standardization::withoutMean).backwardOfConstants(tangent, dy);
        return new BatchNorm.Inputs(d.x(), d.gamma(), d.beta().zerosLike());
    }

    /** With other standardizations of the same channels. */
    private ChannelNormalization map(UnaryOperator<Standardization> f) {
        return new ChannelNormalization(
                axis, Arrays.stream(standardizations).map(f).toArray(Standardization[]::new));
    }

    /** dγ and dβ alone. */
    BatchNormPart.Sums sums(BatchNorm.Inputs in, Tensor dy) {
        BatchNormalization.Sums sums = kernel(in.x()).sums(Storage.of(in.x()), Storage.of(dy));
        return new BatchNormPart.Sums(
                Storage.tensor(in.gamma().shape(), sums.dGamma()),
                Storage.tensor(in.beta().shape(), sums.dBeta()));
    }

    /**
     * dx where the statistics are over this part and others, {@code n} numbers for each channel, from the sums over all of them.
     */
    Tensor backwardOfPart(BatchNorm.Inputs in, Tensor dy, BatchNormPart.Sums sums, long n) {
        return Storage.tensor(
                in.x().shape(),
                kernel(in.x())
                        .backwardOfPart(
                                Storage.of(in.x()),
                                Storage.of(in.gamma()),
                                Storage.of(dy),
                                Storage.of(sums.gamma()),
                                Storage.of(sums.beta()),
                                n));
    }

    private static BatchNorm.Inputs gradient(BatchNorm.Inputs in, BatchNormalization.Gradient d) {
        return new BatchNorm.Inputs(
                Storage.tensor(in.x().shape(), d.dx()),
                Storage.tensor(in.gamma().shape(), d.dGamma()),
                Storage.tensor(in.beta().shape(), d.dBeta()));
    }

    private BatchNormalization kernel(Tensor x) {
        return new BatchNormalization(Storage.channels(x.shape(), axis), standardizations);
    }
}
