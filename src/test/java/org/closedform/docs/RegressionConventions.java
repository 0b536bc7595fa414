package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.SplittableRandom;
import org.closedform.loss.BinaryFocalLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.DistillationLoss;
import org.closedform.loss.FocalLoss;
import org.closedform.loss.GaussianNegativeLogLikelihood;
import org.closedform.loss.HuberLoss;
import org.closedform.loss.JensenShannonDivergence;
import org.closedform.loss.MeanSquaredError;
import org.closedform.loss.Reduction;
import org.closedform.loss.ZLoss;
import org.closedform.operator.Initialization;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;

/** The rows of the conventions that are about losses of numbers, of focus and of distillation, and about training. */
final class RegressionConventions {
    private static final Numbers NUMBERS = new Numbers(ElementType.FLOAT64);
    private static final double LOG_2 = 0.693147180559945309417;

    private RegressionConventions() {}

    static Map<String, Executable> rows() {
        return Map.ofEntries(
                Map.entry("squared-half", RegressionConventions::noHalf),
                Map.entry("squared-weights", RegressionConventions::weights),
                Map.entry("huber-delta", RegressionConventions::delta),
                Map.entry("gaussian-epsilon", RegressionConventions::epsilon),
                Map.entry("gaussian-full", RegressionConventions::full),
                Map.entry("jensen-shannon", RegressionConventions::jensenShannon),
                Map.entry("focal-gamma", RegressionConventions::gamma),
                Map.entry("focal-alpha", RegressionConventions::alpha),
                Map.entry("focal-mean", RegressionConventions::mean),
                Map.entry("focal-clipping", RegressionConventions::clipping),
                Map.entry("z-loss", RegressionConventions::normaliser),
                Map.entry("distillation-square", RegressionConventions::distillation),
                Map.entry("clip-norm", RegressionConventions::clip),
                Map.entry("initial-fans", RegressionConventions::fans),
                Map.entry("initial-normal", RegressionConventions::tails));
    }

    private static void noHalf() {
        NUMBERS.assertHolds(MeanSquaredError.of(Tensor.of(0)).apply(Tensor.of(3)), 9);
        NUMBERS.assertHolds(
                HuberLoss.of(Tensor.of(0)).withDelta(Double.POSITIVE_INFINITY).apply(Tensor.of(3)), 4.5);
    }

    private static void weights() {
        MeanSquaredError loss = MeanSquaredError.of(Tensor.of(0, 0)).withWeight(Tensor.of(1, 3));
        NUMBERS.assertHolds(loss.apply(Tensor.of(2, 4)), (4 + 3 * 16) / 4.0);
    }

    private static void delta() {
        assertEquals(1, HuberLoss.of(Tensor.of(0)).delta());
        NUMBERS.assertHolds(HuberLoss.of(Tensor.of(0)).apply(Tensor.of(3)), 2.5);
    }

    private static void epsilon() {
        GaussianNegativeLogLikelihood loss = GaussianNegativeLogLikelihood.of(Tensor.of(0));
        assertEquals(1e-6, loss.epsilon());
        GaussianNegativeLogLikelihood.Inputs in =
                new GaussianNegativeLogLikelihood.Inputs(Tensor.of(1), Tensor.of(0.5));
        NUMBERS.assertHolds(loss.withEpsilon(1).forward(in).gradient().variance(), 0);
    }

    private static void full() {
        GaussianNegativeLogLikelihood.Inputs in = new GaussianNegativeLogLikelihood.Inputs(Tensor.of(0), Tensor.of(1));
        GaussianNegativeLogLikelihood loss = GaussianNegativeLogLikelihood.of(Tensor.of(0));
        NUMBERS.assertHolds(loss.apply(in), 0);
        NUMBERS.assertHolds(loss.withFull(true).apply(in), 0.91893853320467274178);
    }

