package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.loss.CrossEntropyLossOptionsAccuracyTest.Sample;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.SpecialValue;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

/** A weight for each position, beside masks, class weights, smoothing and both kinds of target. */
class CrossEntropyLossPositionWeightsTest extends OperatorContract<Tensor, Tensor> {
    private static final double NAN = Double.NaN;

    /** A loss of the options test, with weights for its positions. */
    record Weighted(Sample sample, Tensor weights) {
        CrossEntropyLoss loss(boolean onLabels, Reduction reduction) {
            return (onLabels ? sample.onLabels(reduction) : sample.onDistributions(reduction))
                    .withPositionWeights(weights);
        }
    }

    private static Arbitrary<Weighted> weighted(double least) {
        return CrossEntropyLossOptionsAccuracyTest.samples(4).flatMap(s -> TensorArbitraries.tensors(
                        s.labels().shape(),
                        s.x().elementType(),
                        Arbitraries.doubles().between(least, 5).ofScale(4))
                .map(w -> new Weighted(s, w)));
    }

    @Provide
    Arbitrary<Weighted> samples() {
        return weighted(0.01);
    }

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        Shape shape = Shape.of(type == ElementType.FLOAT32 ? 2 : 4, 3);
        Arbitrary<Target> target = Arbitraries.oneOf(
                TensorArbitraries.labels(shape.without(1), 3).map(Target.Classes::new),
                TensorArbitraries.tensors(
                                shape, type, Arbitraries.doubles().between(0, 1).ofScale(3))
                        .map(Target.Distribution::new));
        return Combinators.combine(
                        target,
                        TensorArbitraries.tensors(
                                shape.without(1),
                                type,
                                Arbitraries.doubles().between(0.25, 3).ofScale(4)),
                        TensorArbitraries.masks(shape.without(1)),
                        Arbitraries.of(0.0, 0.25),
                        Arbitraries.of(0.0, 2.0),
                        Arbitraries.of(Reduction.values()),
                        TensorArbitraries.tensors(shape, type))
                .as((t, w, mask, smoothing, gamma, reduction, x) -> {
                    Mask some = mask.broadcastTo(shape.without(1)).count() == 0 ? Mask.all() : mask;
                    CrossEntropyLoss loss = new CrossEntropyLoss(Form.LOGITS, t, reduction)
                            .withLabelSmoothing(smoothing)
                            .withWeights(Tensor.of(2, 0.5, 1).to(type))
                            .withPositionWeights(w)
                            .withMask(some);
                    return Case.of((Operator<Tensor, Tensor>) new FocalLoss(loss, gamma), x)
                            .gradientScale(200);
                });
    }

    @Override
    protected List<SpecialValue<Tensor, Tensor>> specialValues() {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogProbabilities(Labels.of(0, 1, 7));
        Tensor x = Tensor.of(new double[][] {{-1, -9}, {-9, -5}, {NAN, 1}});
        Tensor weights = Tensor.of(1, 3, 0);
        return List.of(
                SpecialValue.of(weighted(loss, weights), x, Tensor.scalar(4))
                        .withGradient(Tensor.scalar(4), Tensor.of(new double[][] {{-1, -0.0}, {-0.0, -3}, {0, 0}})),
                SpecialValue.of(weighted(loss.withReduction(Reduction.NONE), weights), x, Tensor.of(1, 15, 0)),
                SpecialValue.of(weighted(loss.withMask(Mask.of(false, true, true)), weights), x, Tensor.scalar(5)),
                SpecialValue.of(weighted(loss, Tensor.of(0, 0, 0)), x, Tensor.scalar(NAN))
                        .withGradient(Tensor.scalar(1), x.zerosLike()),
                SpecialValue.of(
                        weighted(loss.withReduction(Reduction.MEAN_OR_ZERO), Tensor.scalar(0)), x, Tensor.scalar(0)));
    }

    /** With weights of the type of what they weigh. */
    private static Operator<Tensor, Tensor> weighted(CrossEntropyLoss loss, Tensor weights) {
        return x -> loss.withPositionWeights(weights.to(x.elementType())).forward(x);
    }

    @Property(tries = 200)
    void meanOverLabelsDividesByTheWeightsOfPositionsTimesThoseOfClasses(@ForAll("samples") Weighted w) {
        Sample s = w.sample;
        assertMean(w, true, IntStream.range(0, s.positions()).filter(s::counts).toArray());
    }

    @Property(tries = 200)
    void meanOverDistributionsDividesByTheWeightsOfPositions(@ForAll("samples") Weighted w) {
        assertMean(w, false, IntStream.range(0, w.sample.positions()).toArray());
    }

    private static void assertMean(Weighted w, boolean onLabels, int[] counted) {
        if (counted.length == 0) {
            return;
        }
        Sample s = w.sample;
        BigDecimal loss = BigDecimal.ZERO;
        BigDecimal divisor = BigDecimal.ZERO;
        for (int row : counted) {
            BigDecimal weight = new BigDecimal(w.weights.at(row));
            CrossEntropyLossOptionsReference each = onLabels ? s.label(row) : s.distribution(row);
            loss = loss.add(weight.multiply(each.loss()));
            divisor = divisor.add(
                    onLabels
                            ? weight.multiply(new BigDecimal(s.w().at(s.labels().at(row))))
                            : weight);
        }
        CrossEntropyLoss mean = w.loss(onLabels, Reduction.MEAN);
        Operator.Pass<Tensor, Tensor> pass = mean.forward(s.x());
        Ulps.assertWithin(8, pass.output(), loss.divide(divisor, HighPrecision.DIGITS));
        Ulps.assertWithin(8, w.loss(onLabels, Reduction.SUM).apply(s.x()), loss);
        assertEquals(divisor.doubleValue(), mean.meanDivisor(), 4 * Math.ulp(divisor.doubleValue()));
        for (int row : counted) {
            CrossEntropyLossOptionsReference each = onLabels ? s.label(row) : s.distribution(row);
            BigDecimal factor = new BigDecimal(w.weights.at(row)).divide(divisor, HighPrecision.DIGITS);
            for (int c = 0; c < each.gradient().length; c++) {
                double size = each.scale()[c].multiply(factor).doubleValue();
                if (size > 1e-290) {
                    Ulps.assertWithinOf(
                            size,
                            10,
                            pass.gradient().select(0, row).slice(0, c, c + 1),
                            each.gradient()[c].multiply(factor));
                }
            }
        }
    }

    @Property(tries = 200)
    void weightsOfOneChangeNoBit(@ForAll("samples") Weighted w) {
        for (Reduction reduction : Reduction.values()) {
            for (boolean onLabels : new boolean[] {true, false}) {
                CrossEntropyLoss plain = onLabels ? w.sample.onLabels(reduction) : w.sample.onDistributions(reduction);
                Operator.Pass<Tensor, Tensor> expected = plain.forward(w.sample.x());
                Operator.Pass<Tensor, Tensor> actual =
                        plain.withPositionWeights(w.weights.onesLike()).forward(w.sample.x());
                assertEquals(expected.output(), actual.output());
                assertEquals(
                        expected.backward(expected.output().onesLike()),
                        actual.backward(actual.output().onesLike()));
            }
        }
    }

    /** A sample twice as heavy is one that is there twice. */
    @Property(tries = 200)
    void aWeightOfTwoIsThePositionTwice(@ForAll("samples") Weighted w) {
        int positions = w.sample.positions();
        int[] twice = IntStream.range(0, 2 * positions)
                .filter(i -> i % 2 == 0 || i / 2 % 2 == 1)
                .map(i -> i / 2)
                .toArray();
        Sample repeated = w.sample.rows(twice);
        Tensor weights = Tensor.generate(Shape.of(positions), i -> 1 + i[0] % 2)
                .to(w.sample.x().elementType());
        for (boolean onLabels : new boolean[] {true, false}) {
            double expected = (onLabels
                            ? repeated.onLabels(Reduction.MEAN_OR_ZERO)
                            : repeated.onDistributions(Reduction.MEAN_OR_ZERO))
                    .apply(repeated.x())
                    .item();
            double actual = new Weighted(w.sample, weights)
                    .loss(onLabels, Reduction.MEAN_OR_ZERO)
                    .apply(w.sample.x())
                    .item();
            assertEquals(expected, actual, 8 * w.sample.x().elementType().epsilon() * Math.abs(expected) + 1e-300);
        }
    }

    @Property(tries = 200)
    void theHessianIsTheCurvature(@ForAll("samples") Weighted w) {
        Tensor x = w.sample.x();
        Tensor v = x.map(value -> 1 / (1 + value * value));
        for (Reduction reduction : new Reduction[] {Reduction.MEAN_OR_ZERO, Reduction.SUM}) {
            for (boolean onLabels : new boolean[] {true, false}) {
                CrossEntropyLoss loss = w.loss(onLabels, reduction);
                assertEquals(
                        loss.forward(x).curvature(Tensor.scalar(1, x.elementType()), v),
                        loss.hessian(x).apply(v));
            }
        }
    }

    /** Without class weights the mean is that of the losses that NONE leaves. */
    @Property(tries = 200)
    void isTheWeightedMeanOfTheLosses(@ForAll("samples") Weighted w) {
        CrossEntropyLoss loss = w.sample.onDistributions(Reduction.NONE);
        double expected =
                loss.then(WeightedMean.of(w.weights)).apply(w.sample.x()).item();
        double actual = w.loss(false, Reduction.MEAN).apply(w.sample.x()).item();
        assertEquals(expected, actual, 8 * w.weights.elementType().epsilon() * Math.abs(expected) + 1e-300);
    }

    @Test
    void aMeanOfWeightsWhoseSumIsOutOfRangeIsThatOfSmallerOnes() {
        Tensor x = Tensor.of(new double[][] {{0, 1}, {2, 0}});
        Tensor t = Tensor.of(new double[][] {{0.5, 0.5}, {1, 0}});
        Tensor weights = Tensor.of(Double.MAX_VALUE, Double.MAX_VALUE);
        for (CrossEntropyLoss loss :
                new CrossEntropyLoss[] {CrossEntropyLoss.onLogits(Labels.of(0, 1)), CrossEntropyLoss.onLogits(t)}) {
            CrossEntropyLoss large = loss.withPositionWeights(weights);
            assertEquals(loss.apply(x).item(), large.apply(x).item(), 1e-15);
            assertTrue(large.hessian(x).diagonal().isClose(loss.hessian(x).diagonal(), 1e-15, 0));
        }
    }

    @Test
    void weightsAreBroadcastAndTheLastOnesHold() {
        Labels labels = Labels.of(Shape.of(2, 2), 0, 1, 1, 0);
        Tensor x = Tensor.generate(Shape.of(2, 3, 2), i -> i[0] - 0.5 * i[1] * i[2]);
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(labels);
        Tensor row = Tensor.of(1, 3);
        assertEquals(
                loss.withPositionWeights(row.broadcastTo(Shape.of(2, 2))).apply(x),
                loss.withPositionWeights(row).apply(x));
        assertEquals(
                loss.withPositionWeights(row),
                loss.withPositionWeights(Tensor.of(0, 1)).withPositionWeights(row));
        assertEquals(8, loss.withPositionWeights(row).meanDivisor());
        Target twice =
                new Target.Masked(loss.withPositionWeights(row).target(), Mask.all(), Mask.all(), Tensor.of(2, 2));
        assertEquals(Tensor.of(2, 6), ((Target.Masked) twice).weights());
    }

    @Test
    void badInputIsNamed() {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0, 1));
        Tensor x = Tensor.zeros(Shape.of(2, 3));
        assertEquals(
                "CrossEntropyLoss: positionWeights is -1.0 at element 0 of [2]; at least 0 is needed",
                assertThrows(IllegalArgumentException.class, () -> loss.withPositionWeights(Tensor.of(-1, 1)))
                        .getMessage());
        assertEquals(
                "CrossEntropyLoss: positionWeights has shape [3], which does not repeat into [2]",
                assertThrows(ShapeException.class, () -> loss.withPositionWeights(Tensor.of(1, 2, 3))
                                .apply(x))
                        .getMessage());
        assertEquals(
                "CrossEntropyLoss.meanDivisor: positionWeights has shape [3], which does not repeat into [2]",
                assertThrows(ShapeException.class, () -> loss.withPositionWeights(Tensor.of(1, 2, 3))
                                .meanDivisor())
                        .getMessage());
        assertEquals(
                "CrossEntropyLoss: positionWeights is float32, but the prediction is float64; convert one with"
                        + " to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                assertThrows(IllegalArgumentException.class, () -> loss.withPositionWeights(
                                        Tensor.of(1, 2).to(ElementType.FLOAT32))
                                .apply(x))
                        .getMessage());
        assertEquals(
                "CrossEntropyLoss: positionWeights is null",
                assertThrows(NullPointerException.class, () -> loss.withPositionWeights(null))
                        .getMessage());
    }
}
