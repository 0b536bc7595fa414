package org.closedform.operator;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** A norm within samples at a point, and what is exact there. */
record NormCase<X extends TensorTree<X>>(Operator<X, Tensor> operator, X in, NormReference exact) {

    /** Which norm, of which shape: a layer norm or an RMS norm by its axes, a group norm by its groups and its channel axis. */
    record Layout(Kind kind, int[] settings, int... dimensions) {
        enum Kind {
            LAYER,
            RMS,
            GROUP,
            INSTANCE
        }

        static Layout layer(int[] axes, int... dimensions) {
            return new Layout(Kind.LAYER, axes, dimensions);
        }

        static Layout rms(int[] axes, int... dimensions) {
            return new Layout(Kind.RMS, axes, dimensions);
        }

        static Layout group(int groups, int axis, int... dimensions) {
            return new Layout(Kind.GROUP, new int[] {groups, axis}, dimensions);
        }

        static Layout instance(int axis, int... dimensions) {
            return new Layout(Kind.INSTANCE, new int[] {axis}, dimensions);
        }

        Shape shape() {
            return Shape.of(dimensions);
        }

        private Shape parameters() {
            int rank = dimensions.length;
            int[] along =
                    switch (kind) {
                        case LAYER, RMS ->
                            IntStream.of(settings)
                                    .map(axis -> Math.floorMod(axis, rank))
                                    .sorted()
                                    .toArray();
                        case GROUP -> new int[] {Math.floorMod(settings[1], rank)};
                        case INSTANCE -> new int[] {Math.floorMod(settings[0], rank)};
                    };
            return Shape.of(IntStream.of(along).map(axis -> dimensions[axis]).toArray());
        }

        NormCase<?> draw(ElementType type, double epsilon, SplittableRandom random, DoubleSupplier numbers) {
            Tensor x = Tensor.draw(shape(), numbers).to(type);
            Tensor gamma =
                    Tensor.draw(parameters(), () -> random.nextDouble(-2, 2)).to(type);
            Tensor beta =
                    Tensor.draw(parameters(), () -> random.nextDouble(-2, 2)).to(type);
            return of(x, gamma, beta, epsilon);
        }

        NormCase<?> of(Tensor x, Tensor gamma, Tensor beta, double epsilon) {
            BatchNorm.Inputs channels = new BatchNorm.Inputs(x, gamma, beta);
            List<Integer> axes = IntStream.of(settings).boxed().toList();
            return switch (kind) {
                case LAYER ->
                    new NormCase<>(
                            new LayerNorm(axes, epsilon),
                            new LayerNorm.Inputs(x, gamma, beta),
                            NormReference.alongAxes(x, settings, gamma, beta, epsilon, true));
                case RMS ->
                    new NormCase<>(
                            new RmsNorm(axes, epsilon),
                            new RmsNorm.Inputs(x, gamma),
                            NormReference.alongAxes(x, settings, gamma, beta.zerosLike(), epsilon, false));
                case GROUP ->
                    new NormCase<>(
                            new GroupNorm(settings[0], settings[1], epsilon),
                            channels,
                            NormReference.ofGroups(channels, settings[0], settings[1], epsilon));
                case INSTANCE ->
                    new NormCase<>(
                            new InstanceNorm(settings[0], epsilon),
                            channels,
                            NormReference.ofGroups(channels, gamma.size(), settings[0], epsilon));
            };
        }

        @Override
        public String toString() {
            return kind + " " + IntStream.of(settings).boxed().toList() + " of " + shape();
        }
    }

    NormPass<X> forward() {
        return (NormPass<X>) operator.forward(in);
    }

    X randomTangent(SplittableRandom random) {
        return in.mapTensors(part -> part.map(v -> random.nextDouble(-2, 2)));
    }

    static List<Tensor> tensors(TensorTree<?> tree) {
        return tree.parts().stream().map(NamedTensor::tensor).toList();
    }

    /** y, x̂, the gradient and the pushforward are within so many ulps of the size of their terms. */
    void assertAccurate(double xHatBound, double bound, SplittableRandom random) {
        NormPass<X> pass = forward();
        assertWithin(xHatBound, pass.xHat(), exact.xHat());
        assertWithin(bound, pass.output(), exact.y());
        Tensor dy = pass.output().map(v -> random.nextDouble(-2, 2));
        double[] upstream = dy.toDoubleArray();
        List<Tensor> d = tensors(pass.backward(dy));
        assertWithin(bound, d.get(0), exact.dx(upstream));
        assertWithin(bound, d.get(1), exact.dGamma(upstream));
        X moves = randomTangent(random);
        List<Tensor> tangent = tensors(moves);
        Tensor shift = tangent.get(1).zerosLike();
        if (tangent.size() > 2) {
            assertWithin(bound, d.get(2), exact.dBeta(upstream));
            shift = tangent.get(2);
        }
        assertWithin(
                bound,
                pass.pushforward(moves),
                exact.pushforward(
                        tangent.get(0).toDoubleArray(), tangent.get(1).toDoubleArray(), shift.toDoubleArray()));
    }

    private static void assertWithin(double bound, Tensor actual, NormReference.Exact exact) {
        BatchNormCase.assertWithin(bound, actual, exact.value(), exact.scale());
    }
}
