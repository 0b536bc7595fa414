package org.closedform.docs;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.closedform.operator.Celu;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Elu;
import org.closedform.operator.Gelu;
import org.closedform.operator.HardSigmoid;
import org.closedform.operator.HardSwish;
import org.closedform.operator.LeakyRelu;
import org.closedform.operator.Mish;
import org.closedform.operator.Operator;
import org.closedform.operator.PRelu;
import org.closedform.operator.Selu;
import org.closedform.operator.Silu;
import org.closedform.operator.Softsign;
import org.closedform.tensor.Tensor;

/** The rows of the table that are about activations. */
final class ActivationRows {
    private static final List<Operator<Tensor, Tensor>> GATES =
            List.of(new Gelu(), new Gelu(Gelu.Approximation.TANH), new Silu(), new Mish(), new HardSwish());

    private ActivationRows() {}

    static Map<String, Consumer<Numbers>> rows() {
        return Map.ofEntries(
                Map.entry("activation-nan", ActivationRows::nan),
                Map.entry("gate-infinite", ActivationRows::gateInfinite),
                Map.entry("gate-tail", ActivationRows::gateTail),
                Map.entry("elu-infinite", ActivationRows::eluInfinite),
                Map.entry("softsign-infinite", ActivationRows::softsignInfinite),
                Map.entry("leaky-zero", ActivationRows::leakyZero),
                Map.entry("hard-corners", ActivationRows::hardCorners));
    }

    private static void assertPass(
            Numbers numbers, Operator<Tensor, Tensor> operator, double x, double y, double slope) {
        Elementwise.Pass pass = (Elementwise.Pass) operator.forward(numbers.vector(x));
        numbers.assertHolds(pass.output(), numbers.vector(y).toDoubleArray());
        numbers.assertHolds(pass.slope(), numbers.vector(slope).toDoubleArray());
    }

    private static void nan(Numbers numbers) {
        GATES.forEach(gate -> assertPass(numbers, gate, NaN, NaN, NaN));
        List.of(new Elu(), new Celu(), new Selu(), new Softsign(), new LeakyRelu(), new HardSigmoid())
                .forEach(operator -> assertPass(numbers, operator, NaN, NaN, NaN));
        numbers.assertHolds(
                new PRelu(0).apply(new PRelu.Inputs(numbers.vector(NaN, 2), numbers.vector(0.5, NaN))), NaN, 2);
    }

    private static void gateInfinite(Numbers numbers) {
        for (Operator<Tensor, Tensor> gate : GATES) {
            assertPass(numbers, gate, NEGATIVE_INFINITY, 0, 0);
            assertPass(numbers, gate, POSITIVE_INFINITY, POSITIVE_INFINITY, 1);
        }
    }

    /** −10·Φ(−10), and x·σ(x) and x·tanh(log(1 + e^x)) at −40. */
    private static void gateTail(Numbers numbers) {
        numbers.assertHoldsWithin(1, new Gelu().apply(numbers.vector(-10)), -7.61985302416052606597e-23);
        numbers.assertHoldsWithin(1, new Silu().apply(numbers.vector(-40)), -1.69934170211663559091e-16);
        numbers.assertHoldsWithin(1, new Mish().apply(numbers.vector(-40)), -1.69934170211663559452e-16);
    }

    private static void eluInfinite(Numbers numbers) {
        for (Operator<Tensor, Tensor> operator : List.of(new Elu(2), new Celu(2), new Selu(2, 1))) {
            assertPass(numbers, operator, NEGATIVE_INFINITY, -2, 0);
            assertPass(numbers, operator, POSITIVE_INFINITY, POSITIVE_INFINITY, 1);
        }
    }

    private static void softsignInfinite(Numbers numbers) {
        assertPass(numbers, new Softsign(), NEGATIVE_INFINITY, -1, 0);
        assertPass(numbers, new Softsign(), POSITIVE_INFINITY, 1, 0);
    }

    private static void leakyZero(Numbers numbers) {
        assertPass(numbers, new LeakyRelu(0.5), 0, 0, 0.5);
        assertPass(numbers, new Elu(2), 0, 0, 2);
        assertPass(numbers, new Celu(2), 0, 0, 1);
        assertPass(numbers, new Selu(2, 3), 0, 0, 6);
        PRelu.Inputs at = new PRelu.Inputs(numbers.vector(0), numbers.vector(0.5));
        numbers.assertHolds(new PRelu(0).forward(at).backward(numbers.vector(1)).x(), 0.5);
    }

    private static void hardCorners(Numbers numbers) {
        assertPass(numbers, new HardSigmoid(), -3, 0, 0);
        assertPass(numbers, new HardSigmoid(), 3, 1, 0);
        assertPass(numbers, new HardSwish(), -3, 0, 0);
        assertPass(numbers, new HardSwish(), 3, 3, 1);
    }
}
