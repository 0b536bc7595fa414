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

    private static void assertClose(BigDecimal expected, double actual, ElementType type, String name) {
        double off = Ulps.between(actual, expected, type);
        assertTrue(off <= 4, () -> name + " is off by " + off + " ulp of " + type);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-40, -3, -0.75, 0, 0.125, 1, 5, 30})
    void ofOneNumberTheyAreThoseOfSixtyDigits(double x) {
        BigDecimal right = HighPrecision.sigmoid(x);
        BigDecimal left = HighPrecision.sigmoid(-x);
        BigDecimal slope = right.multiply(left);
        BigDecimal softplus = HighPrecision.log(left).negate();
        BigDecimal twice = HighPrecision.sigmoid(2 * x);
        BigDecimal tangent = twice.subtract(HighPrecision.sigmoid(-2 * x));
        BigDecimal tangentSlope = twice.multiply(HighPrecision.sigmoid(-2 * x)).multiply(BigDecimal.valueOf(4));
        assertClose(right, Logistic.value(x), ElementType.FLOAT64, "σ");
        assertClose(slope, Logistic.slope(x), ElementType.FLOAT64, "σ′");
        assertClose(softplus, Logistic.softplus(x), ElementType.FLOAT64, "softplus");
        assertClose(tangent, Hyperbolic.tangent(x), ElementType.FLOAT64, "tanh");
        assertClose(tangentSlope, Hyperbolic.tangentSlope(x), ElementType.FLOAT64, "tanh′");
        for (ElementType type : ElementType.values()) {
            Buffer one = type == ElementType.FLOAT64 ? Buffer.of(new double[] {x}) : Buffer.of(new float[] {(float) x});
            assertClose(right, Logistic.value(one).at(0), type, "σ");
            assertClose(slope, Logistic.slope(one).at(0), type, "σ′");
            assertClose(softplus, Logistic.softplus(one).at(0), type, "softplus");
            assertClose(tangent, Hyperbolic.tangent(one).at(0), type, "tanh");
            assertClose(tangentSlope, Hyperbolic.tangentSlope(one).at(0), type, "tanh′");
        }
    }
}
