package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.UnaryOperator;
import org.closedform.tensor.ElementType;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sigmoids of many numbers, and of one by itself; their accuracy over all numbers is tested through the operators. */
class SigmoidBlockTest {
    private static final List<UnaryOperator<Buffer>> FUNCTIONS = List.of(
            Logistic::value,
            Logistic::slope,
            Logistic::softplus,
            Logistic::logValue,
            Hyperbolic::tangent,
            Hyperbolic::tangentSlope);

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 1023, 1024, 1025, 2500})
    void everyNumberIsMadeAsIfItWereAlone(int size) {
        for (Buffer type : List.of(Buffer.of(new double[0]), Buffer.of(new float[0]))) {
            Buffer x = type.ofSize(size);
            for (int i = 0; i < size; i++) {
                x.set(i, i % 101 / 7.0 - 7);
            }
            for (UnaryOperator<Buffer> function : FUNCTIONS) {
                Buffer y = function.apply(x);
                assertEquals(size, y.size());
                Buffer alone = type.ofSize(1);
                for (int i = 0; i < size; i++) {
                    alone.set(0, x.at(i));
                    assertEquals(function.apply(alone).at(0), y.at(i), "number " + i);
                }
            }
        }
    }

    private static void assertClose(BigDecimal expected, double actual, String name) {
        double off = Ulps.between(actual, expected, ElementType.FLOAT64);
        assertTrue(off <= 4, () -> name + " is off by " + off + " ulp");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-40, -3, -0.75, 0, 0.125, 1, 5, 30})
    void ofOneNumberTheyAreThoseOfSixtyDigits(double x) {
        BigDecimal right = HighPrecision.sigmoid(x);
        BigDecimal left = HighPrecision.sigmoid(-x);
        assertClose(right, Logistic.value(x), "σ");
        assertClose(right.multiply(left), Logistic.slope(x), "σ′");
        assertClose(HighPrecision.log(left).negate(), Logistic.softplus(x), "softplus");
        BigDecimal twice = HighPrecision.sigmoid(2 * x);
        BigDecimal tangent = twice.subtract(HighPrecision.sigmoid(-2 * x));
        assertClose(tangent, Hyperbolic.tangent(x), "tanh");
        BigDecimal slope = twice.multiply(HighPrecision.sigmoid(-2 * x)).multiply(BigDecimal.valueOf(4));
        assertClose(slope, Hyperbolic.tangentSlope(x), "tanh′");
    }
}
