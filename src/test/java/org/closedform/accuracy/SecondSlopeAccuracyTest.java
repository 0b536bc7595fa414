package org.closedform.accuracy;

import java.math.BigDecimal;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.closedform.Sweep;
import org.closedform.operator.Elementwise;
import org.closedform.operator.LogSigmoid;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softplus;
import org.closedform.operator.Tanh;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** f″ of the sigmoid and its kin over their whole range, beside 60 digits: near 0 and in saturation too. */
class SecondSlopeAccuracyTest {
    private static final int POINTS = 3000;

    private record Case(
            String name, Function<Tensor, Elementwise.Pass> operator, DoubleFunction<BigDecimal> exact, double bound) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("sigmoid", new Sigmoid()::forward, SecondSlopeAccuracyTest::sigmoid, 6),
                new Case("tanh", new Tanh()::forward, x -> sigmoid(2 * x).multiply(BigDecimal.valueOf(8)), 6),
                new Case("softplus", new Softplus()::forward, SecondSlopeAccuracyTest::slope, 4),
                new Case("log-sigmoid", new LogSigmoid()::forward, x -> slope(x).negate(), 4));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isWithinTheStatedBound(Case function) {
        for (ElementType type : ElementType.values()) {
            Worst worst = new Worst(function.name + "″", type);
            double widest = type == ElementType.FLOAT32 ? 105 : 746;
            Random random = new Random(1);
            for (int part = 0; part < Sweep.FACTOR; part++) {
                Tensor x = Tensor.of(random.doubles(POINTS, 0, 1)
                                .map(u -> ElementwiseAccuracyTest.point(u, widest, random))
                                .toArray())
                        .to(type);
                Tensor second = function.operator.apply(x).secondSlope();
                for (int i = 0; i < x.size(); i++) {
                    worst.add(second.at(i), function.exact.apply(x.at(i)), x.at(i));
                }
            }
            worst.assertWithin(function.bound);
        }
    }

    /** σ(x) σ(−x). */
    private static BigDecimal slope(double x) {
        return HighPrecision.sigmoid(x).multiply(HighPrecision.sigmoid(-x));
    }

    /** σ(x) σ(−x) (σ(−x) − σ(x)): of 60 digits the difference has 40 or more. As tanh x = 2σ(2x) − 1, tanh″ x = 8σ″(2x). */
    private static BigDecimal sigmoid(double x) {
        return slope(x).multiply(HighPrecision.sigmoid(-x).subtract(HighPrecision.sigmoid(x)));
    }
}
