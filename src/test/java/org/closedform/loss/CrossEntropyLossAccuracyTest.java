package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;

/** Loss and gradient of one position against BigDecimal, within the ulps that the Javadoc states. */
class CrossEntropyLossAccuracyTest {
    private static final double LOSS_ULPS = 4;
    private static final double GRADIENT_ULPS = 8;

    /** One position: a prediction, rounded to its type, its class, and a distribution of the same type. */
    record Sample(Tensor x, int label, Tensor t) {
        double[] values() {
            return x.toDoubleArray();
        }

        Tensor oneHot() {
            return Labels.of(Shape.of(), label).oneHot(x.size()).to(x.elementType());
        }
    }

    @Provide
    Arbitrary<Sample> logits() {
        return Arbitraries.integers()
                .between(1, 12)
                .flatMap(classes -> samples(
                        classes,
                        Arbitraries.oneOf(
                                TensorArbitraries.logits(classes),
                                TensorArbitraries.extremes(classes).map(row -> Arrays.stream(row)
                                        .map(v -> v / 4)
                                        .toArray()))));
    }

    @Provide
    Arbitrary<Sample> probabilities() {
        return Arbitraries.integers()
                .between(1, 12)
                .flatMap(classes -> samples(classes, TensorArbitraries.probabilities(classes)));
    }

    private static Arbitrary<Sample> samples(int classes, Arbitrary<double[]> rows) {
        return Combinators.combine(
                        rows,
                        TensorArbitraries.elementTypes(),
                        Arbitraries.integers().between(0, classes - 1),
                        weights(classes))
                .as((row, type, label, t) -> {
                    // ±1e300 exists in float64 only: float32 gets numbers that it can hold.
                    double largest = type == ElementType.FLOAT32 ? 1e30 : Double.MAX_VALUE;
                    double[] held = Arrays.stream(row)
                            .map(v -> Math.max(-largest, Math.min(largest, v)))
                            .toArray();
                    return new Sample(
                            Tensor.of(held).to(type), label, Tensor.of(t).to(type));
                });
    }

    /** Distributions, with zeros, not always summing to 1. */
    private static Arbitrary<double[]> weights(int classes) {
        return Combinators.combine(
                        TensorArbitraries.probabilities(classes),
                        Arbitraries.integers().between(0, (1 << classes) - 1),
                        Arbitraries.of(1.0, 1.0, 0.25, 3.0))
                .as((p, zeros, sum) -> IntStream.range(0, classes)
                        .mapToDouble(i -> (zeros >> i & 1) == 1 ? 0 : p[i] * sum)
                        .toArray());
    }

    @Property(tries = 250)
    void lossOfLabelsOnLogitsIsMinusLogSoftmax(@ForAll("logits") Sample s) {
        Operator.Pass<Tensor, Tensor> pass =
                CrossEntropyLoss.onLogits(Labels.of(Shape.of(), s.label)).forward(s.x);
        Ulps.assertWithin(LOSS_ULPS, pass.output(), HighPrecision.logSoftmax(s.values())[s.label].negate());
    }

    @Property(tries = 250)
    void gradientOfLabelsOnLogitsKeepsItsDigits(@ForAll("logits") Sample s) {
        Operator.Pass<Tensor, Tensor> pass =
                CrossEntropyLoss.onLogits(Labels.of(Shape.of(), s.label)).forward(s.x);
        Ulps.assertWithin(GRADIENT_ULPS, pass.gradient(), labelGradient(s.values(), s.label));
    }

    /** y, but at the label minus the sum of all others. */
    private static BigDecimal[] labelGradient(double[] logits, int label) {
        BigDecimal[] gradient = HighPrecision.softmax(logits);
        gradient[label] = BigDecimal.ZERO;
        gradient[label] = HighPrecision.sum(gradient).negate();
        return gradient;
    }

    @Property(tries = 250)
    void lossOfDistributionsOnLogitsIsTheWeightedSum(@ForAll("logits") Sample s) {
        Operator.Pass<Tensor, Tensor> pass = CrossEntropyLoss.onLogits(s.t).forward(s.x);
        Ulps.assertWithin(
                LOSS_ULPS,
                pass.output(),
                weighted(HighPrecision.logSoftmax(s.values()), s.t).negate());
    }

    @Property(tries = 250)
    void gradientOfDistributionsOnLogitsIsYTimesSumMinusT(@ForAll("logits") Sample s) {
        double[] gradient =
                CrossEntropyLoss.onLogits(s.t).forward(s.x).gradient().toDoubleArray();
        BigDecimal[] y = HighPrecision.softmax(s.values());
        BigDecimal[] t = HighPrecision.exact(s.t.toDoubleArray());
        BigDecimal sum = HighPrecision.sum(t);
        for (int i = 0; i < y.length; i++) {
            BigDecimal pulled = y[i].multiply(sum);
            BigDecimal ulp = Ulps.ulp(pulled.max(t[i]), s.x.elementType());
            BigDecimal off =
                    new BigDecimal(gradient[i]).subtract(pulled.subtract(t[i])).abs();
            assertTrue(
                    off.compareTo(ulp.multiply(new BigDecimal(GRADIENT_ULPS))) <= 0,
                    "gradient " + i + " is " + gradient[i] + ", but exactly "
                            + pulled.subtract(t[i]).doubleValue());
        }
    }

