package org.closedform.docs;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;

import java.util.Map;
import java.util.function.Consumer;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.BinaryFocalLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.FocalLoss;
import org.closedform.loss.GaussianNegativeLogLikelihood;
import org.closedform.loss.HuberLoss;
import org.closedform.loss.JensenShannonDivergence;
import org.closedform.loss.MeanSquaredError;
import org.closedform.loss.Reduction;
import org.closedform.loss.ZLoss;
import org.closedform.operator.Operator;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;

/** The rows of the special values that are about losses of numbers, of focus, and about clipped norms. */
final class RegressionRows {
    private RegressionRows() {}

    static Map<String, Consumer<Numbers>> rows() {
        return Map.ofEntries(
                Map.entry("squared-weightless", RegressionRows::weightless),
                Map.entry("huber-infinite", RegressionRows::huber),
                Map.entry("gaussian-zero-variance", RegressionRows::zeroVariance),
                Map.entry("gaussian-small-variance", RegressionRows::smallVariance),
                Map.entry("jensen-shannon-equal", RegressionRows::equal),
                Map.entry("jensen-shannon-disjoint", RegressionRows::disjoint),
                Map.entry("focal-gamma-zero", RegressionRows::gammaZero),
                Map.entry("focal-impossible", RegressionRows::impossible),
                Map.entry("z-loss-infinite", RegressionRows::infiniteSum),
                Map.entry("clip-norm-not-finite", RegressionRows::clipped));
    }

    private static void weightless(Numbers n) {
        Tensor x = n.vector(NaN, 3);
        Tensor w = n.vector(0, 2);
        Operator.Pass<Tensor, Tensor> squared =
                MeanSquaredError.of(n.vector(0, 1)).withWeight(w).forward(x);
        n.assertHolds(squared.output(), 4);
        n.assertHolds(squared.gradient(), 0, 4);
        Operator.Pass<Tensor, Tensor> huber =
                HuberLoss.of(n.vector(0, 1)).withWeight(w).forward(x);
        n.assertHolds(huber.output(), 1.5);
        n.assertHolds(huber.gradient(), 0, 1);
    }

    private static void huber(Numbers n) {
        Operator.Pass<Tensor, Tensor> pass = HuberLoss.of(n.vector(0, 0, POSITIVE_INFINITY))
                .withDelta(2)
                .withReduction(Reduction.NONE)
                .forward(n.vector(POSITIVE_INFINITY, NEGATIVE_INFINITY, POSITIVE_INFINITY));
        n.assertHolds(pass.output(), POSITIVE_INFINITY, POSITIVE_INFINITY, NaN);
        n.assertHolds(pass.gradient(), 2, -2, NaN);
    }

    private static Operator.Pass<GaussianNegativeLogLikelihood.Inputs, Tensor> gaussian(
            Numbers n, double epsilon, Tensor m, Tensor v) {
        return GaussianNegativeLogLikelihood.of(m.zerosLike())
                .withEpsilon(epsilon)
                .withReduction(Reduction.NONE)
                .forward(new GaussianNegativeLogLikelihood.Inputs(m, v));
    }

    private static void zeroVariance(Numbers n) {
        Operator.Pass<GaussianNegativeLogLikelihood.Inputs, Tensor> pass =
                gaussian(n, 0, n.vector(1, 0, 1), n.vector(0, 0, -1));
        n.assertHolds(pass.output(), POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN);
        n.assertHolds(pass.gradient().mean(), POSITIVE_INFINITY, 0, NaN);
        n.assertHolds(pass.gradient().variance(), NEGATIVE_INFINITY, POSITIVE_INFINITY, NaN);
    }

    private static void smallVariance(Numbers n) {
        Operator.Pass<GaussianNegativeLogLikelihood.Inputs, Tensor> pass =
                gaussian(n, 1, n.vector(2, 2), n.vector(0, 1));
        n.assertHolds(pass.output(), 2, 2);
        n.assertHolds(pass.gradient().mean(), 2, 2);
        n.assertHolds(pass.gradient().variance(), -1.5, -1.5);
    }

    private static void equal(Numbers n) {
        Tensor p = n.vector(0.25, 0.75, 0);
        Operator.Pass<JensenShannonDivergence.Inputs, Tensor> pass =
                JensenShannonDivergence.onProbabilities().forward(new JensenShannonDivergence.Inputs(p, p));
        n.assertHolds(pass.output(), 0);
        n.assertHolds(pass.gradient().p(), 0, 0, 0);
        n.assertHolds(pass.gradient().q(), 0, 0, 0);
    }

    private static void disjoint(Numbers n) {
        Operator.Pass<JensenShannonDivergence.Inputs, Tensor> pass = JensenShannonDivergence.onProbabilities()
                .forward(new JensenShannonDivergence.Inputs(n.vector(1, 0), n.vector(0, 1)));
        double log2 = n.either((float) 0.6931471805599453, 0.6931471805599453);
        n.assertHolds(pass.output(), log2);
        n.assertHolds(pass.gradient().p(), log2 / 2, NEGATIVE_INFINITY);
    }

    private static void gammaZero(Numbers n) {
        Tensor x = n.matrix(Numbers.row(1, -2, 0.5));
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(1));
        n.assertHolds(
                new FocalLoss(loss, 0).forward(x).gradient(),
                loss.forward(x).gradient().toDoubleArray());
        BinaryCrossEntropyLoss binary = BinaryCrossEntropyLoss.onLogits(n.vector(1, 0));
        Tensor logits = n.vector(3, 0.1);
        n.assertHolds(
                new BinaryFocalLoss(binary, 0).forward(logits).gradient(),
                binary.forward(logits).gradient().toDoubleArray());
    }

    private static void impossible(Numbers n) {
        Operator.Pass<Tensor, Tensor> pass =
                FocalLoss.onLogits(Labels.of(0)).forward(n.matrix(Numbers.row(NEGATIVE_INFINITY, 0, 0)));
        n.assertHolds(pass.output(), POSITIVE_INFINITY);
        n.assertHolds(pass.gradient(), -1, 0.5, 0.5);
        Operator.Pass<Tensor, Tensor> binary = BinaryFocalLoss.onProbabilities(n.vector(1, 1))
                .withReduction(Reduction.NONE)
                .forward(n.vector(0, 1));
        n.assertHolds(binary.output(), POSITIVE_INFINITY, 0);
        n.assertHolds(binary.gradient(), NEGATIVE_INFINITY, 0);
    }

    private static void infiniteSum(Numbers n) {
        Operator.Pass<Tensor, Tensor> pass = ZLoss.of(1)
                .withReduction(Reduction.NONE)
                .forward(n.matrix(
                        Numbers.row(POSITIVE_INFINITY, 0), Numbers.row(NEGATIVE_INFINITY, 2), Numbers.row(NaN, 0)));
        n.assertHolds(pass.output(), POSITIVE_INFINITY, 4, NaN);
        n.assertHolds(pass.gradient(), NaN, NaN, 0, 4, NaN, NaN);
    }

    private static void clipped(Numbers n) {
        n.assertHolds(n.vector(1, NaN, 0).clipNorm(1), NaN, NaN, NaN);
        n.assertHolds(n.vector(1, POSITIVE_INFINITY, 0).clipNorm(1), 0, NaN, 0);
        n.assertHolds(n.vector(n.largest(), 0, n.largest()).clipNorm(0), 0, 0, 0);
    }
}
