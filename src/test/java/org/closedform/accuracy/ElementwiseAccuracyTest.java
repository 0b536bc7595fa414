package org.closedform.accuracy;

import static java.math.BigDecimal.ONE;
import static org.closedform.testkit.HighPrecision.DIGITS;

import java.math.BigDecimal;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.closedform.Sweep;
import org.closedform.operator.LogSigmoid;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softplus;
import org.closedform.operator.Tanh;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sigmoid and its kin over their whole range, beside 60 digits. */
class ElementwiseAccuracyTest {
    private static final double BOUND = 2;
    private static final double LN_2 = StrictMath.log(2);

    private record Case(String name, Operator<Tensor, Tensor> operator, UnaryOperator<BigDecimal> exact, int points) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("sigmoid", new Sigmoid(), x -> ONE.divide(ONE.add(exp(x.negate())), DIGITS), 6000),
                new Case("tanh", new Tanh(), ElementwiseAccuracyTest::tanh, 6000),
                new Case("softplus", new Softplus(), ElementwiseAccuracyTest::softplus, 1500),
                new Case(
                        "log-sigmoid",
                        new LogSigmoid(),
                        x -> softplus(x.negate()).negate(),
                        1500));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isWithinTheStatedBound(Case function) {
        for (ElementType type : ElementType.values()) {
            Worst worst = new Worst(function.name, type);
            double widest = type == ElementType.FLOAT32 ? 105 : 746;
            Random random = new Random(1);
            for (int part = 0; part < Sweep.FACTOR; part++) {
                Tensor x = Tensor.of(random.doubles(function.points, 0, 1)
                                .map(u -> point(u, widest, random))
                                .toArray())
                        .to(type);
                Tensor y = function.operator.apply(x);
                for (int i = 0; i < x.size(); i++) {
                    worst.add(y.at(i), function.exact.apply(new BigDecimal(x.at(i))), x.at(i));
                }
            }
            worst.assertWithin(BOUND);
        }
    }

    /** Anywhere; of any size, small ones too; or where the exponent of e^x changes. */
    static double point(double u, double widest, Random random) {
        double sign = random.nextBoolean() ? 1 : -1;
        return switch (random.nextInt(4)) {
            case 0 -> sign * u * widest;
            case 1 -> sign * u * 20;
            case 2 -> sign * StrictMath.scalb(1 + u, random.nextInt(70) - 64);
            default -> sign * ((random.nextInt(30) + 0.5) * LN_2 / 2 + (u - 0.5) * 1e-3);
        };
    }

    private static BigDecimal exp(BigDecimal x) {
        return HighPrecision.exp(x);
    }

    /** Near 0 the quotient loses as many digits as x has leading zeros, of 60; there, the series. */
    private static BigDecimal tanh(BigDecimal x) {
        if (x.abs().doubleValue() < 1e-7) {
            BigDecimal cube = x.multiply(x).multiply(x);
            return x.subtract(cube.divide(BigDecimal.valueOf(3), DIGITS), DIGITS);
        }
        BigDecimal e = exp(x.add(x));
        return e.subtract(ONE).divide(e.add(ONE), DIGITS);
    }

    private static BigDecimal softplus(BigDecimal x) {
        BigDecimal rest = HighPrecision.log1p(exp(x.abs().negate()));
        return x.signum() > 0 ? x.add(rest) : rest;
    }
}
