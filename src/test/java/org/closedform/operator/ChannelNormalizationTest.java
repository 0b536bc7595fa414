package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What makes x̂ of x. */
class ChannelNormalizationTest {
    private static final BatchNorm.Inputs INPUTS =
            new BatchNorm.Inputs(Tensor.of(new double[][] {{1, 5}, {3, 5}}), Tensor.of(10, 20), Tensor.of(100, 200));

    @Nested
    class Value {
        @Test
        void inTrainingHoldsMeanAndInverseDeviationOfTheBatch() {
            BatchNorm.Pass pass = new BatchNorm(-1, 3).forward(INPUTS);
            assertEquals(new BatchStatistics(2, Tensor.of(2, 5), Tensor.of(2, 0)), pass.statistics());
            assertEquals(Tensor.of(0.5, 1 / Math.sqrt(3)), pass.inverseDeviation());
        }

        @Test
        void inInferenceHoldsThoseOfTraining() {
            RunningStatistics running = RunningStatistics.of(Tensor.of(1, 2), Tensor.of(3, 15));
            BatchNormInference.Pass pass = new BatchNormInference(-2, 1, running).forward(INPUTS);
            assertEquals(Tensor.of(0.5, 0.25), pass.inverseDeviation());
            assertEquals(Tensor.of(new double[][] {{0, 2}, {0.25, 0.75}}), pass.xHat());
        }

        @Test
        void gammaAndBetaDoNotTouchXHat() {
            BatchNorm.Pass pass = new BatchNorm(1, 3).forward(INPUTS);
            assertEquals(Tensor.of(new double[][] {{-0.5, 0}, {0.5, 0}}), pass.xHat());
            assertEquals(Tensor.of(new double[][] {{95, 200}, {105, 200}}), pass.output());
        }

        @Test
        void anEpsilonOf0LeavesAConstantChannelWithoutXHat() {
            BatchNorm.Pass pass = new BatchNorm(1, 0).forward(INPUTS);
            assertEquals(Double.POSITIVE_INFINITY, pass.inverseDeviation().at(1));
            assertEquals(Tensor.of(new double[][] {{-1, Double.NaN}, {1, Double.NaN}}), pass.xHat(), "0/0");
        }
    }

    @Group
    class Laws {
        @Provide
        Arbitrary<BatchNormCase> any() {
            return BatchNormCase.any();
        }

        /** In ulps of the data's type: half of the variance's 8, and the roundings of the sum, the root and the quotient. */
        @Property(tries = 300)
        void inverseDeviationIsWithin8Ulps(@ForAll("any") BatchNormCase c) {
            BatchNormReference exact = c.reference();
            BigDecimal epsilon = new BigDecimal(c.epsilon());
            BigDecimal[] expected = new BigDecimal[exact.variance().length];
            for (int i = 0; i < expected.length; i++) {
                BigDecimal deviation = exact.variance()[i].add(epsilon).sqrt(HighPrecision.DIGITS);
                expected[i] = BigDecimal.ONE.divide(deviation, HighPrecision.DIGITS);
            }
            Ulps.assertWithin(8, c.forward().inverseDeviation().to(c.type()), expected);
        }

        /** x̂ is what its formula makes of the components but for rounding, so that they can be shown beside it. */
        @Property(tries = 300)
        void xHatIsTheFormulaOfItsComponents(@ForAll("any") BatchNormCase c) {
            BatchNorm.Pass pass = c.forward();
            BatchStatistics s = pass.statistics();
            Tensor lastAxis = moved(c, c.in().x()).to(s.mean().elementType());
            Tensor xHat = lastAxis.minus(s.mean()).minus(s.meanRemainder()).times(pass.inverseDeviation());
            double[] scales = Arrays.stream(xHat.toDoubleArray())
                    .map(value -> Math.max(1, Math.abs(value)))
                    .toArray();
            BatchNormCase.assertWithin(4, moved(c, pass.xHat()), HighPrecision.exact(xHat.toDoubleArray()), scales);
        }

        private Tensor moved(BatchNormCase c, Tensor x) {
            int last = x.rank() - 1;
            int[] axes = new int[x.rank()];
            int place = Math.floorMod(c.axis(), x.rank());
            for (int i = 0; i < last; i++) {
                axes[i] = i < place ? i : i + 1;
            }
            axes[last] = place;
            return x.permute(axes);
        }
    }
}
