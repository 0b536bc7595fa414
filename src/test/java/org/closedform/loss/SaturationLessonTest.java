package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why squared error learns slowly behind a saturated sigmoid and cross-entropy does not: the lesson's numbers. */
class SaturationLessonTest {
    private static final Tensor NO = Tensor.of(0);
    private static final Operator<Tensor, Tensor> SQUARED = new Sigmoid().then(MeanSquaredError.of(NO));
    private static final Operator<Tensor, Tensor> ENTROPY = BinaryCrossEntropyLoss.onLogits(NO);

    private static double slope(Operator<Tensor, Tensor> loss, double z) {
        return loss.forward(Tensor.of(z)).gradient().item();
    }

    private static int steps(Operator<Tensor, Tensor> loss, double from) {
        Tensor z = Tensor.of(from);
        int steps = 0;
        while (new Sigmoid().apply(z).item() >= 0.1) {
            z = z.minus(loss.forward(z).gradient());
            steps++;
        }
        return steps;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.250000, 35, 0.500000, 10",
        "2, 0.184956, 43, 0.880797, 12",
        "5, 0.013207, 119, 0.993307, 16",
        "10, 0.000091, 11068, 0.999955, 21"
    })
    void slopesAndStepsAreThoseOfTheTable(double z, double squared, int slow, double entropy, int fast) {
        assertEquals(squared, slope(SQUARED, z), 5e-7);
        assertEquals(entropy, slope(ENTROPY, z), 5e-7);
        assertEquals(slow, steps(SQUARED, z));
        assertEquals(fast, steps(ENTROPY, z));
    }

    /** 2 (a − t) σ′(z) against a − t: the one is the other times 2 σ′(z). */
    @Property(tries = 200)
    void theSlopesDifferByTwiceThatOfTheSigmoid(@ForAll @DoubleRange(min = -30, max = 30) double z) {
        double expected = slope(ENTROPY, z)
                * 2
                * new Sigmoid().forward(Tensor.of(z)).slope().item();
        assertEquals(expected, slope(SQUARED, z), 8 * Math.ulp(expected));
    }

    @Test
    void atTenItPullsElevenThousandTimesLess() {
        double times = slope(ENTROPY, 10) / slope(SQUARED, 10);
        assertTrue(times > 11_000 && times < 11_100, () -> "it is " + times);
    }

    @Test
    void withoutASigmoidSquaredErrorIsAsSteepAsItIsWrong() {
        assertEquals(20, slope(MeanSquaredError.of(NO), 10));
    }
}
