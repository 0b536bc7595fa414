package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What momentum means, library by library. */
class RunningAverageTest {
    /** Mean 2, variance 4, unbiased variance 8. */
    private static final BatchStatistics BATCH = BatchStatistics.of(Tensor.of(new double[][] {{0}, {4}}), 1);

    static Stream<Arguments> presets() {
        return Stream.of(
                // 0.9·0 + 0.1·2, 0.9·1 + 0.1·8; then once more
                Arguments.of("PyTorch", RunningAverage.PYTORCH, 0.2, 1.7, 0.38, 2.33),
                // the same with the variance 4
                Arguments.of("ONNX", RunningAverage.ONNX, 0.2, 1.3, 0.38, 1.57),
                // 0.99·0 + 0.01·2, 0.99·1 + 0.01·4; then once more
                Arguments.of("Flax", RunningAverage.FLAX, 0.02, 1.03, 0.0398, 1.0597),
                Arguments.of("PyTorch, momentum=None", RunningAverage.cumulative(true), 2, 8, 2, 8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("presets")
    void givesWhatTheLibraryGives(
            String library,
            RunningAverage averaging,
            double mean,
            double variance,
            double nextMean,
            double nextVariance) {
        RunningStatistics once = RunningStatistics.initial(1).update(BATCH, averaging);
        assertEquals(mean, once.mean().item(), tolerance(mean), library);
        assertEquals(variance, once.variance().item(), tolerance(variance), library);
        RunningStatistics twice = once.update(BATCH, averaging);
        assertEquals(nextMean, twice.mean().item(), tolerance(nextMean), library);
        assertEquals(nextVariance, twice.variance().item(), tolerance(nextVariance), library);
    }

    /** Momenta such as 0.99 are themselves rounded, by half an ulp of 1. */
    private static double tolerance(double expected) {
        return 4 * Math.ulp(Math.max(1, expected));
    }

    @Test
    void namesItsChoices() {
        assertEquals(new RunningAverage(OptionalDouble.of(0.1), true), RunningAverage.PYTORCH);
        assertFalse(RunningAverage.ONNX.unbiased());
        assertFalse(RunningAverage.FLAX.unbiased());
        assertEquals(new RunningAverage(OptionalDouble.of(0.25), false), RunningAverage.exponential(0.25, false));
        assertTrue(RunningAverage.cumulative(true).momentum().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.0000000000000002, Double.POSITIVE_INFINITY, Double.NaN})
    void momentumIsAbove0AndAtMost1(double momentum) {
        String message = assertThrows(IllegalArgumentException.class, () -> RunningAverage.exponential(momentum, true))
                .getMessage();
        assertEquals(
                "RunningAverage: momentum " + momentum
                        + ", the weight of the new statistics, has to be above 0 and at most 1",
                message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, Double.MIN_VALUE})
    void theEndsOfTheRangeAreFine(double momentum) {
        assertEquals(
                momentum, RunningAverage.exponential(momentum, false).momentum().orElseThrow());
    }
}