    @Property(tries = 250)
    void oneHotDistributionsAreLabels(@ForAll("logits") Sample s) {
        Operator.Pass<Tensor, Tensor> soft =
                CrossEntropyLoss.onLogits(s.oneHot()).forward(s.x);
        Operator.Pass<Tensor, Tensor> hard =
                CrossEntropyLoss.onLogits(Labels.of(Shape.of(), s.label)).forward(s.x);
        Ulps.assertWithin(
                LOSS_ULPS, soft.output(), HighPrecision.exact(hard.output().toDoubleArray()));
        Ulps.assertWithin(
                GRADIENT_ULPS,
                soft.gradient(),
                HighPrecision.exact(hard.gradient().toDoubleArray()));
    }

    @Property(tries = 250)
    void onProbabilitiesTheLossIsMinusLogAndTheGradientMinusTOverP(@ForAll("probabilities") Sample s) {
        BigDecimal[] p = HighPrecision.exact(s.values());
        Operator.Pass<Tensor, Tensor> hard =
                CrossEntropyLoss.onProbabilities(Labels.of(Shape.of(), s.label)).forward(s.x);
        BigDecimal[] logs = Arrays.stream(p).map(HighPrecision::log).toArray(BigDecimal[]::new);
        Ulps.assertWithin(LOSS_ULPS, hard.output(), logs[s.label].negate());
        Ulps.assertWithin(LOSS_ULPS, hard.gradient(), quotients(s.oneHot(), p));
        Operator.Pass<Tensor, Tensor> soft =
                CrossEntropyLoss.onProbabilities(s.t).forward(s.x);
        Ulps.assertWithin(LOSS_ULPS, soft.output(), weighted(logs, s.t).negate());
        Ulps.assertWithin(LOSS_ULPS, soft.gradient(), quotients(s.t, p));
    }

    private static BigDecimal weighted(BigDecimal[] values, Tensor t) {
        BigDecimal[] weights = HighPrecision.exact(t.toDoubleArray());
        return HighPrecision.sum(IntStream.range(0, values.length)
                .mapToObj(i -> values[i].multiply(weights[i]))
                .toArray(BigDecimal[]::new));
    }

    private static BigDecimal[] quotients(Tensor t, BigDecimal[] p) {
        BigDecimal[] weights = HighPrecision.exact(t.toDoubleArray());
        return IntStream.range(0, p.length)
                .mapToObj(i -> weights[i].negate().divide(p[i], HighPrecision.DIGITS))
                .toArray(BigDecimal[]::new);
    }

    @Example
    void confidentLossesKeepTheirDigitsDownTo1e300() {
        for (double[] logits :
                new double[][] {{700, 0}, {0, -690}, {40, 0}, {0, -36.7, -36.8}, {1e8, 1e8 - 30}, {350.25, -340}}) {
            BigDecimal[] log = HighPrecision.logSoftmax(logits);
            Operator.Pass<Tensor, Tensor> hard =
                    CrossEntropyLoss.onLogits(Labels.of(Shape.of(), 0)).forward(Tensor.of(logits));
            Ulps.assertWithin(LOSS_ULPS, hard.output(), log[0].negate());
            Ulps.assertWithin(GRADIENT_ULPS, hard.gradient(), labelGradient(logits, 0));
            double loss = hard.output().item();
            assertTrue(loss > 0 && loss < 1e-11, "a confident loss, yet not 0: " + loss);
        }
    }

    @Example
    void logits700And0LoseExpOfMinus700() {
        double loss = CrossEntropyLoss.onLogits(Labels.of(Shape.of(), 0))
                .forward(Tensor.of(700, 0))
                .output()
                .item();
        // e^-700 by hand: 9.8596765437597708567e-305
        assertEquals(9.8596765437597708567e-305, loss, 4 * Math.ulp(9.86e-305));
    }

    @Example
    void hugeLogitsGiveTheirDifference() {
        Tensor x = Tensor.of(0.5e300, -0.5e300, 0);
        Operator.Pass<Tensor, Tensor> right =
                CrossEntropyLoss.onLogits(Labels.of(Shape.of(), 0)).forward(x);
        Operator.Pass<Tensor, Tensor> wrong =
                CrossEntropyLoss.onLogits(Labels.of(Shape.of(), 1)).forward(x);
        assertEquals(0, right.output().item());
        assertEquals(0, right.gradient().norm());
        assertEquals(1e300, wrong.output().item());
        assertEquals(Tensor.of(1, -1, 0), wrong.gradient().plus(0));
    }

    @Example
    void tiesShareTheProbability() {
        Operator.Pass<Tensor, Tensor> pass =
                CrossEntropyLoss.onLogits(Labels.of(Shape.of(), 2)).forward(Tensor.full(Shape.of(4), -1e8));
        Ulps.assertWithin(1, pass.output(), HighPrecision.log(new BigDecimal(4)));
        assertEquals(Tensor.of(0.25, 0.25, -0.75, 0.25), pass.gradient());
    }
}
