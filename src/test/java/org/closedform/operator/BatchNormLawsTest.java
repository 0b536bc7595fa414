package org.closedform.operator;

import static org.closedform.testkit.HighPrecision.DIGITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;

/** What holds for batch norm in training at any point. */
class BatchNormLawsTest {
    @Provide
    Arbitrary<BatchNormCase> any() {
        return BatchNormCase.any();
    }

    @Provide
    Arbitrary<BatchNormCase> distinct() {
        return BatchNormCase.distinct(0.0);
    }

    @Provide
    Arbitrary<BatchNormCase> distinctWithEpsilon() {
        return BatchNormCase.distinct(0.0, 1e-5, 10.0);
    }

    @Property(tries = 300)
    void valueAndGradientsAreWithin8UlpsOfTheirTerms(@ForAll("any") BatchNormCase c) {
        BatchNorm.Pass pass = c.forward();
        BatchNorm.Inputs d = pass.backward(c.dy());
        BatchNormReference exact = c.reference();
        BatchNormCase.assertWithin(8, pass.xHat(), exact.xHat(), exact.xHatScale());
        BatchNormCase.assertWithin(8, pass.output(), exact.y(), exact.yScale());
        BatchNormCase.assertWithin(8, d.x(), exact.dx(), exact.dxScale());
        BatchNormCase.assertWithin(8, d.gamma(), exact.dGamma(), exact.dGammaScale());
        BatchNormCase.assertWithin(8, d.beta(), exact.dBeta(), exact.dBetaScale());
    }

    /** The mean of errors is at most the largest, and so is the change of a deviation. */
    @Property(tries = 300)
    void outputHasMeanBetaAndDeviationGamma(@ForAll("distinct") BatchNormCase c) {
        double[] y = c.forward().output().toDoubleArray();
        for (int channel = 0; channel < c.in().beta().size(); channel++) {
            BigDecimal[] own = pick(y, c, channel);
            double gamma = Math.abs(c.in().gamma().at(channel));
            double beta = c.in().beta().at(channel);
            double deviation = BatchNormReference.m2(own)
                    .divide(BigDecimal.valueOf(own.length), DIGITS)
                    .sqrt(MathContext.DECIMAL64)
                    .doubleValue();
            double tolerance = 10 * c.ulp(gamma * Math.sqrt(own.length) + Math.abs(beta));
            assertEquals(beta, BatchNormReference.mean(own).doubleValue(), tolerance, "mean of channel " + channel);
            assertEquals(gamma, deviation, tolerance, "deviation of channel " + channel);
        }
    }

    /** The shift β cannot be had from x, for the mean is taken away: Σ dx = 0, whatever ε. */
    @Property(tries = 300)
    void dxSumsToZero(@ForAll("distinctWithEpsilon") BatchNormCase c) {
        double[] dx = c.forward().backward(c.dy()).x().toDoubleArray();
        BatchNormReference exact = c.reference();
        for (int channel = 0; channel < c.in().beta().size(); channel++) {
            double tolerance = 0;
            for (int i : places(c, channel)) {
                tolerance += 8 * c.ulp(exact.dxScale()[i]);
            }
            double sum = HighPrecision.sum(pick(dx, c, channel)).doubleValue();
            assertEquals(0, sum, tolerance, "Σ dx of channel " + channel);
        }
    }

    /** The scale cannot be had from x either, save for ε: Σ dx·x̂ = γ/√(σ²+ε) · dγ · ε/(σ²+ε). */
    @Property(tries = 300)
    void dxIsOrthogonalToXHatButForEpsilon(@ForAll("distinctWithEpsilon") BatchNormCase c) {
        double[] dx = c.forward().backward(c.dy()).x().toDoubleArray();
        BatchNormReference exact = c.reference();
        BigDecimal epsilon = new BigDecimal(c.epsilon());
        for (int channel = 0; channel < c.in().beta().size(); channel++) {
            BigDecimal projection = BigDecimal.ZERO;
            double tolerance = 0;
            for (int i : places(c, channel)) {
                projection = projection.add(new BigDecimal(dx[i]).multiply(exact.xHat()[i], DIGITS), DIGITS);
                tolerance += 8 * c.ulp(exact.dxScale()[i]) * Math.abs(exact.xHat()[i].doubleValue());
            }
            BigDecimal underRoot = exact.variance()[channel].add(epsilon);
            BigDecimal expected = new BigDecimal(c.in().gamma().at(channel))
                    .multiply(exact.dGamma()[channel])
                    .multiply(epsilon)
                    .divide(underRoot.multiply(underRoot.sqrt(DIGITS)), DIGITS);
            assertEquals(expected.doubleValue(), projection.doubleValue(), tolerance, "Σ dx·x̂ of channel " + channel);
        }
    }

