package org.closedform.docs;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.closedform.docs.Numbers.row;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.closedform.loss.Entropy;
import org.closedform.loss.Form;
import org.closedform.loss.KlDivergence;
import org.closedform.loss.Reduction;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/** The rows of the table that are about entropy and divergence. */
final class InformationRows {
    private static final double LOG_2 = 0.693147180559945309417;

    private InformationRows() {}

    static Map<String, Consumer<Numbers>> rows() {
        return Map.ofEntries(
                Map.entry("divergence-zero-p", InformationRows::zeroP),
                Map.entry("divergence-zero-both", InformationRows::zeroBoth),
                Map.entry("divergence-impossible", InformationRows::impossible),
                Map.entry("divergence-impossible-logits", InformationRows::impossibleLogits),
                Map.entry("divergence-equal", InformationRows::equal),
                Map.entry("divergence-rounded", InformationRows::rounded),
                Map.entry("divergence-invalid", InformationRows::invalid),
                Map.entry("entropy-zero-p", InformationRows::entropyZeroP),
                Map.entry("entropy-invalid", InformationRows::entropyInvalid),
                Map.entry("information-empty-batch", InformationRows::emptyBatch),
                Map.entry("information-no-class", InformationRows::noClass));
    }

    private static KlDivergence of(Form pForm, Form qForm) {
        return new KlDivergence(pForm, qForm, Reduction.SUM);
    }

    private static void assertPass(
            Numbers numbers,
            Operator.Pass<KlDivergence.Inputs, Tensor> pass,
            double expected,
            double[] dp,
            double[] dq) {
        numbers.assertHoldsWithin(4, pass.output(), expected);
        numbers.assertHoldsWithin(4, pass.gradient().p(), dp);
        numbers.assertHoldsWithin(4, pass.gradient().q(), dq);
    }

    private static Operator.Pass<KlDivergence.Inputs, Tensor> pass(Form pForm, Tensor p, Form qForm, Tensor q) {
        return of(pForm, qForm).forward(new KlDivergence.Inputs(p, q));
    }

    private static void zeroP(Numbers numbers) {
        Tensor p = numbers.vector(0, 1);
        Tensor logP = numbers.vector(NEGATIVE_INFINITY, 0);
        Tensor q = numbers.vector(0.5, 0.5);
        double[] dq = row(0, -2);
        assertPass(
                numbers,
                pass(Form.PROBABILITIES, p, Form.PROBABILITIES, q),
                LOG_2,
                row(NEGATIVE_INFINITY, 1 + LOG_2),
                dq);
        assertPass(numbers, pass(Form.LOG_PROBABILITIES, logP, Form.PROBABILITIES, q), LOG_2, row(0, 1 + LOG_2), dq);
        assertPass(numbers, pass(Form.LOGITS, logP, Form.PROBABILITIES, q), LOG_2, row(0, 0), dq);
        assertPass(numbers, pass(Form.LOGITS, logP, Form.LOGITS, q), LOG_2, row(0, 0), row(0.5, -0.5));
    }

    private static void zeroBoth(Numbers numbers) {
        Tensor p = numbers.vector(0, 1);
        Tensor logP = numbers.vector(NEGATIVE_INFINITY, 0);
        assertPass(numbers, pass(Form.PROBABILITIES, p, Form.PROBABILITIES, p), 0, row(NaN, 1), row(0, -1));
        assertPass(numbers, pass(Form.LOG_PROBABILITIES, logP, Form.PROBABILITIES, p), 0, row(0, 1), row(0, -1));
        assertPass(numbers, pass(Form.LOGITS, logP, Form.LOGITS, logP), 0, row(0, 0), row(0, 0));
    }

    private static void impossible(Numbers numbers) {
        Tensor p = numbers.vector(0.5, 0.5);
        double[] dp = row(POSITIVE_INFINITY, 1 - LOG_2);
        assertPass(
                numbers,
                pass(Form.PROBABILITIES, p, Form.PROBABILITIES, numbers.vector(0, 1)),
                POSITIVE_INFINITY,
                dp,
                row(NEGATIVE_INFINITY, -0.5));
        Tensor logits = numbers.vector(NEGATIVE_INFINITY, 0);
        assertPass(numbers, pass(Form.PROBABILITIES, p, Form.LOGITS, logits), POSITIVE_INFINITY, dp, row(-0.5, 0.5));
        assertPass(
                numbers,
                pass(Form.PROBABILITIES, p, Form.LOG_PROBABILITIES, logits),
                POSITIVE_INFINITY,
                dp,
                row(-0.5, -0.5));
    }

    private static void impossibleLogits(Numbers numbers) {
        Tensor p = numbers.vector(7, 7, NEGATIVE_INFINITY);
        assertPass(
                numbers,
                pass(Form.LOGITS, p, Form.LOGITS, numbers.vector(NEGATIVE_INFINITY, 3, 3)),
                POSITIVE_INFINITY,
                row(POSITIVE_INFINITY, NEGATIVE_INFINITY, 0),
                row(-0.5, 0, 0.5));
        assertPass(
                numbers,
                pass(Form.LOGITS, p, Form.LOGITS, numbers.vector(NEGATIVE_INFINITY, NEGATIVE_INFINITY, 3)),
                POSITIVE_INFINITY,
                row(NaN, NaN, 0),
                row(-0.5, -0.5, 1));
    }

