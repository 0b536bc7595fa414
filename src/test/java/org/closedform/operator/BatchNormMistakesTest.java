package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.closedform.Sweep;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.GradientReport;
import org.closedform.gradient.Verdict;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The mistakes that people make in the backward of batch norm do not get past the gradient check. */
class BatchNormMistakesTest {
    private enum Mistake {
        NONE,
        SIGN,
        NO_MEAN_TERM,
        NO_VARIANCE_TERM,
        SUM_FOR_MEAN_IN_MEAN_TERM,
        SUM_FOR_MEAN_IN_VARIANCE_TERM,
        EPSILON_OUTSIDE_THE_ROOT,
        UNBIASED_VARIANCE,
        WRONG_AXIS,
        NO_GAMMA,
        GAMMA_GRADIENT_OF_X,
        BETA_GRADIENT_AS_MEAN
    }

    /** As many samples as channels, so that the wrong axis fits. */
    private static final Shape SQUARE = Shape.of(4, 4);

    static Stream<Arguments> mistakes() {
        return Stream.of(Mistake.values())
                .flatMap(mistake -> Stream.of(ElementType.values()).flatMap(type -> Stream.of(1e-5, 0.1)
                        .filter(epsilon -> epsilon > 1e-2
                                || type == ElementType.FLOAT64
                                || mistake != Mistake.EPSILON_OUTSIDE_THE_ROOT)
                        .map(epsilon -> Arguments.of(mistake, type, epsilon))));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isFound(Mistake mistake, ElementType type, double epsilon) {
        Operator<BatchNorm.Inputs, Tensor> operator =
                Operator.of(new BatchNorm(1, epsilon)::apply, (in, y, dy) -> backward(in, dy, epsilon, mistake));
        for (int seed = 0; seed < 2 * Sweep.FACTOR; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            BatchNorm.Inputs in = new BatchNorm.Inputs(
                    Tensor.draw(SQUARE, () -> random.nextDouble(-3, 3)).to(type),
                    Tensor.of(1.5, -2, 0.5, 3).to(type),
                    Tensor.of(1, 0, -1, 2).to(type));
            GradientReport report = GradientCheck.of(operator).at(in);
            assertEquals(
                    mistake == Mistake.NONE ? Verdict.PASS : Verdict.FAIL,
                    report.verdict(),
                    () -> mistake + " at " + in + "\n" + report);
        }
    }

    /** Samples along axis 0, unless the mistake says otherwise; right without one. */
    private static BatchNorm.Inputs backward(BatchNorm.Inputs in, Tensor dy, double epsilon, Mistake mistake) {
        int samples = mistake == Mistake.WRONG_AXIS ? 1 : 0;
        int n = in.x().shape().dimension(samples);
        Tensor centred = in.x().minus(kept(in.x().mean(samples), samples));
        Tensor m2 = centred.times(centred).sum(samples);
        Tensor variance = m2.dividedBy(mistake == Mistake.UNBIASED_VARIANCE ? n - 1 : n);
        Tensor inverse = mistake == Mistake.EPSILON_OUTSIDE_THE_ROOT
                ? variance.map(v -> 1 / (Math.sqrt(v) + epsilon))
                : variance.map(v -> 1 / Math.sqrt(v + epsilon));
        Tensor xHat = centred.times(kept(inverse, samples));
        Tensor dBeta = dy.sum(samples);
        Tensor dGamma = dy.times(xHat).sum(samples);
        Tensor meanTerm = dBeta.times(
                switch (mistake) {
                    case NO_MEAN_TERM -> 0.0;
                    case SUM_FOR_MEAN_IN_MEAN_TERM -> 1.0;
                    default -> 1.0 / n;
                });
        Tensor varianceTerm = dGamma.times(
                switch (mistake) {
                    case NO_VARIANCE_TERM -> 0.0;
                    case SUM_FOR_MEAN_IN_VARIANCE_TERM -> 1.0;
                    default -> 1.0 / n;
                });
        Tensor slope = mistake == Mistake.NO_GAMMA ? inverse : in.gamma().times(inverse);
        Tensor dx = dy.minus(kept(meanTerm, samples))
                .minus(xHat.times(kept(varianceTerm, samples)))
                .times(kept(slope, samples));
        return new BatchNorm.Inputs(
                mistake == Mistake.SIGN ? dx.negate() : dx,
                mistake == Mistake.GAMMA_GRADIENT_OF_X ? dy.times(in.x()).sum(samples) : dGamma,
                mistake == Mistake.BETA_GRADIENT_AS_MEAN ? dBeta.dividedBy(n) : dBeta);
    }

    private static Tensor kept(Tensor perChannel, int samples) {
        return perChannel.expandDims(samples);
    }
}
