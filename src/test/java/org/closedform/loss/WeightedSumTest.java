package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.closedform.kernel.BinnedSums;
import org.closedform.tensor.Labels;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Sums of losses and gradients by example. */
class WeightedSumTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private record Parameters(Tensor weight, Tensor bias) implements TensorTree<Parameters> {
        static Parameters of(double weight, float bias) {
            return new Parameters(Tensor.of(weight), Tensor.of(new float[] {bias}));
        }
    }

    private static WeightedSum<Tensor> sum(double... terms) {
        return Arrays.stream(terms)
                .mapToObj(term -> WeightedSum.of(Tensor.scalar(term), 1))
                .collect(WeightedSum.merging(Tensor.scalar(0)));
    }

    @Nested
    class Value {
        @Test
        void theMeanOfPartsIsWeightedByTheirSizes() {
            WeightedSum<Tensor> whole =
                    WeightedSum.ofMean(Tensor.of(1, 10), 3).merge(WeightedSum.ofMean(Tensor.of(5, -10), 1));
            assertEquals(Tensor.of(8, 20), whole.sum());
            assertEquals(4, whole.weight());
            assertEquals(Tensor.of(2, 5), whole.mean());
            assertEquals(whole, WeightedSum.of(Tensor.of(3, 30), 3).merge(WeightedSum.of(Tensor.of(5, -10), 1)));
        }

        @Test
        void aRecordKeepsItsTypeAndItsElementTypes() {
            WeightedSum<Parameters> whole = Stream.of(Parameters.of(1, 2), Parameters.of(2, 0.5f))
                    .map(gradient -> WeightedSum.of(gradient, 2))
                    .collect(WeightedSum.merging(Parameters.of(0, 0)));
            assertEquals(Parameters.of(3, 2.5f), whole.sum());
            assertEquals(Parameters.of(0.75, 0.625f), whole.meanGradient());
        }

        @Test
        void onePartIsTheWhole() {
            WeightedSum<Tensor> part = WeightedSum.ofMean(Tensor.of(0.1, -0.7), 3);
            assertEquals(part, Stream.of(part).collect(WeightedSum.merging(Tensor.of(0, 0))));
            assertEquals(Tensor.of(0.1, -0.7), part.mean());
        }

        @Test
        void theRemainderHoldsWhatASumCannot() {
            WeightedSum<Tensor> whole = sum(1e16, 1, 1, -1e16);
            assertEquals(2, whole.sum().item());
            WeightedSum<Tensor> large = sum(1e16, 1);
            assertEquals(1e16, large.sum().item());
            assertEquals(1, large.remainder().item());
        }

        @Test
        void weightsAreAddedExactlyToo() {
            WeightedSum<Tensor> whole = Stream.of(1e16, 1.0, 1.0)
                    .map(weight -> WeightedSum.of(Tensor.scalar(0), weight))
                    .collect(WeightedSum.merging(Tensor.scalar(0)));
            assertEquals(1e16 + 2, whole.weight());
        }

        @Test
        void alsoFloat32ManyTimesTheSame() {
            WeightedSum<Tensor> whole = Stream.generate(() -> Tensor.of(new float[] {0.1f}))
                    .limit(10_000)
                    .map(term -> WeightedSum.of(term, 1))
                    .collect(WeightedSum.merging(Tensor.of(new float[1])));
            assertEquals(Tensor.of(new float[] {0.1f}), whole.mean());
            assertEquals(
                    10_000 * (double) 0.1f,
                    whole.sum().item() + whole.remainder().item(),
                    1e-9);
        }
    }

    @Nested
    class EmptyParts {
        @Test
        void anEmptyStreamHasAMeanLossOfNaNAndAGradientOfZero() {
            WeightedSum<Tensor> none = Stream.<WeightedSum<Tensor>>empty().collect(WeightedSum.merging(Tensor.of(3)));
            assertEquals(WeightedSum.none(Tensor.of(7)), none);
            assertEquals(Tensor.of(0), none.sum());
            assertEquals(Tensor.of(NAN), none.mean());
            assertEquals(Tensor.of(0), none.meanGradient());
        }

        @Test
        void aMeanThatWeighsNothingIsLeftOut() {
            WeightedSum<Tensor> part = WeightedSum.ofMean(Tensor.of(0.3), 2);
            assertEquals(part, part.merge(WeightedSum.ofMean(Tensor.of(NAN), 0)));
            assertEquals(part, WeightedSum.ofMean(Tensor.of(NAN), 0).merge(part));
        }

        @Test
        void aPartOfIgnoredTargetsCountsForNothing() {
            Tensor logits = Tensor.of(new double[][] {{1, 2}, {0, 3}});
            CrossEntropyLoss ignoring =
                    CrossEntropyLoss.onLogits(Labels.of(-1, -1)).withIgnoreIndex(-1);
            assertEquals(0, ignoring.meanDivisor());
            WeightedSum<Tensor> part =
                    WeightedSum.ofMean(ignoring.forward(logits).output(), ignoring.meanDivisor());
            assertEquals(WeightedSum.none(Tensor.scalar(0)), part);
            assertEquals(ignoring.forward(logits).output(), part.mean());
            assertEquals(
                    ignoring.forward(logits).gradient(),
                    WeightedSum.of(ignoring.forward(logits).gradient(), 0).meanGradient());
        }
    }

    @Nested
    class BeyondTheRange {
        private static final double LARGEST = Double.MAX_VALUE;

        @Test
        void theSumIsInfiniteAndTheMeanIsNot() {
            WeightedSum<Tensor> whole = sum(1.7e308, 1.7e308);
            assertEquals(INFINITY, whole.sum().item());
            assertEquals(0, whole.remainder().item());
            assertEquals(1.7e308, whole.mean().item());
            assertEquals(1.7e308, whole.meanGradient().item());
            assertEquals(-LARGEST, sum(-LARGEST, -LARGEST, -LARGEST).mean().item());
        }

        @Test
        void theSumComesBackWhenItsTermsCancelInWhateverOrder() {
            assertEquals(1e308, sum(1e308, 1e308, -1e308).sum().item());
            assertEquals(1e308, sum(1e308, -1e308, 1e308).sum().item());
            assertEquals(1e308, sum(-1e308, 1e308, 1e308).sum().item());
            WeightedSum<Tensor> three = sum(LARGEST, LARGEST, 2, -LARGEST, 1, -LARGEST);
            assertEquals(sum(3, 0, 0, 0, 0, 0), three);
        }

        @Test
        void theProductOfAMeanAndItsWeightToo() {
            WeightedSum<Tensor> part = WeightedSum.ofMean(Tensor.of(1e308, -0.7), 10);
            assertEquals(Tensor.of(INFINITY, -7), part.sum());
            assertEquals(Tensor.of(1e308, -0.7), part.mean());
            assertEquals(
                    Tensor.of(0.5e308, -0.35),
                    part.merge(WeightedSum.of(Tensor.of(0, 0), 10)).mean());
            assertEquals(
                    1e308, WeightedSum.ofMean(Tensor.of(1e308), 1e308).mean().item());
        }

        @Test
        void alsoTheWeight() {
            WeightedSum<Tensor> whole = Stream.of(1e300, 3e300)
                    .map(mean -> WeightedSum.ofMean(Tensor.scalar(mean), 1.5e308))
                    .collect(WeightedSum.merging(Tensor.scalar(0)));
            assertEquals(INFINITY, whole.weight());
            assertEquals(0, whole.weightRemainder());
            assertEquals(2e300, whole.mean().item());
        }

        @Test
        void alsoInFloat32() {
            Tensor large = Tensor.of(new float[] {3e38f, 1});
            WeightedSum<Tensor> whole = WeightedSum.of(large, 1).merge(WeightedSum.of(large, 1));
            assertEquals(Tensor.of(new float[] {Float.POSITIVE_INFINITY, 2}), whole.sum());
            assertEquals(large, whole.mean());
            assertEquals(large, WeightedSum.ofMean(large, 10).mean());
            assertEquals(large, whole.merge(WeightedSum.of(large.negate(), 1)).sum());
        }

        @Test
        void equalNumbersAreEqualHoweverTheyCame() {
            WeightedSum<Tensor> large = sum(1e308, 1e308);
            assertEquals(large, WeightedSum.ofMean(Tensor.scalar(1e308), 2));
            assertEquals(large.hashCode(), sum(1e308, 1e308).hashCode());
            assertNotEquals(large, sum(1e308, 1.1e308));
            assertNotEquals(large, sum(1e308, 1e308).merge(sum(0)));
        }
    }

    @Nested
    class SpecialValues {
        @Test
        void areThoseOfIeeesSums() {
            assertEquals(NAN, sum(1, NAN, 2).sum().item());
            assertEquals(INFINITY, sum(1, INFINITY, 2).mean().item());
            assertEquals(NAN, sum(INFINITY, 1, -INFINITY).mean().item());
            assertEquals(-INFINITY, sum(-1e308, -INFINITY, 1e308).sum().item());
            assertEquals(0.0, sum(0, -0.0).mean().item());
            assertEquals(
                    -0.0,
                    WeightedSum.of(Tensor.of(-0.0), 1)
                            .merge(WeightedSum.of(Tensor.of(-0.0), 1))
                            .mean()
                            .item());
        }

        @Test
        void spoilOnlyTheirOwnElement() {
            WeightedSum<Tensor> whole = WeightedSum.of(Tensor.of(NAN, 1), 1).merge(WeightedSum.of(Tensor.of(1, 2), 1));
            assertEquals(Tensor.of(NAN, 1.5), whole.mean());
        }

        @Test
        void anInfiniteWeightIsOne() {
            assertEquals(0, WeightedSum.of(Tensor.of(1.0), INFINITY).mean().item());
            assertEquals(
                    NAN, WeightedSum.ofMean(Tensor.of(1.0), INFINITY).mean().item());
        }
    }

    @Nested
    class BadInput {
        private final WeightedSum<Tensor> two = WeightedSum.of(Tensor.of(1, 2), 1);

        private void assertMessage(Class<? extends Exception> type, String message, Executable call) {
            assertEquals(message, assertThrows(type, call).getMessage());
        }

        private static StoredWeightedSum<Tensor> one() {
            return StoredWeightedSum.of(Tensor.of(1.0), List.of(BinnedSums.of(1)), BinnedSums.of(1));
        }

        @Test
        void digitsThatDoNotFitAreRefused() {
            assertMessage(
                    IllegalArgumentException.class,
                    "WeightedSum: 1 depths; 2 are needed, of each tensor and of the weight",
                    () -> new StoredWeightedSum<>(1, Tensor.of(1, 2), 1, Labels.of(1), one().bytes()));
            assertMessage(
                    IllegalArgumentException.class,
                    "BinnedSums: 20 bytes are left for 3 elements of depth 1; 30 are needed, and a depth from 0 to 5",
                    () -> BinnedSums.readFrom(ByteBuffer.allocate(20), true, 3, 1, 1));
            assertMessage(
                    IllegalArgumentException.class,
                    "BinnedSums: 1 places and 1 bins do not fit 1 elements of -1 terms and depth 1",
                    () -> BinnedSums.readFrom(ByteBuffer.allocate(10), true, 1, -1, 1));
            assertMessage(
                    NullPointerException.class,
                    "WeightedSum: depths is null",
                    () -> new StoredWeightedSum<>(1, Tensor.of(1, 2), 1, null, one().bytes()));
        }

        @Test
        void partsOfOtherShapesAreNamed() {
            assertMessage(
                    ShapeException.class,
                    "WeightedSum.merge: other has shape [1], but [2] is needed",
                    () -> two.merge(WeightedSum.of(Tensor.of(1.0), 1)));
            WeightedSum<Parameters> record = WeightedSum.none(Parameters.of(0, 0));
            Parameters wide = new Parameters(Tensor.of(1.0), Tensor.of(new float[] {1, 2}));
            assertMessage(
                    ShapeException.class,
                    "WeightedSum.merge: other: bias has shape [2], but [1] is needed",
                    () -> record.merge(WeightedSum.of(wide, 1)));
        }

        @Test
        void partsOfOtherElementTypesAreNamed() {
            Parameters float64 = new Parameters(Tensor.of(1.0), Tensor.of(1.0));
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> Stream.of(WeightedSum.of(float64, 1))
                            .collect(WeightedSum.merging(Parameters.of(0, 0))));
            assertTrue(error.getMessage().startsWith("WeightedSum.merge: other: bias"), () -> error.getMessage());
        }

        @Test
        void treesOfOtherSizesAreNamed() {
            record Layers(List<Tensor> tensors) implements TensorTree<Layers> {
                @Override
                public List<NamedTensor> parts() {
                    return tensors.stream()
                            .map(tensor -> new NamedTensor("layer", tensor))
                            .toList();
                }

                @Override
                public Layers rebuild(List<Tensor> parts) {
                    return new Layers(parts);
                }
            }
            WeightedSum<Layers> one = WeightedSum.of(new Layers(List.of(Tensor.of(1.0))), 1);
            assertMessage(
                    IllegalArgumentException.class,
                    "WeightedSum.merge: other has 2 parts, but 1 is needed",
                    () -> one.merge(WeightedSum.of(new Layers(List.of(Tensor.of(1.0), Tensor.of(2.0))), 1)));
        }

        @Test
        void weightsBelowZeroAreRefused() {
            for (double weight : new double[] {-1, NAN}) {
                String message = "WeightedSum: weight is " + weight + "; at least 0 is needed";
                assertMessage(IllegalArgumentException.class, message, () -> WeightedSum.of(Tensor.of(1.0), weight));
                assertMessage(
                        IllegalArgumentException.class, message, () -> WeightedSum.ofMean(Tensor.of(1.0), weight));
            }
        }

        @Test
        void whatIsNullIsNamed() {
            Tensor tensor = Tensor.zeros(Shape.of(2));
            assertMessage(
                    NullPointerException.class,
                    "WeightedSum: sum is null",
                    () -> new StoredWeightedSum<>(1, (Tensor) null, 1, Labels.of(1, 1), Labels.of(1)));
            assertMessage(
                    NullPointerException.class,
                    "WeightedSum: bytes is null",
                    () -> new StoredWeightedSum<>(1, tensor, 1, Labels.of(1, 1), null));
            assertMessage(
                    NullPointerException.class, "WeightedSum.of: sum is null", () -> WeightedSum.of((Tensor) null, 1));
            assertMessage(
                    NullPointerException.class,
                    "WeightedSum.ofMean: mean is null",
                    () -> WeightedSum.ofMean((Tensor) null, 1));
            assertMessage(
                    NullPointerException.class,
                    "WeightedSum.none: like is null",
                    () -> WeightedSum.merging((Tensor) null));
            assertMessage(NullPointerException.class, "WeightedSum.merge: other is null", () -> two.merge(null));
        }
    }
}
