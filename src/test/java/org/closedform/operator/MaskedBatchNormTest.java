package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.SpecialValue;
import org.closedform.testkit.TensorArbitraries;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Batch norm over the positions that count keeps the operator contract. */
class MaskedBatchNormTest extends OperatorContract<BatchNorm.Inputs, Tensor> {
    private static final double NaN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    @Override
    protected Arbitrary<Case<BatchNorm.Inputs, Tensor>> cases(ElementType type) {
        return TensorArbitraries.axes(2, 4).flatMap(along -> {
            Arbitrary<Tensor> perChannel = TensorArbitraries.tensors(Shape.of(along.length()), type);
            return Combinators.combine(
                            TensorArbitraries.tensors(along.shape(), type),
                            perChannel,
                            perChannel,
                            Arbitraries.doubles().between(0.01, 2),
                            TensorArbitraries.masks(along.shape().without(along.axis())))
                    .as((x, gamma, beta, epsilon, mask) -> new Case<>(
                            new BatchNorm(along.axis(), epsilon).withMask(mask),
                            new BatchNorm.Inputs(x, gamma, beta),
                            List.of(),
                            Math.max(1, gamma.norm()) / Math.sqrt(epsilon) * x.size()));
        });
    }

    @Override
    protected List<SpecialValue<BatchNorm.Inputs, Tensor>> specialValues() {
        BatchNorm norm = new BatchNorm(1, 0);
        Tensor gamma = Tensor.of(2, 1);
        Tensor beta = Tensor.of(1, 5);
        Tensor x = Tensor.of(new double[][] {{-1, 0}, {NaN, INF}, {1, 2}});
        Tensor none = Tensor.of(new double[][] {{NaN, -INF}, {NaN, INF}, {1, 2}});
        BatchNorm.Inputs in = new BatchNorm.Inputs(x, gamma, beta);
        return List.of(
                SpecialValue.of(norm.withMask(Mask.of(true, false, true)), in, Tensor.of(new double[][] {
                            {-1, 4}, {0, 0}, {3, 6}
                        }))
                        .withGradient(
                                Tensor.of(new double[][] {{1, 1}, {NaN, INF}, {1, 1}}),
                                new BatchNorm.Inputs(Tensor.zeros(Shape.of(3, 2)), Tensor.of(0, 0), Tensor.of(2, 2))),
                SpecialValue.of(
                                norm.withMask(Mask.of(false)),
                                new BatchNorm.Inputs(none, gamma, beta),
                                Tensor.zeros(Shape.of(3, 2)))
                        .withGradient(
                                none,
                                new BatchNorm.Inputs(Tensor.zeros(Shape.of(3, 2)), Tensor.of(0, 0), Tensor.of(0, 0))));
    }

    /** Samples of which the first counts, along axis 0. */
    record Samples(BatchNorm.Inputs in, Mask mask) {
        int[] counting() {
            return IntStream.range(0, mask.size()).filter(mask::at).toArray();
        }

        BatchNorm.Inputs gathered(BatchNorm.Inputs all) {
            return new BatchNorm.Inputs(all.x().take(0, counting()), all.gamma(), all.beta());
        }
    }

    @Provide
    Arbitrary<Samples> samples() {
        return Combinators.combine(TensorArbitraries.shapes(2, 2), TensorArbitraries.elementTypes())
                .flatAs((shape, type) -> {
                    Arbitrary<Tensor> perChannel = TensorArbitraries.tensors(Shape.of(shape.dimension(1)), type);
                    return Combinators.combine(
                                    TensorArbitraries.tensors(shape, type), perChannel, perChannel, Arbitraries.longs())
                            .as((x, gamma, beta, flags) -> new Samples(
                                    new BatchNorm.Inputs(x, gamma, beta),
                                    Mask.generate(
                                            Shape.of(shape.dimension(0)), i -> i[0] == 0 || (flags >> i[0] & 1) == 1)));
                });
    }

    @Property
    void hasTheBitsOfBatchNormOverWhatCounts(@ForAll("samples") Samples samples) {
        int[] counting = samples.counting();
        BatchNorm.Inputs in = samples.in;
        Tensor hidden = in.x().where(samples.mask.expandDims(1), NaN);
        MaskedBatchNorm.Pass pass =
                new BatchNorm().withMask(samples.mask).forward(new BatchNorm.Inputs(hidden, in.gamma(), in.beta()));
        BatchNorm.Pass plain = new BatchNorm().forward(samples.gathered(in));
        Tensor dy = in.x().map(v -> v * v - 1);
        assertEquals(plain.output(), pass.output().take(0, counting));
        assertEquals(plain.xHat(), pass.xHat().take(0, counting));
        assertEquals(plain.statistics(), pass.statistics());
        BatchNorm.Inputs d = pass.backward(dy.where(samples.mask.expandDims(1), INF));
        assertEquals(plain.backward(dy.take(0, counting)), samples.gathered(d));
        BatchNorm.Inputs tangent = new BatchNorm.Inputs(hidden, in.beta(), in.gamma());
        assertEquals(
                plain.pushforward(samples.gathered(tangent)),
                pass.pushforward(tangent).take(0, counting));
        assertEquals(
                plain.curvature(dy.take(0, counting), samples.gathered(tangent)),
                samples.gathered(pass.curvature(dy, tangent)));
        for (Tensor there : List.of(pass.output(), pass.xHat(), d.x(), pass.pushforward(tangent))) {
            assertEquals(there, there.where(samples.mask.expandDims(1), 0));
        }
    }

    @Nested
    class Value {
        /** Steps [N, T] of x [N, C, T]. */
        @Test
        void masksStepsOfSequences() {
            Tensor x = Tensor.of(new double[][][] {{{1, 3, 100}}, {{5, NaN, NaN}}});
            BatchNorm.Inputs in = new BatchNorm.Inputs(x, Tensor.of(1), Tensor.of(10));
            MaskedBatchNorm.Pass pass =
                    new BatchNorm(1, 0).withMask(Mask.lengths(3, 2, 1)).forward(in);
            assertEquals(3, pass.statistics().count());
            assertEquals(Tensor.of(3), pass.statistics().mean());
            assertEquals(10, pass.output().at(0, 0, 1));
            assertEquals(0, pass.output().at(0, 0, 2));
        }

        @Test
        void ofNothingHasStatisticsOfNothing() {
            BatchNorm.Inputs in = new BatchNorm.Inputs(Tensor.eye(2), Tensor.of(1, 1), Tensor.of(0, 0));
            MaskedBatchNorm.Pass pass =
                    new BatchNorm().withMask(Mask.of(false, false)).forward(in);
            assertEquals(BatchStatistics.none(2), pass.statistics());
        }
    }

    @Nested
    class BadInput {
        @Test
        void namesTheMaskThatDoesNotFit() {
            BatchNorm.Inputs in = new BatchNorm.Inputs(Tensor.eye(2), Tensor.of(1, 1), Tensor.of(0, 0));
            ShapeException e = assertThrows(
                    ShapeException.class,
                    () -> new BatchNorm().withMask(Mask.of(true, true, true)).apply(in));
            assertEquals(
                    "MaskedBatchNorm: mask has shape [3], which does not repeat into [2]; axes match from the last, and one"
                            + " that is missing or has length 1 is repeated",
                    e.getMessage());
        }

        @Test
        void namesNull() {
            assertEquals(
                    "MaskedBatchNorm: mask is null",
                    assertThrows(NullPointerException.class, () -> new BatchNorm().withMask(null))
                            .getMessage());
        }
    }
}
