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

/** φ(x) = ⟨u, f(x)⟩ for a random u, over the flattened input: its gradient as derived, and as measured. */
final class ProjectedOperator<X extends TensorTree<X>, Y extends TensorTree<Y>> {
    private static final int ERROR_BARS = 4;
    private static final int PERTURBATIONS = 3;
    private static final double RELATIVE_RESOLUTION = 1e-3;
    private static final double SECOND_LADDER = 0.703125;

    private final Operator<X, Y> operator;
    private final X x;
    private final double[] point;
    private final double[] value;
    private final double[] weights;
    private final double outputEpsilon;
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
        this.outputEpsilon = epsilon(pass.output());
        Y upstream = pass.output().mapTensors(tensor -> tensor.map(v -> away(random)));
        this.weights = flat(upstream);
        this.gradient = gradient(pass, upstream);
        this.gradientRounding = new double[gradient.length];
        for (int i = 0; i < PERTURBATIONS; i++) {
            X nearby = x.mapTensors(tensor -> nudged(tensor, random));
            double[] moved = gradient(operator.forward(nearby), upstream);
            for (int k = 0; k < moved.length; k++) {
                double change = ERROR_BARS * Math.abs(moved[k] - gradient[k]);
                gradientRounding[k] = Math.max(gradientRounding[k], change);
            }
        }
    }

    /** A weight whose size is between ½ and 1½: no output is left out. */
    private static double away(RandomGenerator random) {
        double size = 0.5 + random.nextDouble();
        return random.nextBoolean() ? size : -size;
    }

    /** The same tensor with every element off by up to 2 ulps. */
    private static Tensor nudged(Tensor tensor, RandomGenerator random) {
        double step = tensor.elementType().epsilon();
        return tensor.map(v -> v + v * step * random.nextInt(-2, 3));
    }

    private double[] gradient(Operator.Pass<X, Y> pass, Y upstream) {
        X gradient = pass.backward(upstream);
        List<Part> parts = x.parts();
        List<Part> derived = gradient.parts();
        for (int i = 0; i < parts.size(); i++) {
            derived.get(i)
                    .tensor()
                    .requireLike(parts.get(i).tensor(), "GradientCheck: the gradient of " + label(parts.get(i)));
        }
        return flat(gradient);
    }

    private static String label(Part part) {
        return part.name().isEmpty() ? "x" : part.name();
    }

    /** A disagreement has to show from two different largest steps, so that no coincidence in one tableau makes it. */
    Comparison compare(Direction direction) {
        Tensor part = x.parts().get(direction.part()).tensor();
        double scale = Math.max(1, part.norm() / Math.sqrt(part.size()));
        double largestStep = Math.scalb(4, Math.getExponent(scale));
        Comparison first = compare(direction, largestStep, scale);
        return first.verdict() == Verdict.FAIL ? compare(direction, SECOND_LADDER * largestStep, scale) : first;
    }

    private Comparison compare(Direction direction, double largestStep, double scale) {
        double inputEpsilon =
                x.parts().get(direction.part()).tensor().elementType().epsilon();
        Estimate numeric = Extrapolation.derivative(h -> centralDifference(direction, h), largestStep);
        double analytic = 0;
        double rounding = 0;
        for (int k = 0; k < direction.steps().length; k++) {
            double entry = gradient[direction.from() + k];
            analytic += entry * direction.steps()[k];
            rounding += gradientRounding[direction.from() + k] + 16 * inputEpsilon * Math.abs(entry);
        }
        double error = ERROR_BARS * numeric.error() + rounding;
        boolean agrees = Math.abs(analytic - numeric.value()) <= error + ERROR_BARS * numeric.hidden();
        double absoluteResolution = Math.sqrt(Math.max(inputEpsilon, outputEpsilon)) * largestSlope(direction, scale);
        boolean resolved = error <= RELATIVE_RESOLUTION * Math.abs(analytic) || error <= absoluteResolution;
        Verdict verdict = Verdict.INCONCLUSIVE;
        if (agrees && resolved) {
            verdict = Verdict.PASS;
        } else if (!agrees && Double.isFinite(numeric.value())) {
            verdict = atKink(direction, analytic, largestStep) ? Verdict.KINK : Verdict.FAIL;
        }
        return new Comparison(direction.name(), analytic, numeric.value(), error, verdict);
    }

    /** What a derivative that is rightly 0 is measured against: slopes elsewhere, and the size of the function around. */
    private double largestSlope(Direction direction, double scale) {
        double around = projectedSize(evaluate(moved(direction, scale)));
        double size = Math.max(projectedSize(value), Double.isFinite(around) ? around : 0);
        return Math.max(
                size / scale, Arrays.stream(gradient).map(Math::abs).max().orElse(0));
    }

    /** (φ(x + h) − φ(x − h)) / 2h, each output differenced first; a step that rounding shifts is corrected for. */
    private Estimate centralDifference(Direction direction, double h) {
        double[] right = moved(direction, h);
        double[] left = moved(direction, -h);
        double difference = 0;
        double moving = 0;
        double still = 0;
        double[] after = evaluate(right);
        double[] before = evaluate(left);
        for (int j = 0; j < weights.length; j++) {
            difference += weights[j] * (after[j] - before[j]);
            double size = Math.abs(weights[j]) * Math.max(Math.abs(after[j]), Math.abs(before[j]));
            moving += after[j] == before[j] ? 0 : size;
            still += after[j] == before[j] ? size : 0;
        }
        for (int k = 0; k < direction.steps().length; k++) {
            int i = direction.from() + k;
            difference -=
                    gradient[i] * ((right[i] - left[i]) - 2 * h * direction.steps()[k]);
        }
        return new Estimate(difference / (2 * h), outputEpsilon * moving / h, outputEpsilon * still / h);
    }

    /** Whether the slopes to the right and left differ however close we look, with the gradient between them. */
    private boolean atKink(Direction direction, double analytic, double largestStep) {
        double far = Math.scalb(largestStep, -12);
        double near = far / 8;
        double rightSlope = oneSided(direction, near);
        double leftSlope = oneSided(direction, -near);
        double gap = Math.abs(rightSlope - leftSlope);
        double farGap = Math.abs(oneSided(direction, far) - oneSided(direction, -far));
        double rounding = outputEpsilon * projectedSize(value) / near + RELATIVE_RESOLUTION * gap;
        return gap > 8 * rounding
                && gap > farGap / 2
                && analytic >= Math.min(leftSlope, rightSlope) - rounding
                && analytic <= Math.max(leftSlope, rightSlope) + rounding;
    }

    private double oneSided(Direction direction, double h) {
        double[] after = evaluate(moved(direction, h));
        double difference = 0;
        for (int j = 0; j < weights.length; j++) {
            difference += weights[j] * (after[j] - value[j]);
        }
        return difference / h;
    }

    private double projectedSize(double[] outputs) {
        return IntStream.range(0, outputs.length)
                .mapToDouble(j -> Math.abs(weights[j] * outputs[j]))
                .sum();
    }

    private double[] moved(Direction direction, double h) {
        double[] result = point.clone();
        boolean single = x.parts().get(direction.part()).tensor().elementType() == ElementType.FLOAT32;
        for (int k = 0; k < direction.steps().length; k++) {
            double target = result[direction.from() + k] + h * direction.steps()[k];
            result[direction.from() + k] = single ? (float) target : target;
        }
        return result;
    }

    private double[] evaluate(double[] flat) {
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

    private static double epsilon(TensorTree<?> tree) {
        return tree.parts().stream()
                .mapToDouble(part -> part.tensor().elementType().epsilon())
                .max()
                .orElse(0);
    }
}