    private static void equal(Numbers numbers) {
        Tensor x = numbers.vector(0.1, 0.7, 0.3);
        for (Form form : Form.values()) {
            numbers.assertHolds(pass(form, x, form, x).output(), 0);
        }
        Operator.Pass<KlDivergence.Inputs, Tensor> logits = pass(Form.LOGITS, x, Form.LOGITS, x);
        assertPass(numbers, logits, 0, row(0, 0, 0), row(0, 0, 0));
    }

    /** softmax(x), whose sum as rounded is less than 1, by more than it is away from softmax(x). */
    private static void rounded(Numbers numbers) {
        Tensor x = numbers.vector(numbers.either(1, 7), numbers.either(0, 4), 0);
        Tensor p = new Softmax(0).apply(x);
        double divergence = pass(Form.PROBABILITIES, p, Form.LOGITS, x).output().item();
        assertTrue(divergence > 0 && divergence < 1e-14, () -> "a divergence of " + divergence);
        Tensor half = numbers.vector(0.5, 0.5);
        numbers.assertHolds(pass(Form.PROBABILITIES, half, Form.LOGITS, half).output(), 0);
    }

    private static void invalid(Numbers numbers) {
        Tensor good = numbers.vector(0.25, 0.75);
        for (Form form : Form.values()) {
            numbers.assertHolds(pass(form, good, form, numbers.vector(0.5, NaN)).output(), NaN);
            numbers.assertHolds(pass(form, numbers.vector(NaN, 0.5), form, good).output(), NaN);
        }
        numbers.assertHolds(
                pass(Form.PROBABILITIES, numbers.vector(1, 0), Form.PROBABILITIES, numbers.vector(1, -0.5))
                        .output(),
                NaN);
        for (double[] row : List.of(row(POSITIVE_INFINITY, 0), row(NEGATIVE_INFINITY, NEGATIVE_INFINITY))) {
            Tensor bad = numbers.vector(row);
            assertPass(numbers, pass(Form.LOGITS, good, Form.LOGITS, bad), NaN, row(NaN, NaN), row(NaN, NaN));
            assertPass(numbers, pass(Form.LOGITS, bad, Form.LOGITS, good), NaN, row(NaN, NaN), row(NaN, NaN));
            assertPass(numbers, pass(Form.LOGITS, bad, Form.LOGITS, bad), NaN, row(NaN, NaN), row(NaN, NaN));
        }
    }

    private static void assertEntropy(Numbers numbers, Form form, Tensor x, double expected, double... gradient) {
        Operator.Pass<Tensor, Tensor> pass = new Entropy(form, Reduction.SUM).forward(x);
        numbers.assertHoldsWithin(4, pass.output(), expected);
        numbers.assertHoldsWithin(4, pass.gradient(), gradient);
    }

    private static void entropyZeroP(Numbers numbers) {
        Tensor log = numbers.vector(NEGATIVE_INFINITY, 0);
        assertEntropy(numbers, Form.PROBABILITIES, numbers.vector(0, 1), 0, POSITIVE_INFINITY, -1);
        assertEntropy(numbers, Form.LOG_PROBABILITIES, log, 0, 0, -1);
        assertEntropy(numbers, Form.LOGITS, log, 0, 0, 0);
    }

    private static void entropyInvalid(Numbers numbers) {
        for (double[] row :
                List.of(row(0, NaN), row(POSITIVE_INFINITY, 0), row(NEGATIVE_INFINITY, NEGATIVE_INFINITY))) {
            assertEntropy(numbers, Form.LOGITS, numbers.vector(row), NaN, NaN, NaN);
        }
        numbers.assertHolds(Entropy.onProbabilities().apply(numbers.vector(1.5, -0.5)), NaN);
        Tensor each = Entropy.onLogits()
                .withReduction(Reduction.NONE)
                .apply(numbers.matrix(row(NaN, 0), row(NEGATIVE_INFINITY, 0)));
        numbers.assertHolds(each, NaN, 0);
    }

    private static void emptyBatch(Numbers numbers) {
        Tensor x = numbers.empty(0, 3);
        KlDivergence.Inputs in = new KlDivergence.Inputs(x, x);
        for (Form form : Form.values()) {
            for (Reduction reduction : Reduction.values()) {
                Operator.Pass<Tensor, Tensor> entropy = new Entropy(form, reduction).forward(x);
                Operator.Pass<KlDivergence.Inputs, Tensor> divergence =
                        new KlDivergence(form, form, reduction).forward(in);
                for (Tensor value : List.of(entropy.output(), divergence.output())) {
                    switch (reduction) {
                        case NONE -> numbers.assertEmpty(value, 0);
                        case SUM, MEAN_OR_ZERO -> numbers.assertHolds(value, 0);
                        case MEAN, BATCH_MEAN -> numbers.assertHolds(value, NaN);
                    }
                }
                numbers.assertEmpty(entropy.gradient(), 0, 3);
                numbers.assertEmpty(divergence.gradient().q(), 0, 3);
            }
        }
    }

    private static void noClass(Numbers numbers) {
        Tensor x = numbers.empty(2, 0);
        assertThrows(ShapeException.class, () -> Entropy.onLogits().apply(x));
        assertThrows(ShapeException.class, () -> KlDivergence.onLogits().apply(new KlDivergence.Inputs(x, x)));
    }
}
