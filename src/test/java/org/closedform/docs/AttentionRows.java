package org.closedform.docs;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.closedform.docs.Numbers.row;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.closedform.operator.Attention;
import org.closedform.operator.Operator;
import org.closedform.tensor.Mask;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** The rows of the table that are about attention. */
final class AttentionRows {
    private static final Attention PLAIN = new Attention();

    private AttentionRows() {}

    static Map<String, Consumer<Numbers>> rows() {
        return Map.of(
                "attention-nothing-seen", AttentionRows::nothingSeen,
                "attention-hidden", AttentionRows::hidden,
                "attention-only-minus-infinity", AttentionRows::onlyMinusInfinity,
                "attention-minus-infinity", AttentionRows::minusInfinity,
                "attention-invalid", AttentionRows::invalid);
    }

    /** Queries, keys and values of width 1. */
    private static Attention.Inputs inputs(Numbers numbers, double[] query, double[] key, double[] value) {
        return new Attention.Inputs(column(numbers, query), column(numbers, key), column(numbers, value));
    }

    private static Tensor column(Numbers numbers, double... values) {
        return numbers.vector(values).reshape(-1, 1);
    }

    private static void assertZeros(Numbers numbers, Attention.Inputs d) {
        for (NamedTensor part : d.parts()) {
            numbers.assertHolds(part.tensor(), new double[part.tensor().size()]);
        }
    }

    private static void nothingSeen(Numbers numbers) {
        Attention.Inputs in = inputs(numbers, row(NaN), row(2, NaN), row(3, POSITIVE_INFINITY));
        Operator.Pass<Attention.Inputs, Tensor> pass =
                PLAIN.withMask(Mask.of(false, false)).forward(in);
        numbers.assertHolds(pass.output(), 0);
        assertZeros(numbers, pass.backward(column(numbers, 5)));
        Tensor none = numbers.empty(0, 1);
        numbers.assertHolds(PLAIN.apply(new Attention.Inputs(column(numbers, 1, 2), none, none)), 0, 0);
    }

    private static void hidden(Numbers numbers) {
        for (double bad : row(NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY)) {
            Attention.Inputs in = inputs(numbers, row(0, 0), row(1, bad), row(3, bad));
            Attention.Inputs tangent = inputs(numbers, row(1, 1), row(1, 1), row(7, 1));
            for (Attention attention : List.of(
                    PLAIN.withMask(Mask.of(true, false)),
                    PLAIN.withMask(Mask.generate(Shape.of(2, 2), at -> at[1] == 0)))) {
                Operator.Pass<Attention.Inputs, Tensor> pass = attention.forward(in);
                numbers.assertHolds(pass.output(), 3, 3);
                Attention.Inputs d = pass.backward(column(numbers, 5, 6));
                numbers.assertHolds(d.query(), 0, 0);
                numbers.assertHolds(d.key(), 0, 0);
                numbers.assertHolds(d.value(), 11, 0);
                numbers.assertHolds(pass.pushforward(tangent), 7, 7);
                assertZeros(numbers, pass.curvature(column(numbers, 5, 6), tangent));
            }
            Operator.Pass<Attention.Inputs, Tensor> causal = PLAIN.causal().forward(in);
            numbers.assertHolds(causal.output().slice(0, 0, 1), 3);
            numbers.assertHolds(causal.backward(column(numbers, 5, 0)).query().slice(0, 0, 1), 0);
        }
    }

    private static void onlyMinusInfinity(Numbers numbers) {
        Attention.Inputs in = inputs(numbers, row(1), row(2, 3), row(4, 5));
        Attention lowest = PLAIN.withBias(numbers.vector(NEGATIVE_INFINITY, NEGATIVE_INFINITY));
        numbers.assertHolds(lowest.apply(in), NaN);
        numbers.assertHolds(lowest.withMask(Mask.of(true, false)).apply(in), NaN);
        numbers.assertHolds(lowest.withMask(Mask.of(false, false)).apply(in), 0);
    }

    private static void minusInfinity(Numbers numbers) {
        Attention attention = PLAIN.withBias(numbers.vector(0, NEGATIVE_INFINITY));
        numbers.assertHolds(attention.apply(inputs(numbers, row(1), row(2, 3), row(4, 5))), 4);
        numbers.assertHolds(attention.apply(inputs(numbers, row(1), row(2, 3), row(4, NaN))), NaN);
        numbers.assertHolds(attention.apply(inputs(numbers, row(1), row(2, 3), row(4, POSITIVE_INFINITY))), NaN);
    }

    private static void invalid(Numbers numbers) {
        for (double bad : row(NaN, POSITIVE_INFINITY)) {
            Attention.Inputs in = inputs(numbers, row(bad, 0), row(1, 1), row(4, 6));
            numbers.assertHolds(PLAIN.apply(in), NaN, 5);
        }
    }
}