    private static void jensenShannon() {
        NUMBERS.assertHolds(
                JensenShannonDivergence.onProbabilities()
                        .apply(new JensenShannonDivergence.Inputs(Tensor.of(1, 0), Tensor.of(0, 1))),
                LOG_2);
    }

    private static void gamma() {
        assertEquals(2, FocalLoss.onLogits(Labels.of(0)).gamma());
        assertEquals(2, BinaryFocalLoss.onLogits(Tensor.of(0)).gamma());
    }

    private static void alpha() {
        BinaryFocalLoss loss = BinaryFocalLoss.onLogits(Tensor.of(1, 0)).withReduction(Reduction.NONE);
        NUMBERS.assertHolds(loss.apply(Tensor.of(0, 0)), LOG_2 / 4, LOG_2 / 4);
        NUMBERS.assertHoldsWithin(1, loss.withAlpha(0.25).apply(Tensor.of(0, 0)), LOG_2 / 16, 3 * LOG_2 / 16);
    }

    private static void mean() {
        Tensor x = Tensor.zeros(Shape.of(2, 2));
        CrossEntropyLoss weighted = CrossEntropyLoss.onLogits(Labels.of(0, 1)).withWeights(Tensor.of(1, 3));
        NUMBERS.assertHoldsWithin(1, new FocalLoss(weighted, 2).apply(x), LOG_2 / 4);
        NUMBERS.assertHoldsWithin(1, BinaryFocalLoss.onLogits(x).withAlpha(0.25).apply(x), 3 * LOG_2 / 16);
    }

    private static void clipping() {
        Labels first = Labels.of(0);
        NUMBERS.assertHolds(
                FocalLoss.onProbabilities(first).apply(Tensor.of(new double[][] {{0, 1}})), Double.POSITIVE_INFINITY);
        NUMBERS.assertHolds(FocalLoss.onLogits(first).apply(Tensor.of(new double[][] {{0, 1000}})), 1000);
    }

    private static void normaliser() {
        Tensor x = Tensor.zeros(Shape.of(2, 2));
        NUMBERS.assertHoldsWithin(8, ZLoss.of(0.5).apply(x), LOG_2 * LOG_2 / 2);
        NUMBERS.assertHoldsWithin(
                8,
                CrossEntropyLoss.onLogits(Labels.of(0, 1)).plus(ZLoss.of(0.5)).apply(x),
                LOG_2 + LOG_2 * LOG_2 / 2);
    }

    private static void distillation() {
        Tensor teacher = Tensor.of(2, -2);
        Tensor student = Tensor.of(0, 0);
        // T (y − p) with p = σ(±4/T)
        double p = 1 / (1 + StrictMath.exp(-1));
        NUMBERS.assertHoldsWithin(
                8, DistillationLoss.of(teacher, 4).forward(student).gradient(), 4 * (0.5 - p), 4 * (p - 0.5));
    }

    private static void clip() {
        NUMBERS.assertHolds(Tensor.of(3, 4).clipNorm(2.5), 1.5, 2);
        NUMBERS.assertHolds(Tensor.of(3, 4).clipNorm(5), 3, 4);
    }

    private static void fans() {
        Tensor he = Initialization.heUniform(Shape.of(5, 600), new SplittableRandom(1));
        assertEquals(0.1, he.map(Math::abs).max().item(), 1e-3, "√(6 / in) of [out, in]");
    }

    /** Of 10,000 normal numbers 455 lie beyond two deviations. */
    private static void tails() {
        Tensor he = Initialization.heNormal(Shape.of(50, 200), new SplittableRandom(1));
        assertEquals(455, he.map(w -> Math.abs(w) > 2 * 0.1 ? 1 : 0).sum().item(), 100);
        Tensor glorot = Initialization.glorotNormal(Shape.of(100, 100), new SplittableRandom(1));
        assertEquals(455, glorot.map(w -> Math.abs(w) > 2 * 0.1 ? 1 : 0).sum().item(), 100);
    }
}
