package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import org.closedform.operator.Attention;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;

/** The rows of the conventions that are about attention. */
final class AttentionConventions {
    private static final Attention PLAIN = new Attention();
    private static final Numbers NUMBERS = new Numbers(ElementType.FLOAT64);

    /** All logits are 0, so that a query takes the mean of the values that it sees. */
    private static final Attention.Inputs ALIKE = inputs(column(0, 0), column(1, 2, 3), column(3, 5, 10));

    private AttentionConventions() {}

    static Map<String, Executable> rows() {
        return Map.of(
                "attention-axes", AttentionConventions::axes,
                "attention-scale", AttentionConventions::scale,
                "attention-mask", AttentionConventions::mask,
                "attention-bias", AttentionConventions::bias,
                "attention-nothing-seen", AttentionConventions::nothingSeen,
                "attention-causal", AttentionConventions::causal,
                "attention-groups", AttentionConventions::groups,
                "attention-softcap", AttentionConventions::softcap,
                "attention-dropout", AttentionConventions::dropout);
    }

    private static Tensor column(double... values) {
        return Tensor.of(values).reshape(-1, 1);
    }

    private static Attention.Inputs inputs(Tensor query, Tensor key, Tensor value) {
        return new Attention.Inputs(query, key, value);
    }

    private static void axes() {
        Tensor y = PLAIN.apply(inputs(
                Tensor.zeros(Shape.of(2, 6, 4, 3)),
                Tensor.zeros(Shape.of(2, 3, 5, 3)),
                Tensor.zeros(Shape.of(2, 3, 5, 7))));
        assertEquals(Shape.of(2, 6, 4, 7), y.shape());
    }

    /** Width 4 and products 0 and 2·log 3: logits 0 and log 3. */
    private static void scale() {
        Tensor query = Tensor.of(new double[][] {{2, 0, 0, 0}});
        Tensor key = Tensor.of(new double[][] {{0, 0, 0, 0}, {Math.log(3), 0, 0, 0}});
        NUMBERS.assertHoldsWithin(4, PLAIN.apply(inputs(query, key, column(4, 8))), 7);
        NUMBERS.assertHoldsWithin(4, PLAIN.withScale(1).apply(inputs(query, key, column(0, 10))), 9);
    }

    private static void mask() {
        NUMBERS.assertHolds(PLAIN.withMask(Mask.of(true, true, false)).apply(ALIKE), 4, 4);
    }

    private static void bias() {
        Tensor bias = Tensor.of(0, Math.log(3), Double.NEGATIVE_INFINITY);
        NUMBERS.assertHoldsWithin(4, PLAIN.withBias(bias).apply(ALIKE), 4.5, 4.5);
        assertEquals(
                3,
                PLAIN.withBias(bias)
                        .forward(ALIKE)
                        .backward(column(1, 1))
                        .parts()
                        .size());
    }

    private static void nothingSeen() {
        NUMBERS.assertHolds(PLAIN.withMask(Mask.of(Shape.of(2, 1), false, true)).apply(ALIKE), 0, 6);
    }

    private static void causal() {
        NUMBERS.assertHolds(PLAIN.causal().apply(ALIKE), 3, 4);
        Attention.Inputs fewKeys = inputs(column(0, 0, 0), column(1, 2), column(3, 5));
        NUMBERS.assertHolds(PLAIN.causal().apply(fewKeys), 3, 4, 4);
        NUMBERS.assertHolds(PLAIN.withMask(Mask.causal(2, 3, 1)).apply(ALIKE), 4, 6);
    }

    private static void groups() {
        Tensor one = Tensor.ones(Shape.of(4, 1, 1));
        Tensor two = column(1, 2).reshape(2, 1, 1);
        NUMBERS.assertHolds(PLAIN.apply(inputs(one, two, two)), 1, 1, 2, 2);
    }

    /** A cap of 1/2 of a logit of 100, beside one of 0, and then a bias. */
    private static void softcap() {
        Attention.Inputs in = inputs(column(10), column(0, 10), column(0, 1));
        double weight = 1 / (1 + Math.exp(-0.5));
        NUMBERS.assertHoldsWithin(4, PLAIN.withSoftcap(0.5).apply(in), weight);
        NUMBERS.assertHoldsWithin(
                4, PLAIN.withSoftcap(0.5).withBias(Tensor.of(0.5, 0)).apply(in), 0.5);
        assertFalse(PLAIN.softcap().isPresent());
    }

    /** Kept with probability 1/2: what is left of the weights does not sum to 1 again, as it would under a mask. */
    private static void dropout() {
        Tensor weights = PLAIN.forward(ALIKE).weights();
        Tensor kept = weights.times(Tensor.of(1, 0, 1)).times(2);
        NUMBERS.assertHoldsWithin(4, kept.matmul(ALIKE.value()), 26 / 3.0, 26 / 3.0);
    }
}
