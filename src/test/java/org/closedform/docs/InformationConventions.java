package org.closedform.docs;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.closedform.loss.Entropy;
import org.closedform.loss.Form;
import org.closedform.loss.KlDivergence;
import org.closedform.loss.Reduction;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;

/** The rows of the conventions that are about divergence and entropy. */
final class InformationConventions {
    private static final Numbers NUMBERS = new Numbers(ElementType.FLOAT64);
    private static final double LOG_2 = 0.693147180559945309417;
    private static final Tensor HALVES = Tensor.of(0.5, 0.5);
    private static final Tensor QUARTERS = Tensor.of(0.25, 0.75);

    /** log(4/3) / 2, of halves from quarters; and (3 log 3) / 4 − log 2, of quarters from halves. */
    private static final double HALVES_FROM_QUARTERS = 0.143841036225890463720;

    private static final double QUARTERS_FROM_HALVES = 0.130812035941136959129;

    private InformationConventions() {}

    static Map<String, Executable> rows() {
        return Map.ofEntries(
                Map.entry("divergence-order", InformationConventions::order),
                Map.entry("divergence-forms", InformationConventions::forms),
                Map.entry("divergence-none", InformationConventions::none),
                Map.entry("divergence-mean", InformationConventions::mean),
                Map.entry("divergence-batch-mean", InformationConventions::batchMean),
                Map.entry("divergence-class-axis", InformationConventions::classAxis),
                Map.entry("divergence-unnormalised", InformationConventions::unnormalised),
                Map.entry("divergence-clipping", InformationConventions::clipping),
                Map.entry("divergence-zero-both", InformationConventions::zeroBoth),
                Map.entry("entropy-forms", InformationConventions::entropyForms),
                Map.entry("entropy-unit", InformationConventions::entropyUnit),
                Map.entry("entropy-reduction", InformationConventions::entropyReduction));
    }

    private static Tensor divergence(KlDivergence kl, Tensor p, Tensor q) {
        return kl.apply(new KlDivergence.Inputs(p, q));
    }

    private static Tensor log(Tensor x) {
        return x.map(StrictMath::log);
    }

    private static void order() {
        KlDivergence kl = KlDivergence.onProbabilities();
        NUMBERS.assertHoldsWithin(8, divergence(kl, HALVES, QUARTERS), HALVES_FROM_QUARTERS);
        NUMBERS.assertHoldsWithin(8, divergence(kl, QUARTERS, HALVES), QUARTERS_FROM_HALVES);
    }

    private static void forms() {
        for (Form p : Form.values()) {
            for (Form q : Form.values()) {
                Tensor given = p == Form.PROBABILITIES ? HALVES : log(HALVES);
                Tensor compared = q == Form.PROBABILITIES ? QUARTERS : log(QUARTERS);
                KlDivergence kl = new KlDivergence(p, q, Reduction.MEAN);
                NUMBERS.assertHoldsWithin(16, divergence(kl, given, compared), HALVES_FROM_QUARTERS);
            }
        }
    }

    /** Of halves from quarters and of a sure one from halves: log(4/3) / 2 and log 2. */
    private static Tensor ofTwo(Reduction reduction) {
        return divergence(
                KlDivergence.onProbabilities().withReduction(reduction),
                Tensor.of(new double[][] {{0.5, 0.5}, {0, 1}}),
                Tensor.of(new double[][] {{0.25, 0.75}, {0.5, 0.5}}));
    }

    private static void none() {
        NUMBERS.assertHoldsWithin(8, ofTwo(Reduction.NONE), HALVES_FROM_QUARTERS, LOG_2);
    }

    private static void mean() {
        assertEquals(Reduction.MEAN, KlDivergence.onLogits().reduction());
        NUMBERS.assertHoldsWithin(8, ofTwo(Reduction.MEAN), (HALVES_FROM_QUARTERS + LOG_2) / 2);
        NUMBERS.assertHoldsWithin(8, ofTwo(Reduction.SUM), HALVES_FROM_QUARTERS + LOG_2);
    }

    private static void batchMean() {
        Tensor p = HALVES.reshape(1, 2, 1).broadcastTo(Shape.of(2, 2, 3));
        Tensor q = QUARTERS.reshape(1, 2, 1).broadcastTo(Shape.of(2, 2, 3));
        KlDivergence kl = KlDivergence.onProbabilities();
        NUMBERS.assertHoldsWithin(
                8, divergence(kl.withReduction(Reduction.BATCH_MEAN), p, q), 3 * HALVES_FROM_QUARTERS);
        NUMBERS.assertHoldsWithin(8, divergence(kl, p, q), HALVES_FROM_QUARTERS);
    }

    private static void classAxis() {
        KlDivergence each = KlDivergence.onLogits().withReduction(Reduction.NONE);
        Tensor logits = Tensor.zeros(Shape.of(4, 3, 2));
        assertEquals(Shape.of(4, 2), divergence(each, logits, logits).shape());
        assertEquals(
                Shape.of(4, 2),
                Entropy.onLogits().withReduction(Reduction.NONE).apply(logits).shape());
        assertEquals(Shape.of(), divergence(each, HALVES, QUARTERS).shape());
    }

    private static void unnormalised() {
        KlDivergence kl = KlDivergence.onProbabilities();
        NUMBERS.assertHoldsWithin(8, divergence(kl, Tensor.of(2, 2), Tensor.of(1, 1)), 4 * LOG_2);
        NUMBERS.assertHoldsWithin(8, Entropy.onProbabilities().apply(Tensor.of(2, 2)), -4 * LOG_2);
    }

    private static void clipping() {
        KlDivergence kl = KlDivergence.onProbabilities();
        NUMBERS.assertHolds(divergence(kl, HALVES, Tensor.of(0, 1)), POSITIVE_INFINITY);
        KlDivergence logs = KlDivergence.onLogProbabilities();
        NUMBERS.assertHolds(divergence(logs, log(HALVES), Tensor.of(NEGATIVE_INFINITY, 0)), POSITIVE_INFINITY);
    }

    private static void zeroBoth() {
        Tensor sure = Tensor.of(0, 1);
        NUMBERS.assertHolds(divergence(KlDivergence.onProbabilities(), sure, sure), 0);
        NUMBERS.assertHolds(divergence(KlDivergence.onLogProbabilities(), log(sure), log(sure)), 0);
    }

    /** log 4 − (3 log 3) / 4. */
    private static void entropyForms() {
        double expected = 0.562335144618808350288;
        NUMBERS.assertHoldsWithin(8, Entropy.onProbabilities().apply(QUARTERS), expected);
        NUMBERS.assertHoldsWithin(8, Entropy.onLogProbabilities().apply(log(QUARTERS)), expected);
        NUMBERS.assertHoldsWithin(8, Entropy.onLogits().apply(log(QUARTERS).plus(1)), expected);
    }

    private static void entropyUnit() {
        NUMBERS.assertHoldsWithin(2, Entropy.onProbabilities().apply(HALVES), LOG_2);
    }

    private static void entropyReduction() {
        Tensor two = Tensor.of(new double[][] {{0.5, 0.5}, {0, 1}});
        assertEquals(Reduction.MEAN, Entropy.onLogits().reduction());
        NUMBERS.assertHoldsWithin(2, Entropy.onProbabilities().apply(two), LOG_2 / 2);
        NUMBERS.assertHoldsWithin(
                2, Entropy.onProbabilities().withReduction(Reduction.NONE).apply(two), LOG_2, 0);
    }
}
