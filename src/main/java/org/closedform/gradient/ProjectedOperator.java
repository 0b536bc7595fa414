package org.closedform.gradient;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Part;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** φ(x) = ⟨u, f(x)⟩ for a random u, as a function of the flattened input; its gradient is Jᵀu. */
final class ProjectedOperator<X extends TensorTree<X>, Y extends TensorTree<Y>> {
    private static final int PERTURBATIONS = 3;
    private static final int PERTURBATION_BARS = 4;

    private final Operator<X, Y> operator;
    private final X x;
    private final double[] point;
    private final double[] value;
    private final double[] weights;
    private final ElementType outputType;
    private final double[] gradient;
    private final double[] gradientRounding;

    ProjectedOperator(Operator<X, Y> operator, X x, RandomGenerator random) {
        this.operator = operator;
        this.x = x;
        this.point = flat(x);
        Operator.Pass<X, Y> pass = operator.forward(x);
        this.value = flat(pass.output());
        if (Arrays.stream(value).anyMatch(v -> !Double.isFinite(v))) {
            throw new IllegalArgumentException(
                    "GradientCheck: the output at this point is not finite, so it has no differences: "
                            + pass.output());
        }
        this.outputType = coarsestType(pass.output());
        Y upstream = pass.output().mapTensors(tensor -> tensor.map(v -> awayFromZero(random)));
        this.weights = flat(upstream);
        this.gradient = gradient(pass, upstream);
        this.gradientRounding = new double[gradient.length];
        for (int i = 0; i < PERTURBATIONS; i++) {
            X nearby = x.mapTensors(tensor -> nudged(tensor, random));
            double[] moved = gradient(operator.forward(nearby), upstream);
            for (int k = 0; k < moved.length; k++) {
                double change = PERTURBATION_BARS * Math.abs(moved[k] - gradient[k]);
                gradientRounding[k] = change > gradientRounding[k] ? change : gradientRounding[k];
            }
        }
    }

    /** A weight whose size is between ½ and 1½: no output is left out. */
    private static double awayFromZero(RandomGenerator random) {
        double size = 0.5 + random.nextDouble();
        return random.nextBoolean() ? size : -size;
    }

    /** The same tensor with every element off by up to 2 ulps. */
    private static Tensor nudged(Tensor tensor, RandomGenerator random) {
        double step = tensor.elementType().epsilon();
        return tensor.map(v -> v + v * step * random.nextInt(-2, 3));
    }

    private double[] gradient(Operator.Pass<X, Y> pass, Y upstream) {
        X derived = pass.backward(upstream);
        List<Part> parts = x.parts();
        List<Part> derivedParts = derived.parts();
        for (int i = 0; i < parts.size(); i++) {
            String name = parts.get(i).name().isEmpty() ? "x" : parts.get(i).name();
            derivedParts.get(i).tensor().requireLike(parts.get(i).tensor(), "GradientCheck: the gradient of " + name);
        }
        return flat(derived);
    }

    /** The tensor that a direction moves. */
    Tensor part(Direction direction) {
        return x.parts().get(direction.part()).tensor();
    }

    ElementType outputType() {
        return outputType;
    }

    /** u, one weight an output. */
    double[] weights() {
        return weights;
    }

    /** The outputs at the point. */
    double[] value() {
        return value;
    }

    /** The point, flattened. */
    double[] point() {
        return point;
    }

    /** Jᵀu, as the backward has it. */
    double[] gradient() {
        return gradient;
    }

    /** How far rounding may have moved each entry of the gradient: what it does when x moves by ulps. */
    double[] gradientRounding() {
        return gradientRounding;
    }

    /** Σ |u_j y_j|: how large the terms of φ are. */
    double size(double[] outputs) {
        return IntStream.range(0, outputs.length)
                .mapToDouble(j -> Math.abs(weights[j] * outputs[j]))
                .sum();
    }

    /** The point moved by h along a direction, rounded to what the input can hold. */
    double[] moved(Direction direction, double h) {
        double[] result = point.clone();
        boolean single = part(direction).elementType() == ElementType.FLOAT32;
        for (int k = 0; k < direction.steps().length; k++) {
            double target = result[direction.from() + k] + h * direction.steps()[k];
            result[direction.from() + k] = single ? (float) target : target;
        }
        return result;
    }

    /** The outputs at another point. */
    double[] evaluate(double[] flat) {
        int[] from = {0};
        X input = x.mapTensors(tensor -> {
            double[] own = Arrays.copyOfRange(flat, from[0], from[0] += tensor.size());
            return Tensor.of(tensor.shape(), own).to(tensor.elementType());
        });
        return flat(operator.apply(input));
    }

    private static double[] flat(TensorTree<?> tree) {
        return tree.parts().stream()
                .flatMapToDouble(part -> DoubleStream.of(part.tensor().toDoubleArray()))
                .toArray();
    }

    private static ElementType coarsestType(TensorTree<?> tree) {
        boolean single = tree.parts().stream().anyMatch(part -> part.tensor().elementType() == ElementType.FLOAT32);
        return single ? ElementType.FLOAT32 : ElementType.FLOAT64;
    }
}
