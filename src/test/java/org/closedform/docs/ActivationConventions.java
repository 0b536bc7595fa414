package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.closedform.operator.Celu;
import org.closedform.operator.Elu;
import org.closedform.operator.Gelu;
import org.closedform.operator.HardSigmoid;
import org.closedform.operator.HardSwish;
import org.closedform.operator.LeakyRelu;
import org.closedform.operator.Mish;
import org.closedform.operator.PRelu;
import org.closedform.operator.Selu;
import org.closedform.operator.Silu;
import org.closedform.operator.Softsign;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;

/** The rows of the conventions that are about the activations beside the rectifier and the sigmoid. */
final class ActivationConventions {
    private static final Numbers NUMBERS = new Numbers(ElementType.FLOAT64);
    private static final Tensor CORNERS = Tensor.of(-3, 3);

    private ActivationConventions() {}

    static Map<String, Executable> rows() {
        return Map.ofEntries(
                Map.entry("gelu", ActivationConventions::gelu),
                Map.entry("silu", ActivationConventions::silu),
                Map.entry("mish", ActivationConventions::mish),
                Map.entry("leaky-relu", ActivationConventions::leakyRelu),
                Map.entry("parametric-relu", ActivationConventions::parametricRelu),
                Map.entry("elu", ActivationConventions::elu),
                Map.entry("celu", ActivationConventions::celu),
                Map.entry("selu", ActivationConventions::selu),
                Map.entry("softsign", ActivationConventions::softsign),
                Map.entry("hard-sigmoid", ActivationConventions::hardSigmoid),
                Map.entry("hard-swish", ActivationConventions::hardSwish));
    }

    private static void gelu() {
        NUMBERS.assertHoldsWithin(1, new Gelu().apply(Tensor.of(1)), 0.84134474606854294859);
        NUMBERS.assertHoldsWithin(1, new Gelu(Gelu.Approximation.TANH).apply(Tensor.of(1)), 0.84119199060827670478);
    }

    private static void silu() {
        NUMBERS.assertHoldsWithin(1, new Silu().apply(Tensor.of(1)), 0.73105857863000487925);
        NUMBERS.assertHoldsWithin(1, new Silu(2).apply(Tensor.of(0.5)), 0.73105857863000487925 / 2);
    }

    /** n = e (e + 2), and n / (n + 2). */
    private static void mish() {
        NUMBERS.assertHoldsWithin(1, new Mish().apply(Tensor.of(1)), 0.86509838826731034612);
    }

    private static void leakyRelu() {
        NUMBERS.assertHolds(new LeakyRelu().apply(Tensor.of(-2, 3)), -0.02, 3);
        NUMBERS.assertHolds(new LeakyRelu(0.3).forward(Tensor.of(0)).slope(), 0.3);
    }

    private static void parametricRelu() {
        Tensor x = NUMBERS.matrix(Numbers.row(-1, -1), Numbers.row(-1, 1));
        NUMBERS.assertHolds(new PRelu().apply(new PRelu.Inputs(x, Tensor.of(2, 4))), -2, -4, -2, 1);
        NUMBERS.assertHolds(new PRelu(0).apply(new PRelu.Inputs(x, Tensor.of(2, 4))), -2, -2, -4, 1);
        NUMBERS.assertHolds(new PRelu().apply(new PRelu.Inputs(x, Tensor.of(2))), -2, -2, -2, 1);
        Tensor column = NUMBERS.matrix(Numbers.row(2), Numbers.row(4));
        NUMBERS.assertHolds(new PRelu().apply(new PRelu.Inputs(x, column)), -2, -2, -4, 1);
    }

    private static void elu() {
        NUMBERS.assertHoldsWithin(2, new Elu(2).apply(Tensor.of(-1)), -1.26424111765711535680);
        NUMBERS.assertHolds(new Elu(2).forward(Tensor.of(0)).slope(), 2);
        assertEquals(new Elu(1), new Elu());
    }

    private static void celu() {
        NUMBERS.assertHoldsWithin(2, new Celu(2).apply(Tensor.of(-2)), -1.26424111765711535680);
        assertEquals(new Celu(1), new Celu());
    }

    private static void selu() {
        NUMBERS.assertHoldsWithin(
                1, new Selu().apply(Tensor.of(1, -800)), 1.05070098735548049342, -1.75809934084737685994);
        assertEquals(new Selu(1.67326324235437728482, 1.05070098735548049342), new Selu());
    }

    private static void softsign() {
        NUMBERS.assertHolds(new Softsign().apply(Tensor.of(1, -3)), 0.5, -0.75);
    }

    private static void hardSigmoid() {
        NUMBERS.assertHolds(new HardSigmoid().apply(Tensor.of(-3, -1.5, 0, 3)), 0, 0.25, 0.5, 1);
        NUMBERS.assertHolds(new HardSigmoid().forward(CORNERS).slope(), 0, 0);
        NUMBERS.assertHolds(HardSigmoid.ofLine(0.2, 0.5).apply(Tensor.of(-2.5, 0, 2.5)), 0, 0.5, 1);
    }

    private static void hardSwish() {
        NUMBERS.assertHolds(new HardSwish().apply(Tensor.of(-3, -1.5, 1.5, 3)), 0, -0.375, 1.125, 3);
        NUMBERS.assertHolds(new HardSwish().forward(CORNERS).slope(), 0, 1);
    }
}
