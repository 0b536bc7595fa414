package org.closedform.accuracy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import java.util.stream.Stream;
import org.closedform.Sweep;
import org.closedform.operator.Celu;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Elu;
import org.closedform.operator.Gelu;
import org.closedform.operator.HardSigmoid;
import org.closedform.operator.HardSwish;
import org.closedform.operator.LeakyRelu;
import org.closedform.operator.Mish;
import org.closedform.operator.Operator;
import org.closedform.operator.Selu;
import org.closedform.operator.Silu;
import org.closedform.operator.Softsign;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The activations and their slopes over their whole range, beside 50 digits. */
class ActivationAccuracyTest {
    /** How far a derivative may be off next to its zero. */
    private static final BigDecimal CANCELLED = new BigDecimal(0x1p-64);

    private static final double ZEROS_WITHIN = 4;
    private static final int POINTS = 250;

    /** The activation's stated bounds, of y and of its slopes. */
    private record Case(Operator<Tensor, Tensor> operator, ActivationReference exact, double value, double slopes) {
        @Override
        public String toString() {
            return operator.toString();
        }
    }

    static Stream<Case> cases() {
        Selu selu = new Selu();
        BigDecimal product = new BigDecimal(selu.alpha()).multiply(new BigDecimal(selu.gamma()));
        return Stream.of(
                new Case(new Gelu(), ActivationReference.gelu(), 1, 1),
                new Case(new Gelu(Gelu.Approximation.TANH), ActivationReference.geluTanh(), 1, 1),
                new Case(new Silu(), ActivationReference.silu(1), 1, 1),
                new Case(new Silu(1.702), ActivationReference.silu(1.702), 1, 1),
                new Case(new Silu(-0.3), ActivationReference.silu(-0.3), 1, 1),
                new Case(new Mish(), ActivationReference.mish(), 1, 1),
                new Case(new Elu(), ActivationReference.exponential(1, BigDecimal.ONE, 1), 2, 2),
                new Case(new Elu(0.3), ActivationReference.exponential(1, new BigDecimal(0.3), 1), 2, 2),
                new Case(new Celu(0.3), ActivationReference.exponential(1, BigDecimal.ONE, 0.3), 2, 2),
                new Case(new Celu(7), ActivationReference.exponential(1, BigDecimal.ONE, 7), 2, 2),
                new Case(selu, ActivationReference.exponential(selu.gamma(), product, 1), 2, 2),
                new Case(new LeakyRelu(), ActivationReference.leakyRelu(0.01), 0.5, 0.5),
                new Case(new Softsign(), ActivationReference.softsign(), 1, 1),
                new Case(new HardSigmoid(), ActivationReference.hardSigmoid(3), 2, 2),
                new Case(HardSigmoid.ofLine(0.2, 0.5), ActivationReference.hardSigmoid(2.5), 2, 2),
                new Case(new HardSwish(), ActivationReference.hardSwish(), 2, 2));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isWithinTheStatedBound(Case activation) {
        for (ElementType type : ElementType.values()) {
            Worst[] worst = {
                new Worst(activation + ", f", type),
                new Worst(activation + ", f′", type),
                new Worst(activation + ", f″", type)
            };
            Random random = new Random(1);
            Tensor x = Tensor.of(random.doubles(POINTS * Sweep.FACTOR, 0, 1)
                            .map(u -> point(u, type == ElementType.FLOAT32 ? 105 : 752, random))
                            .toArray())
                    .to(type);
            Elementwise.Pass pass = (Elementwise.Pass) activation.operator.forward(x);
            Tensor[] found = {pass.output(), pass.slope(), pass.secondSlope()};
            for (int order = 0; order < found.length; order++) {
                for (int i = 0; i < x.size(); i++) {
                    measure(worst[order], found[order].at(i), activation, order, x.at(i), type);
                }
                worst[order].assertWithin(order == 0 ? activation.value : activation.slopes);
            }
        }
    }

    private static void measure(Worst worst, double found, Case activation, int order, double x, ElementType type) {
        BigDecimal exact = activation.exact.derivatives().get(order).apply(new BigDecimal(x));
        if (order > 0 && Math.abs(x) < ZEROS_WITHIN) {
            BigDecimal off = new BigDecimal(found).subtract(exact).abs().subtract(CANCELLED);
            worst.add(
                    off.max(BigDecimal.ZERO)
                            .divide(Ulps.ulp(exact, type), MathContext.DECIMAL32)
                            .doubleValue(),
                    () -> String.valueOf(x));
        } else {
            worst.add(found, exact, x);
        }
    }

    /** Anywhere; of any size, small ones too; next to 0, where slopes vanish; or where the normal distribution does. */
    private static double point(double u, double widest, Random random) {
        double sign = random.nextBoolean() ? 1 : -1;
        return switch (random.nextInt(5)) {
            case 0 -> sign * u * widest;
            case 1 -> sign * u * 40;
            case 2 -> sign * StrictMath.scalb(1 + u, random.nextInt(70) - 64);
            case 3 -> sign * u * ZEROS_WITHIN;
            default -> {
                double[] zeros = {0.7517915246935645, 1.2784645427610738, 1.1924066, 0.7524614, 1.5};
                yield sign * (zeros[random.nextInt(zeros.length)] + StrictMath.scalb(u, -random.nextInt(40)));
            }
        };
    }
}