    /** Rounding of γ, β and y adds 2 ulp to x̂'s 8. */
    @Property(tries = 300)
    void gammaAsDeviationAndBetaAsMeanGiveTheInputBack(@ForAll("distinctWithEpsilon") BatchNormCase c) {
        BatchNormReference exact = c.reference();
        double[] deviations = Arrays.stream(exact.variance())
                .mapToDouble(v -> v.add(new BigDecimal(c.epsilon()))
                        .sqrt(MathContext.DECIMAL64)
                        .doubleValue())
                .toArray();
        double[] means =
                Arrays.stream(exact.mean()).mapToDouble(BigDecimal::doubleValue).toArray();
        Tensor x = c.in().x();
        BatchNorm.Inputs undone = new BatchNorm.Inputs(
                x, Tensor.of(deviations).to(c.type()), Tensor.of(means).to(c.type()));
        double[] scales = new BatchNormCase(undone, c.axis(), c.epsilon(), c.dy())
                .reference()
                .yScale();
        Tensor y = c.operator().apply(undone);
        BatchNormCase.assertWithin(10, y, HighPrecision.exact(x.toDoubleArray()), scales);
    }

    /** a·x + b is exact here, so both x̂ are within their 8 ulp of the same numbers; the sign follows a. */
    @Property(tries = 300)
    void xHatIsInvariantUnderScalingAndShifting(
            @ForAll("distinct") BatchNormCase c,
            @ForAll @IntRange(min = -100, max = 100) int a,
            @ForAll @IntRange(min = -10_000, max = 10_000) int b) {
        Assume.that(a != 0);
        Tensor moved = c.in().x().times(a).plus(b);
        BatchNorm.Inputs in = new BatchNorm.Inputs(moved, c.in().gamma(), c.in().beta());
        BatchNormReference original = c.reference();
        BigDecimal[] expected =
                Arrays.stream(original.xHat()).map(v -> a > 0 ? v : v.negate()).toArray(BigDecimal[]::new);
        BatchNormCase.assertWithin(8, c.operator().forward(in).xHat(), expected, original.xHatScale());
    }

    @Property(tries = 300)
    void powersOfTwoChangeNoBitOfXHat(
            @ForAll("distinct") BatchNormCase c, @ForAll @IntRange(min = -40, max = 40) int exponent) {
        Tensor scaled = c.in().x().times(Math.scalb(1.0, exponent));
        BatchNorm.Inputs in = new BatchNorm.Inputs(scaled, c.in().gamma(), c.in().beta());
        assertEquals(c.forward().xHat(), c.operator().forward(in).xHat());
    }

    /** The channel axis is moved to the front: other sums, the same numbers in them. */
    @Property(tries = 300)
    void whereTheChannelAxisIsChangesNothingButRounding(@ForAll("any") BatchNormCase c) {
        Tensor x = c.in().x();
        int place = Math.floorMod(c.axis(), x.rank());
        int[] toFront = IntStream.concat(
                        IntStream.of(place), IntStream.range(0, x.rank()).filter(axis -> axis != place))
                .toArray();
        BatchNorm.Inputs moved = new BatchNorm.Inputs(x.permute(toFront), c.in().gamma(), c.in().beta());
        Tensor dy = c.dy().permute(toFront);
        BatchNorm.Pass front = new BatchNorm(0, c.epsilon()).forward(moved);
        BatchNorm.Inputs d = front.backward(dy);
        BatchNormReference exact = BatchNormReference.training(moved, 0, c.epsilon(), dy);
        BatchNorm.Pass pass = c.forward();
        BatchNorm.Inputs expected = pass.backward(c.dy());
        assertClose(pass.output().permute(toFront), front.output(), exact.yScale());
        assertClose(expected.x().permute(toFront), d.x(), exact.dxScale());
        assertClose(expected.gamma(), d.gamma(), exact.dGammaScale());
        assertClose(expected.beta(), d.beta(), exact.dBetaScale());
    }

    /** Biased statistics, save for what rounding the mean to float64 takes. */
    @Property(tries = 300)
    void inferenceFromTheBatchsOwnStatisticsGivesTheTrainingOutput(@ForAll("any") BatchNormCase c) {
        BatchNorm.Pass pass = c.forward();
        RunningStatistics own = RunningStatistics.initial(c.in().gamma().size())
                .update(pass.statistics(), RunningAverage.exponential(1, false));
        double[] y = pass.output().toDoubleArray();
        double[] again = c.operator().inference(own).apply(c.in()).toDoubleArray();
        BatchNormReference exact = c.reference();
        for (int channel = 0; channel < c.in().gamma().size(); channel++) {
            double slope = Math.abs(c.in().gamma().at(channel))
                    * pass.inverseDeviation().at(channel);
            double ofMean = slope * Math.ulp(exact.mean()[channel].doubleValue());
            for (int i : places(c, channel)) {
                double tolerance = ofMean + 16 * c.ulp(exact.yScale()[i]);
                assertTrue(
                        Math.abs(y[i] - again[i]) <= tolerance,
                        () -> "training gave " + Arrays.toString(y) + ", inference " + Arrays.toString(again));
            }
        }
    }

    /** Both are within 8 ulp of the same. */
    private static void assertClose(Tensor expected, Tensor actual, double[] scales) {
        BatchNormCase.assertWithin(16, actual, HighPrecision.exact(expected.toDoubleArray()), scales);
    }

    private static int[] places(BatchNormCase c, int channel) {
        return BatchNormReference.channelPlaces(c.in().x(), c.axis()).get(channel);
    }

    private static BigDecimal[] pick(double[] values, BatchNormCase c, int channel) {
        return HighPrecision.exact(
                Arrays.stream(places(c, channel)).mapToDouble(i -> values[i]).toArray());
    }
}
