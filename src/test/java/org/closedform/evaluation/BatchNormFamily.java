package org.closedform.evaluation;

import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchNorm.Inputs;
import org.closedform.tensor.Tensor;

/** Batch norm, whose backward offers the most mistakes of all. */
final class BatchNormFamily {
    private enum Slip {
        SIGN(Mistake.SIGN),
        NO_MEAN_TERM(Mistake.MEAN_TERM),
        SUM_FOR_MEAN_IN_MEAN_TERM(Mistake.MEAN_TERM),
        NO_VARIANCE_TERM(Mistake.VARIANCE_TERM),
        SUM_FOR_MEAN_IN_VARIANCE_TERM(Mistake.VARIANCE_TERM),
        STATISTICS_CONSTANT(Mistake.VARIANCE_TERM),
        UNBIASED_VARIANCE(Mistake.UNBIASED),
        EPSILON_OUTSIDE_THE_ROOT(Mistake.EPSILON),
        NO_GAMMA(Mistake.GROUP),
        WRONG_AXIS(Mistake.AXIS),
        GAMMA_GRADIENT_OF_X(Mistake.FORMULA),
        BETA_GRADIENT_AS_MEAN(Mistake.FACTOR);

        private final Mistake cause;

        Slip(Mistake cause) {
            this.cause = cause;
        }
    }

    private BatchNormFamily() {}

    /** Samples along axis 0, from 2 of them; now and then as many as channels, so that the wrong axis fits. */
    static Case<Inputs, Tensor> draw(Draw draw) {
        int n = draw.either(2, 3, 4, 8, 16);
        int channels = n <= 4 && draw.random().nextBoolean() ? n : draw.size(1, 4);
        double epsilon = draw.either(1e-5, 1e-3, 0.1);
        Inputs in = new Inputs(draw.normal(n, channels), draw.weights(channels), draw.weights(channels));
        Case<Inputs, Tensor> result = Case.of("batch norm of " + n, new BatchNorm(1, epsilon), in);
        for (Slip slip : Slip.values()) {
            if (slip != Slip.WRONG_AXIS || n == channels) {
                result = result.with(slip.toString(), slip.cause, (x, y, dy) -> backward(x, dy, epsilon, slip));
            }
        }
        return result;
    }

    private static Inputs backward(Inputs in, Tensor dy, double epsilon, Slip slip) {
        int samples = slip == Slip.WRONG_AXIS ? 1 : 0;
        int n = in.x().shape().dimension(samples);
        Tensor centred = in.x().minus(in.x().mean(samples).expandDims(samples));
        Tensor variance = centred.times(centred).sum(samples).dividedBy(slip == Slip.UNBIASED_VARIANCE ? n - 1 : n);
        Tensor inverse = variance.map(
                v -> slip == Slip.EPSILON_OUTSIDE_THE_ROOT ? 1 / (Math.sqrt(v) + epsilon) : 1 / Math.sqrt(v + epsilon));
        Tensor xHat = centred.times(inverse.expandDims(samples));
        Tensor dBeta = dy.sum(samples);
        Tensor dGamma = dy.times(xHat).sum(samples);
        double ofMean = slip == Slip.NO_MEAN_TERM || slip == Slip.STATISTICS_CONSTANT
                ? 0
                : slip == Slip.SUM_FOR_MEAN_IN_MEAN_TERM ? 1 : 1.0 / n;
        double ofVariance = slip == Slip.NO_VARIANCE_TERM || slip == Slip.STATISTICS_CONSTANT
                ? 0
                : slip == Slip.SUM_FOR_MEAN_IN_VARIANCE_TERM ? 1 : 1.0 / n;
        Tensor slope = slip == Slip.NO_GAMMA ? inverse : in.gamma().times(inverse);
        Tensor dx = dy.minus(dBeta.times(ofMean).expandDims(samples))
                .minus(xHat.times(dGamma.times(ofVariance).expandDims(samples)))
                .times(slope.expandDims(samples));
        return new Inputs(
                slip == Slip.SIGN ? dx.negate() : dx,
                slip == Slip.GAMMA_GRADIENT_OF_X ? dy.times(in.x()).sum(samples) : dGamma,
                slip == Slip.BETA_GRADIENT_AS_MEAN ? dBeta.dividedBy(n) : dBeta);
    }
}
