package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.closedform.operator.Linear;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.Ulps;

/** The gradient of a layer part by part is that of the whole. */
class GradientPartsTest {
    private static final int FEATURES = 3;
    private static final double ULPS = 8;

    /** Features that go into a linear layer, whose logits go into the loss. */
    private record Batch(Tensor features, Labels labels, Optional<Tensor> classWeights, double smoothing) {
        static Batch draw(int rows, int classes, ElementType type, boolean options, Random random) {
            return new Batch(
                    Tensor.draw(Shape.of(rows, FEATURES), random::nextGaussian).to(type),
                    Labels.of(random.ints(rows, 0, classes).toArray()),
                    options
                            ? Optional.of(Tensor.draw(Shape.of(classes), random::nextDouble)
                                    .to(type))
                            : Optional.empty(),
                    options ? 0.1 : 0);
        }

        Batch rows(int... indices) {
            return new Batch(features.take(0, indices), labels.take(indices), classWeights, smoothing);
        }

        CrossEntropyLoss loss(Reduction reduction) {
            return new CrossEntropyLoss(
                    Form.LOGITS,
                    new Target.Classes(labels),
                    classWeights,
                    classWeights.isPresent() ? OptionalInt.of(0) : OptionalInt.empty(),
                    smoothing,
                    reduction,
                    1);
        }

        Linear.Inputs gradient(Linear.Inputs parameters, Reduction reduction) {
            Operator<Linear.Inputs, Tensor> operator = new Linear().then(loss(reduction));
            Linear.Inputs in = new Linear.Inputs(features, parameters.weight(), parameters.bias());
            Linear.Inputs d = operator.forward(in).backward(Tensor.scalar(1).to(features.elementType()));
            return new Linear.Inputs(parameters.x(), d.weight(), d.bias());
        }

        WeightedSum<Linear.Inputs> sum(Linear.Inputs parameters, Reduction reduction) {
            double divisor = loss(reduction).meanDivisor();
            Linear.Inputs gradient = gradient(parameters, reduction);
            return reduction == Reduction.MEAN
                    ? WeightedSum.ofMean(gradient, divisor)
                    : WeightedSum.of(gradient, divisor);
        }
    }

    /** In ulps of what the samples' own gradients are, without their signs: where they cancel, so do the digits. */
    @Property(tries = 200)
    void theGradientOfPartsIsThatOfTheWhole(
            @ForAll @IntRange(min = 1, max = 24) int rows,
            @ForAll @IntRange(min = 1, max = 5) int classes,
            @ForAll @IntRange(min = 1, max = 8) int parts,
            @ForAll ElementType type,
            @ForAll boolean options,
            @ForAll Reduction reduction,
            @ForAll Random random) {
        Batch batch = Batch.draw(rows, classes, type, options, random);
        Linear.Inputs parameters = new Linear.Inputs(
                Tensor.zeros(Shape.of(1, FEATURES)).to(type),
                Tensor.draw(Shape.of(classes, FEATURES), random::nextGaussian).to(type),
                Tensor.draw(Shape.of(classes), random::nextGaussian).to(type));
        Reduction of = reduction == Reduction.MEAN ? Reduction.MEAN : Reduction.SUM;
        Linear.Inputs merged = CrossEntropyLossPartsTest.partition(rows, parts, random).parallelStream()
                .map(part -> batch.rows(part).sum(parameters, of))
                .collect(WeightedSum.merging(parameters))
                .meanGradient();
        assertGradient(batch, parameters, merged);
        assertGradient(batch, parameters, batch.gradient(parameters, Reduction.MEAN));
    }

    private static void assertGradient(Batch batch, Linear.Inputs parameters, Linear.Inputs actual) {
        CrossEntropyLoss loss = batch.loss(Reduction.MEAN);
        int classes = parameters.bias().size();
        Tensor logits = new Linear().apply(new Linear.Inputs(batch.features, parameters.weight(), parameters.bias()));
        List<Integer> counted = IntStream.range(0, batch.labels.size())
                .filter(row -> loss.ignoreIndex().isEmpty() || batch.labels.at(row) != 0)
                .boxed()
                .toList();
        if (counted.isEmpty()) {
            assertEquals(actual.weight().times(0), actual.weight());
            return;
        }
        BigDecimal divisor = new BigDecimal(loss.meanDivisor());
        double[] weights = batch.classWeights.map(Tensor::toDoubleArray).orElseGet(() -> Tensor.ones(Shape.of(classes))
                .toDoubleArray());
        List<CrossEntropyLossOptionsReference> references = counted.stream()
                .map(row -> CrossEntropyLossOptionsReference.ofLabel(
                        Form.LOGITS,
                        logits.select(0, row).toDoubleArray(),
                        batch.labels.at(row),
                        weights,
                        batch.smoothing))
                .toList();
        for (int c = 0; c < classes; c++) {
            for (int f = 0; f < FEATURES; f++) {
                BigDecimal exact = BigDecimal.ZERO;
                BigDecimal scale = BigDecimal.ZERO;
                for (int i = 0; i < counted.size(); i++) {
                    BigDecimal feature = new BigDecimal(batch.features.at(counted.get(i), f));
                    exact = exact.add(references.get(i).gradient()[c].multiply(feature));
                    scale = scale.add(
                            references.get(i).scale()[c].multiply(feature).abs());
                }
                Ulps.assertWithinOf(
                        scale.divide(divisor, HighPrecision.DIGITS).doubleValue(),
                        ULPS,
                        Tensor.scalar(actual.weight().at(c, f))
                                .to(actual.weight().elementType()),
                        exact.divide(divisor, HighPrecision.DIGITS));
            }
        }
    }
}
