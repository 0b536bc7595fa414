package org.closedform.benchmark.accuracy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchNormReference;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Batch norm in training with γ = 1 and β = 0, so that y is x̂; errors are in ulps of the terms of each result. */
final class BatchNormComparisons {
    private static final int BATCH = 500;
    private static final int CHANNELS = 8;

    private BatchNormComparisons() {}

    static Stream<Comparison> all(ElementType type) {
        return Stream.concat(
                of("mean 0, deviation 1", type, 0, 1),
                type == ElementType.FLOAT32
                        ? of("mean 1e4, deviation 1", type, 1e4, 1)
                        : of("mean 1e8, deviation 1e-3", type, 1e8, 1e-3));
    }

    private static Stream<Comparison> of(String inputs, ElementType type, double mean, double deviation) {
        Random random = new Random(4);
        Shape shape = Shape.of(BATCH, CHANNELS);
        Tensor x = Tensor.draw(shape, () -> mean + deviation * random.nextGaussian())
                .to(type);
        Tensor dy = Tensor.draw(shape, random::nextGaussian).to(type);
        Shape channels = Shape.of(CHANNELS);
        BatchNorm.Inputs in = new BatchNorm.Inputs(
                x, Tensor.ones(channels).to(type), Tensor.zeros(channels).to(type));
        BatchNormReference exact = BatchNormReference.training(in, 1, 1e-5, dy);
        List<String> names = List.of("batch norm x̂", "its dx", "its dγ", "its dβ");
        List<Reference> references = List.of(
                Reference.of(type, exact.xHat(), exact.xHatScale()),
                Reference.of(type, exact.dx(), exact.dxScale()),
                Reference.of(type, exact.dGamma(), exact.dGammaScale()),
                Reference.of(type, exact.dBeta(), exact.dBetaScale()));
        return IntStream.range(0, names.size())
                .mapToObj(i -> new Comparison(
                        names.get(i),
                        inputs,
                        type,
                        library -> List.of(
                                library.batchNormWithGradient(in, dy).results().get(i)),
                        List.of(references.get(i))));
    }
}
