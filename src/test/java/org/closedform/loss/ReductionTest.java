package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.closedform.operator.Operator;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What each reduction divides by: 2 samples of 3 classes at 4 places have 8 positions and a batch of 2. */
class ReductionTest {
    private static final Tensor X = Tensor.generate(Shape.of(2, 3, 4), at -> at[0] - 2 * at[1] + at[2] * 0.5);

    private static Tensor[] lossAndGradient(Operator<Tensor, Tensor> loss, Tensor x) {
        Operator.Pass<Tensor, Tensor> pass = loss.forward(x);
        return new Tensor[] {pass.output(), pass.backward(pass.output().map(v -> 1))};
    }

    private static void assertDivides(double divisor, Tensor[] sum, Tensor[] reduced) {
        assertEquals(sum[0].dividedBy(divisor), reduced[0], "value");
        assertEquals(sum[1].dividedBy(divisor), reduced[1], "gradient");
    }

    @Test
    void entropyIsOneNumberPerPositionTheirMeanTheMeanPerSampleOrTheSum() {
        Entropy entropy = Entropy.onLogits();
        Tensor[] none = lossAndGradient(entropy.withReduction(Reduction.NONE), X);
        Tensor[] sum = lossAndGradient(entropy.withReduction(Reduction.SUM), X);
        assertEquals(Shape.of(2, 4), none[0].shape());
        assertEquals(none[0].sum(), sum[0]);
        assertEquals(none[1], sum[1], "a position's own gradient");
        assertDivides(8, sum, lossAndGradient(entropy.withReduction(Reduction.MEAN), X));
        assertDivides(2, sum, lossAndGradient(entropy.withReduction(Reduction.BATCH_MEAN), X));
    }

    /** Not by the 24 elements. */
    @Test
    void divergenceIsDividedByItsPositionsOrItsSamples() {
        Operator<Tensor, Tensor> sum = inQ(Reduction.SUM);
        Tensor[] total = lossAndGradient(sum, X);
        assertEquals(Shape.of(2, 4), inQ(Reduction.NONE).apply(X).shape());
        assertDivides(8, total, lossAndGradient(inQ(Reduction.MEAN), X));
        assertDivides(2, total, lossAndGradient(inQ(Reduction.BATCH_MEAN), X));
    }

    private static Operator<Tensor, Tensor> inQ(Reduction reduction) {
        Tensor p = X.times(-0.5);
        return KlDivergence.onLogits()
                .withReduction(reduction)
                .holding(q -> new KlDivergence.Inputs(p, q), KlDivergence.Inputs::q);
    }

    @Test
    void batchMeanOfOnePositionIsItself() {
        Tensor[] sum = lossAndGradient(Entropy.onLogits().withReduction(Reduction.SUM), Tensor.of(1, 2, 3));
        assertDivides(
                1, sum, lossAndGradient(Entropy.onLogits().withReduction(Reduction.BATCH_MEAN), Tensor.of(1, 2, 3)));
    }

    /** (log 2 + log 4/3) / 2, then (log 2 + 3 log 4/3) / 4, with 20 digits. */
    @Test
    void meanOfCrossEntropyIsPerLabelThatCountsOrPerWeight() {
        Tensor p = Tensor.of(new double[][] {{0.5, 0.5}, {0.125, 0.875}, {0.25, 0.75}});
        CrossEntropyLoss mean =
                CrossEntropyLoss.onProbabilities(Labels.of(0, 9, 1)).withIgnoreIndex(9);
        assertEquals(0.49041462650586311843, mean.apply(p).item(), 2e-16);
        CrossEntropyLoss weighted =
                CrossEntropyLoss.onProbabilities(Labels.of(0, 1)).withWeights(Tensor.of(1, 3));
        assertEquals(0.38904834947882202293, weighted.apply(p.take(0, 0, 2)).item(), 2e-16);
    }

    /** MEAN is the same for all weights of the same ratios. */
    @Test
    void meanOfCrossEntropyIsFiniteWhereTheSummedWeightsAreNot() {
        CrossEntropyLoss mean = CrossEntropyLoss.onLogits(Labels.of(2, 0, 1)).withIgnoreIndex(1);
        Tensor logits = Tensor.of(new double[][] {{1, 2, -40}, {0, 3, 1}, {1, 1, 1}});
        Tensor weights = Tensor.of(0.5, 1, 0.75);
        for (double factor : new double[] {0x1p1023, 0x1p1020, 0x1p-1000}) {
            Tensor[] expected = lossAndGradient(mean.withWeights(weights), logits);
            Tensor[] actual = lossAndGradient(mean.withWeights(weights.times(factor)), logits);
            assertEquals(expected[0], actual[0], "value");
            assertEquals(expected[1], actual[1], "gradient");
        }
        assertEquals(
                Double.NaN,
                mean.withWeights(Tensor.of(Double.POSITIVE_INFINITY, 1, 1))
                        .apply(logits)
                        .item());
    }

    @Test
    void meansOfLossesWhoseSumIsOutOfRangeAreNot() {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(1, 1));
        Tensor logits = Tensor.of(new double[][] {{1.5e308, 0}, {1.5e308, 0}});
        assertEquals(1.5e308, loss.apply(logits).item());
        assertEquals(
                1.5e308, loss.withReduction(Reduction.BATCH_MEAN).apply(logits).item());
        assertEquals(
                Double.POSITIVE_INFINITY,
                loss.withReduction(Reduction.SUM).apply(logits).item());
        BinaryCrossEntropyLoss binary = BinaryCrossEntropyLoss.onLogits(Tensor.of(0, 0));
        assertEquals(1.5e308, binary.apply(Tensor.of(1.5e308, 1.5e308)).item());
    }

    @Test
    void batchMeanOfCrossEntropyIgnoresWhatDoesNotCount() {
        Labels labels = Labels.of(Shape.of(2, 4), 0, 1, 2, 9, 0, 9, 9, 1);
        CrossEntropyLoss sum = CrossEntropyLoss.onLogits(labels)
                .withIgnoreIndex(9)
                .withWeights(Tensor.of(0.5, 3, 2))
                .withReduction(Reduction.SUM);
        assertDivides(2, lossAndGradient(sum, X), lossAndGradient(sum.withReduction(Reduction.BATCH_MEAN), X));
    }

    @Test
    void batchMeanOfBinaryCrossEntropyIsPerRow() {
        BinaryCrossEntropyLoss sum =
                BinaryCrossEntropyLoss.onLogits(X.map(v -> v > 0 ? 1 : 0)).withReduction(Reduction.SUM);
        assertDivides(2, lossAndGradient(sum, X), lossAndGradient(sum.withReduction(Reduction.BATCH_MEAN), X));
    }
}
