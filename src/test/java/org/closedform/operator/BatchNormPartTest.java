package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.closedform.loss.WeightedSum;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Synchronised batch norm: parts make together what the whole batch would. */
class BatchNormPartTest {
    private static final int[] SIZES = {5, 1, 0, 30, 4};
    private static final double EPSILON = 1e-12;

    /** A batch of images with two channels, cut into uneven parts; the channels are along axis 1. */
    private static List<Tensor> cut(Tensor batch) {
        List<Tensor> parts = new ArrayList<>();
        int from = 0;
        for (int size : SIZES) {
            parts.add(batch.slice(0, from, from + size));
            from += size;
        }
        return parts;
    }

    private static BatchStatistics statistics(List<Tensor> parts) {
        return parts.stream()
                .filter(part -> part.size() > 0)
                .map(part -> BatchStatistics.of(part, 1))
                .collect(BatchStatistics.merging(2));
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT64, 0, 3, 1",
        "FLOAT64, 1e8, 1e-3, 1",
        "FLOAT64, 0, 1e-200, 1",
        "FLOAT64, 0, 1e200, 1",
        "FLOAT64, 0, 1, 1e290",
        "FLOAT32, 0, 3, 1",
        "FLOAT32, 1e4, 1, 1",
        "FLOAT32, 0, 1e-30, 1",
        "FLOAT32, 0, 1e30, 1e-30"
    })
    void partsMakeWhatTheWholeBatchWould(ElementType type, double mean, double deviation, double upstream) {
        SplittableRandom random = new SplittableRandom(1);
        Shape shape = Shape.of(40, 2, 3);
        Tensor x = Tensor.draw(shape, () -> mean + deviation * random.nextGaussian())
                .to(type);
        Tensor dy =
                Tensor.draw(shape, () -> upstream * random.nextDouble(-2, 2)).to(type);
        Tensor gamma = Tensor.of(3, -0.5).to(type);
        Tensor beta = Tensor.of(1, 2).to(type);
        double epsilon = deviation * deviation < 1e-20 ? 0 : EPSILON;
        List<Tensor> parts = cut(x);
        List<Tensor> upstreams = cut(dy);
        BatchNormPart norm = new BatchNorm(1, epsilon).partOf(statistics(parts));
        List<BatchNormPart.Pass> passes = parts.stream()
                .map(part -> norm.forward(new BatchNorm.Inputs(part, gamma, beta)))
                .toList();
        WeightedSum<BatchNormPart.Sums> merged = WeightedSum.of(new BatchNormPart.Sums(gamma, beta).zerosLike(), 1);
        for (int i = 0; i < SIZES.length; i++) {
            merged = merged.merge(WeightedSum.of(passes.get(i).sums(upstreams.get(i)), 1));
        }
        BatchNormPart.Sums sums = merged.sum();
        List<Tensor> outputs = new ArrayList<>();
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < SIZES.length; i++) {
            outputs.add(passes.get(i).output());
            gradients.add(passes.get(i).backward(upstreams.get(i), sums));
        }
        BatchNormReference exact = BatchNormReference.training(new BatchNorm.Inputs(x, gamma, beta), 1, epsilon, dy);
        BatchNormCase.assertWithin(4, Tensor.concatenate(0, outputs.toArray(Tensor[]::new)), exact.y(), exact.yScale());
        BatchNormCase.assertWithin(
                4, Tensor.concatenate(0, gradients.toArray(Tensor[]::new)), exact.dx(), exact.dxScale());
        BatchNormCase.assertWithin(4, sums.gamma(), exact.dGamma(), exact.dGammaScale());
        BatchNormCase.assertWithin(4, sums.beta(), exact.dBeta(), exact.dBetaScale());
    }

    @Test
    void aSinglePartHasTheBitsOfTheBatch() {
        SplittableRandom random = new SplittableRandom(2);
        Tensor x = Tensor.draw(Shape.of(20, 2, 3), random::nextGaussian);
        Tensor dy = Tensor.draw(Shape.of(20, 2, 3), random::nextGaussian);
        BatchNorm.Inputs in = new BatchNorm.Inputs(x, Tensor.of(1, 2), Tensor.of(3, 4));
        BatchNorm.Pass whole = new BatchNorm().forward(in);
        BatchNormPart.Pass part = new BatchNorm().partOf(whole.statistics()).forward(in);
        BatchNorm.Inputs d = whole.backward(dy);
        assertEquals(whole.output(), part.output());
        assertEquals(whole.xHat(), part.xHat());
        assertEquals(new BatchNormPart.Sums(d.gamma(), d.beta()), part.sums(dy));
        assertEquals(d.x(), part.backward(dy, part.sums(dy)));
    }

    @Test
    void whatIsNotFiniteInOnePartSpoilsItsChannelInAll() {
        List<Tensor> parts =
                List.of(Tensor.of(new double[][] {{1, 1}, {2, Double.NaN}}), Tensor.of(new double[][] {{3, 3}}));
        BatchNormPart norm = new BatchNorm(1, 0).partOf(statistics(parts));
        Tensor y = norm.forward(new BatchNorm.Inputs(parts.get(1), Tensor.of(1, 1), Tensor.of(0, 0)))
                .output();
        assertEquals(Math.sqrt(1.5), y.at(0, 0), 1e-15);
        assertTrue(Double.isNaN(y.at(0, 1)));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        BatchStatistics whole = BatchStatistics.of(Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 7}}), 1);
        Tensor x = Tensor.of(new double[][] {{1, 2}});
        BatchNorm.Inputs in = new BatchNorm.Inputs(x, Tensor.of(1, 1), Tensor.of(0, 0));
        assertEquals(
                "BatchNormPart: the statistics are of 3 channels, but x [1, 2] has 2 along axis 1",
                assertThrows(
                                ShapeException.class,
                                () -> new BatchNorm().partOf(whole).forward(in))
                        .getMessage());
        BatchNormPart.Pass pass =
                new BatchNorm().partOf(BatchStatistics.of(x, 1)).forward(in);
        assertEquals(
                "BatchNormPart.backward: sums: gamma has shape [3], but [2] is needed",
                assertThrows(
                                ShapeException.class,
                                () -> pass.backward(x, new BatchNormPart.Sums(Tensor.of(1, 2, 3), Tensor.of(1, 2))))
                        .getMessage());
    }
}
