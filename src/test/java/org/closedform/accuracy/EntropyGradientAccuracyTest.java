package org.closedform.accuracy;

import java.math.BigDecimal;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.closedform.Sweep;
import org.closedform.loss.Entropy;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The entropy of logits and its gradient, in ulps of themselves: also where log p + H cancels. */
class EntropyGradientAccuracyTest {
    private static final int NUMBERS = 300;

    @ParameterizedTest(name = "rows of {0} logits, normal of deviation {1} or uniform within ±{2}")
    @CsvSource({"2, 3, 0", "5, 3, 0", "5, 0, 100", "30, 0, 20", "100, 3, 0", "300, 0, 100", "300, 3, 0"})
    void isWithinTheStatedBounds(int length, double deviation, double range) {
        for (ElementType type : ElementType.values()) {
            Worst entropies = new Worst("entropy, rows of " + length, type);
            Worst gradients = new Worst("gradient of the entropy, rows of " + length, type);
            Random random = new Random(length);
            DoubleSupplier logit = () -> deviation * random.nextGaussian() + range * (2 * random.nextDouble() - 1);
            for (int row = 0; row < Sweep.FACTOR * Math.max(1, NUMBERS / length); row++) {
                Tensor x = Tensor.of(IntStream.range(0, length)
                                .mapToDouble(i -> logit.getAsDouble())
                                .toArray())
                        .to(type);
                add(entropies, gradients, x);
            }
            entropies.assertWithin(1);
            gradients.assertWithin(4);
        }
    }

    private static void add(Worst entropies, Worst gradients, Tensor x) {
        BigDecimal[] p = HighPrecision.softmax(x.toDoubleArray());
        BigDecimal[] logP = HighPrecision.logSoftmax(x.toDoubleArray());
        BigDecimal entropy = HighPrecision.sum(IntStream.range(0, p.length)
                        .mapToObj(i -> p[i].multiply(logP[i]))
                        .toArray(BigDecimal[]::new))
                .negate();
        Operator.Pass<Tensor, Tensor> pass = Entropy.onLogits().forward(x);
        entropies.add(pass.output().item(), entropy, x);
        double[] gradient = pass.gradient().toDoubleArray();
        for (int at = 0; at < p.length; at++) {
            int i = at;
            gradients.add(gradient[i], p[i].multiply(logP[i].add(entropy)).negate(), () -> "element " + i + " of " + x);
        }
    }
}
