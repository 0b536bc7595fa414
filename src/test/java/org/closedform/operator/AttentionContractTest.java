package org.closedform.operator;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.SpecialValue;
import org.closedform.testkit.TensorArbitraries;

class AttentionContractTest extends OperatorContract<Attention.Inputs, Tensor> {
    /** Of queries, and of keys and values. */
    private static final Shape[][] LEADING = {
        {Shape.of(), Shape.of()},
        {Shape.of(2), Shape.of(2)},
        {Shape.of(2), Shape.of(1)},
        {Shape.of(2, 1), Shape.of(2, 1)},
        {Shape.of(1, 4), Shape.of(1, 2)},
    };

    private record Sizes(Shape[] leading, int queries, int keys, int width, int valueWidth) {
        Shape query() {
            return leading[0].with(-1, queries).with(-1, width);
        }

        Shape key() {
            return leading[1].with(-1, keys).with(-1, width);
        }

        Shape value() {
            return leading[1].with(-1, keys).with(-1, valueWidth);
        }

        Shape pairs() {
            return leading[0].with(-1, queries).with(-1, keys);
        }
    }

    @Override
    protected Arbitrary<Case<Attention.Inputs, Tensor>> cases(ElementType type) {
        Arbitrary<Integer> length = Arbitraries.integers().between(1, 3);
        return Combinators.combine(Arbitraries.of(LEADING), length, length, length, length)
                .as(Sizes::new)
                .flatMap(sizes -> Combinators.combine(
                                TensorArbitraries.tensors(sizes.query(), type),
                                TensorArbitraries.tensors(sizes.key(), type).map(AttentionContractTest::apart),
                                TensorArbitraries.tensors(sizes.value(), type).map(AttentionContractTest::apart),
                                operators(sizes, type))
                        .as((query, key, value, operator) -> Case.of(operator, new Attention.Inputs(query, key, value))
                                .rows(alone(operator, sizes, query, key, value))
                                .gradientScale(200)));
    }

    /** Of equal keys or values a gradient is 0, but computed from terms that are not: noise, of which differences tell nothing. */
    private static Tensor apart(Tensor rows) {
        int rank = rows.rank();
        Tensor steps = Tensor.generate(rows.shape(), at -> 0.37 * at[rank - 2] + 0.11 * at[rank - 1]);
        return rows.plus(steps.to(rows.elementType()));
    }

    private static Arbitrary<Attention> operators(Sizes sizes, ElementType type) {
        Attention plain = new Attention();
        Arbitrary<Mask> masks = Arbitraries.of(true, true, false)
                .array(Boolean[].class)
                .ofSize(sizes.pairs().size())
                .map(flags -> Mask.generate(sizes.pairs(), index -> flags[offset(index, sizes.pairs())]));
        Arbitrary<Tensor> biases = TensorArbitraries.tensors(Shape.of(sizes.keys()), type);
        return Arbitraries.oneOf(
                Arbitraries.of(
                        plain,
                        plain.causal(),
                        plain.withScale(-0.5),
                        plain.withSoftcap(1.5).causal()),
                masks.map(plain::withMask),
                Combinators.combine(masks, biases)
                        .as((mask, bias) ->
                                plain.withMask(mask).causal().withBias(bias).withSoftcap(4)));
    }

    private static int offset(int[] index, Shape shape) {
        int offset = 0;
        for (int axis = 0; axis < index.length; axis++) {
            offset = offset * shape.dimension(axis) + index[axis];
        }
        return offset;
    }

    /** Each batch by itself, where a mask is not of all of them. */
    private static List<Case<Attention.Inputs, Tensor>> alone(
            Attention operator, Sizes sizes, Tensor query, Tensor key, Tensor value) {
        if (sizes.leading()[0].rank() < 2 || operator.mask().shape().rank() > 2) {
            return List.of();
        }
        return IntStream.range(0, query.shape().dimension(0))
                .mapToObj(i -> Case.of(
                        operator,
                        new Attention.Inputs(
                                query.slice(0, i, i + 1), key.slice(0, i, i + 1), value.slice(0, i, i + 1))))
                .toList();
    }

    private static final Tensor ONE = Tensor.of(new double[][] {{1}});

    private static Attention.Inputs inputs(Tensor key, Tensor value) {
        return new Attention.Inputs(ONE, key, value);
    }

    private static Tensor column(double... values) {
        return Tensor.of(values).reshape(-1, 1);
    }

    @Override
    protected List<SpecialValue<Attention.Inputs, Tensor>> specialValues() {
        Attention plain = new Attention();
        Attention none = plain.withMask(Mask.of(false, false));
        Attention first = plain.withMask(Mask.of(true, false));
        Attention.Inputs zeros = new Attention.Inputs(column(0), column(0, 0), column(0, 0));
        Attention.Inputs nans = inputs(column(NaN, POSITIVE_INFINITY), column(NaN, NEGATIVE_INFINITY));
        return List.of(
                SpecialValue.of(none, nans, column(0)).withGradient(column(5), zeros),
                SpecialValue.of(first, inputs(column(2, NaN), column(3, POSITIVE_INFINITY)), column(3))
                        .withGradient(column(5), new Attention.Inputs(column(0), column(0, 0), column(5, 0))),
                SpecialValue.of(plain.causal(), inputs(column(2, NaN), column(3, NaN)), column(3))
                        .withGradient(column(5), new Attention.Inputs(column(0), column(0, 0), column(5, 0))),
                SpecialValue.of(plain, inputs(column(POSITIVE_INFINITY, 0), column(1, 2)), column(NaN)),
                SpecialValue.of(plain, inputs(column(1e300, 0), column(1, 2)), column(1)),
                SpecialValue.of(plain, inputs(Tensor.zeros(Shape.of(0, 1)), Tensor.zeros(Shape.of(0, 1))), column(0)));
    }
}
